"""The same again, from a finished order: at once, or as a request to the seller."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.test import Client
from django.urls import reverse

from accounts.models import User
from gigs.models import Gig, Share
from gigs.states import GigState
from offers.models import OfferRequest
from offers.repeating import terms_of
from orders.models import Answer, Order
from orders.operations.requirements import answer_requirements
from orders.states import Act, MilestoneStatus, OrderStatus
from tests.factories.offers import click_by
from tests.factories.orders import accepted, asking_gig, delivered, fresh, order_in, placed_order, press
from tests.orders import stories
from tests.orders.pages import NEW_CARD, hidden, opened, signed_in

pytestmark = pytest.mark.django_db


def url(order: Order) -> str:
    return reverse("orders:order_again", args=[order.number])


def again(client: Client, order: Order, **typed: object) -> Any:
    page = client.get(url(order))
    return client.post(url(order), {**hidden(page.content.decode()), **(typed or NEW_CARD)})


def dearer(order: Order) -> None:
    """The seller takes more for the first step now."""
    shares = Share.objects.filter(package__gig=order.gig_id, milestone__position=1)
    shares.update(amount_minor=F("amount_minor") + 1)


@pytest.fixture
def finished(buyer: User, seller: User) -> Order:
    """A package paid by three milestones, all accepted."""
    return order_in("finished", buyer, seller)


def test_an_unchanged_package_is_ordered_again_at_once(finished: Order, buyer: User) -> None:
    client = signed_in(buyer)
    page = client.get(url(finished)).content.decode()
    assert f'The same as order <span class="num">{finished.number}</span>' in page
    again(client, finished)
    new = Order.objects.get(repeats=finished)
    assert (new.status, new.kind, new.milestone_count) == (OrderStatus.ACTIVE, finished.kind, 3)
    rows = list(new.milestones.values_list("name", "amount_minor", "days", "revisions"))
    assert rows == list(finished.milestones.values_list("name", "amount_minor", "days", "revisions"))
    assert new.milestones.get(position=1).status == MilestoneStatus.IN_PROGRESS
    assert not OfferRequest.objects.exists()


def test_the_same_click_twice_orders_once(finished: Order, buyer: User) -> None:
    client = signed_in(buyer)
    typed = {**opened(client, url(finished)), **NEW_CARD}
    for _ in range(2):
        client.post(url(finished), typed)
    assert Order.objects.filter(repeats=finished).count() == 1


def test_both_pages_lead_to_each_other(finished: Order, buyer: User) -> None:
    client = signed_in(buyer)
    again(client, finished)
    new = Order.objects.get(repeats=finished)
    page = client.get(reverse("orders:order_detail", args=[new.number])).content.decode()
    assert f'Ordered again, as order <a class="link num" href="/orders/{finished.number}/"' in page


def test_todays_rates_count_and_the_page_says_when_they_differ(finished: Order, buyer: User) -> None:
    Order.objects.filter(pk=finished.pk).update(fee_bp=300)
    client = signed_in(buyer)
    assert "The service fee is 5.5 % now; it was 3 % then." in client.get(url(finished)).content.decode()
    again(client, finished)
    assert Order.objects.get(repeats=finished).fee_bp == 550


def test_a_package_paid_in_full_is_ordered_again_in_full(buyer: User, seller: User) -> None:
    order = accepted(delivered(placed_order(buyer, seller, in_full=True)), Act.ACCEPT_FINAL)
    again(signed_in(buyer), fresh(order.pk))
    new = Order.objects.get(repeats=order)
    assert (new.kind, new.milestone_count, new.stages) == (order.kind, 1, order.stages)


def test_at_another_price_the_seller_is_asked_first(finished: Order, buyer: User) -> None:
    dearer(finished)
    client = signed_in(buyer)
    page = client.get(url(finished)).content.decode()
    assert "The gig does not offer exactly this any more" in page
    assert "Card number" not in page
    answer = again(client, finished, text="The same again, please.")
    asked = OfferRequest.objects.get()
    assert answer["Location"] == reverse("offers:conversation_detail", args=[asked.conversation_id])
    kept = terms_of(asked)
    assert kept is not None
    assert (kept.order, [row.amount_minor for row in kept.rows]) == (
        finished.number,
        list(finished.milestones.values_list("amount_minor", flat=True)),
    )
    assert not Order.objects.filter(repeats=finished).exists()


def test_what_an_offer_made_is_asked_for_with_its_milestones(buyer: User, seller: User) -> None:
    order = stories.deliver(stories.order_of(seller, buyer, milestones=3))
    order = stories.accept(order, Act.ACCEPT_AND_STOP)
    client = signed_in(buyer)
    assert "You had this from an offer made for you" in client.get(url(order)).content.decode()
    again(client, order, text="Once more.")
    kept = terms_of(OfferRequest.objects.get())
    assert kept is not None
    assert [row.name for row in kept.rows] == ["Step 1", "Step 2", "Step 3"]


def test_when_the_gig_changes_under_the_open_page_nothing_is_charged(finished: Order, buyer: User) -> None:
    client = signed_in(buyer)
    typed = {**opened(client, url(finished)), **NEW_CARD}
    dearer(finished)
    answer = client.post(url(finished), typed)
    assert answer.status_code == 409
    assert "The seller changed this gig while the page was open" in answer.content.decode()
    assert not Order.objects.filter(repeats=finished).exists()


def test_an_old_version_of_the_gig_is_refused_with_the_fresh_page(finished: Order, buyer: User) -> None:
    client = signed_in(buyer)
    typed = {**opened(client, url(finished)), **NEW_CARD}
    gig = Gig.objects.get(pk=finished.gig_id)
    Gig.objects.filter(pk=gig.pk).update(version=gig.version + 1)
    answer = client.post(url(finished), typed)
    assert answer.status_code == 409
    assert "Card number" in answer.content.decode()
    assert not Order.objects.filter(repeats=finished).exists()


def test_a_card_that_cannot_be_read_is_said_beside_it(finished: Order, buyer: User) -> None:
    answer = again(signed_in(buyer), finished, card="new", number="1", expiry="", cvc="")
    assert answer.status_code == 422


def test_an_empty_message_is_said_beside_it(buyer: User, seller: User) -> None:
    order = stories.accept(stories.deliver(stories.order_of(seller, buyer, milestones=1)), Act.ACCEPT_FINAL)
    answer = again(signed_in(buyer), order, text="")
    assert answer.status_code == 422
    assert not OfferRequest.objects.exists()


def test_when_the_seller_offers_nothing_any_more_it_is_said(finished: Order, buyer: User) -> None:
    Gig.objects.filter(pk=finished.gig_id).update(state=GigState.PAUSED)
    answer = again(signed_in(buyer), finished, text="Once more.")
    assert answer.status_code == 409
    assert not OfferRequest.objects.exists()


@pytest.mark.parametrize("bar", ["seller", "gig"])
def test_nothing_begins_with_a_suspended_seller_or_on_a_denied_gig(
    finished: Order, buyer: User, seller: User, bar: str
) -> None:
    if bar == "gig":
        Gig.objects.filter(pk=finished.gig_id).update(state=GigState.DENIED)
    else:
        User.objects.filter(pk=seller.pk).update(suspended_at=finished.placed_at)
    client = signed_in(buyer)
    assert client.get(url(finished)).status_code == 409
    assert client.post(url(finished), {"text": "Once more."}).status_code == 409
    assert not OfferRequest.objects.exists()


@pytest.mark.parametrize("state", ["in_progress", "delivered", "unpaid"])
def test_an_order_that_is_not_completed_has_nothing_to_repeat(buyer: User, seller: User, state: str) -> None:
    order = order_in(state, buyer, seller)
    assert signed_in(buyer).get(url(order)).status_code == 409


def test_only_the_buyer_orders_again(finished: Order, seller: User, outsider: User) -> None:
    assert signed_in(seller).get(url(finished)).status_code == 403
    assert signed_in(outsider).get(url(finished)).status_code == 404


def test_earlier_answers_are_filled_in_and_an_earlier_file_is_used_again(buyer: User, seller: User) -> None:
    order = fresh(placed_order(buyer, seller, gig=asking_gig(seller)).pk)
    logo = SimpleUploadedFile("logo.txt", b"the logo")
    answer_requirements(
        order_id=order.pk, texts={0: "A bakery.", 1: "Red"}, uploads={2: logo}, click=press(buyer, order)
    )
    order = fresh(accepted(delivered(order), Act.ACCEPT_AND_STOP).pk)
    client = signed_in(buyer)
    again(client, order)
    new = Order.objects.get(repeats=order)
    assert new.status == OrderStatus.AWAITING_REQUIREMENTS
    page = client.get(reverse("orders:order_requirements", args=[new.number]))
    assert "A bakery." in page.content.decode()
    assert "Use “logo.txt” from your earlier order" in page.content.decode()
    client.post(
        reverse("orders:order_requirements", args=[new.number]),
        {
            **hidden(page.content.decode()),
            "question_0": "A second bakery.",
            "question_1": "Red",
            "keep_2": "on",
        },
    )
    assert Order.objects.get(pk=new.pk).status == OrderStatus.ACTIVE
    answers = Answer.objects.filter(order=new).order_by("position")
    assert [one.text for one in answers] == ["A second bakery.", "Red", ""]
    assert answers[2].name == "logo.txt"
    assert answers[2].stored.name == Answer.objects.get(order=order, position=2).stored.name


def test_an_earlier_file_can_be_left_out(buyer: User, seller: User) -> None:
    order = fresh(placed_order(buyer, seller, gig=asking_gig(seller)).pk)
    logo = SimpleUploadedFile("logo.txt", b"the logo")
    answer_requirements(
        order_id=order.pk, texts={0: "A bakery."}, uploads={2: logo}, click=press(buyer, order)
    )
    order = fresh(accepted(delivered(order), Act.ACCEPT_AND_STOP).pk)
    client = signed_in(buyer)
    again(client, order)
    new = Order.objects.get(repeats=order)
    page = client.get(reverse("orders:order_requirements", args=[new.number]))
    client.post(
        reverse("orders:order_requirements", args=[new.number]),
        {**hidden(page.content.decode()), "question_0": "A bakery."},
    )
    assert not Answer.objects.get(order=new, position=2).stored


def test_another_members_answers_are_never_used(buyer: User, seller: User, outsider: User) -> None:
    theirs = fresh(placed_order(outsider, seller, gig=asking_gig(seller)).pk)
    logo = SimpleUploadedFile("secret.txt", b"theirs")
    answer_requirements(
        order_id=theirs.pk, texts={0: "Mine."}, uploads={2: logo}, click=press(outsider, theirs)
    )
    foreign = Answer.objects.get(order=theirs, position=2)
    order = fresh(placed_order(buyer, seller, gig=asking_gig(seller)).pk)
    answer_requirements(
        order_id=order.pk, texts={0: "A bakery."}, uploads={}, earlier={2: foreign}, click=click_by(buyer, 2)
    )
    assert not Answer.objects.get(order=order, position=2).stored
