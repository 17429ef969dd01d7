"""Ordering a package."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from gigs.models import Gig
from gigs.operations import pause_gig, set_milestone_payments
from orders.models import Intent, Order, SavedCard
from orders.payments.models import IntentStatus
from orders.states import Kind, OrderStatus
from tests.factories.gigs import live_gig_with_milestones, made_gig, priced
from tests.factories.offers import click_by
from tests.factories.orders import AUTHENTICATE, DECLINED, card_of
from tests.orders.pages import NEW_CARD, opened, sent, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def gig(seller: User) -> Gig:
    return live_gig_with_milestones(seller)


@pytest.fixture
def url(gig: Gig) -> str:
    return f"/gigs/{gig.slug}/order/"


@pytest.fixture
def visit(buyer: User) -> Client:
    return signed_in(buyer)


def test_asks_a_visitor_to_sign_in_and_comes_back(client: Client, url: str) -> None:
    answer = client.get(url)
    assert answer.status_code == 302
    assert answer["Location"] == f"/accounts/login/?next={url}"


def test_shows_both_ways_to_pay_with_their_amounts(visit: Client, url: str) -> None:
    html = visit.get(url).content.decode()
    for words in (
        "Pay per milestone",
        "Pay in full",
        "Pay $63.30",
        "Pay $189.90",
        "$60.00",
        "$3.30",
        "4000 0000 0000 0341",
    ):
        assert words in html
    assert html.count('class="post"') >= 3


def test_charges_the_first_milestone_with_a_new_card_and_keeps_it(
    visit: Client, url: str, buyer: User
) -> None:
    answer = sent(visit, url, plan="milestones", **NEW_CARD)
    order = Order.objects.get()
    assert answer["Location"] == f"/orders/{order.number}/"
    assert (order.kind, order.status, order.milestone_count) == (Kind.MILESTONES, OrderStatus.ACTIVE, 3)
    assert Intent.objects.get().amount_minor == 6_330
    assert SavedCard.objects.get(user=buyer, removed_at=None).last4 == "4242"


def test_pays_in_full_as_one_milestone_with_stages(visit: Client, url: str) -> None:
    sent(visit, url, plan="full", **NEW_CARD)
    order = Order.objects.get()
    assert (order.kind, order.milestone_count, len(order.stages)) == (Kind.SINGLE, 1, 3)
    assert Intent.objects.get().amount_minor == 18_990


def test_puts_a_card_away_that_is_not_to_be_kept(visit: Client, url: str) -> None:
    typed = {name: value for name, value in NEW_CARD.items() if name != "keep"}
    sent(visit, url, plan="milestones", **typed)
    assert Order.objects.get().status == OrderStatus.ACTIVE
    assert not SavedCard.objects.filter(removed_at=None).exists()


def test_uses_a_saved_card(visit: Client, url: str, buyer: User) -> None:
    card = card_of(buyer)
    sent(visit, url, plan="milestones", card=str(card.pk))
    assert Order.objects.get().card == card
    assert SavedCard.objects.count() == 1


def test_refuses_a_card_of_somebody_else(visit: Client, url: str, seller: User) -> None:
    answer = sent(visit, url, plan="milestones", card=str(card_of(seller).pk))
    assert answer.status_code == 422
    assert not Order.objects.exists()


def test_the_same_form_twice_makes_one_order_one_charge_and_one_card(visit: Client, url: str) -> None:
    data = {**opened(visit, url), "plan": "milestones", **NEW_CARD}
    first, second = visit.post(url, data), visit.post(url, data)
    assert first["Location"] == second["Location"]
    assert (Order.objects.count(), Intent.objects.count(), SavedCard.objects.count()) == (1, 1, 1)


def test_a_gig_that_changed_answers_409_with_the_new_price_and_charges_nothing(
    visit: Client, url: str, gig: Gig
) -> None:
    data = {**opened(visit, url), "plan": "milestones", **NEW_CARD}
    priced(gig, [(24_000, 12, 2)])
    answer = visit.post(url, data)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Pay $84.40" in html
    assert "nothing was charged" in html
    assert not Order.objects.exists()
    again = visit.post(url, {**data, **opened(visit, url), "card": str(SavedCard.objects.get().pk)})
    assert again.status_code == 302
    assert Intent.objects.get().amount_minor == 8_440


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"number": "1234"}, "This is no card number"),
        ({"expiry": "01/20"}, "This card has expired"),
        ({"cvc": "x"}, "three or four digits"),
        ({"number": ""}, "This field is required"),
        ({"number": "4111 1111 1111 1111"}, "use one of the test cards"),
    ],
)
def test_a_bad_card_is_refused_beside_the_field_and_keeps_what_was_typed(
    visit: Client, url: str, typed: dict[str, str], words: str
) -> None:
    answer = sent(visit, url, plan="full", **{**NEW_CARD, **typed})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert words in html
    assert 'value="full" checked' in html
    assert not Order.objects.exists()


def test_a_declined_card_leaves_an_order_that_waits_for_payment_and_says_why(visit: Client, url: str) -> None:
    answer = sent(visit, url, plan="milestones", **{**NEW_CARD, "number": DECLINED})
    order = Order.objects.get()
    assert order.status == OrderStatus.AWAITING_PAYMENT
    assert answer["Location"] == f"/orders/{order.number}/pay/"
    assert "The card was declined." in visit.get(answer["Location"]).content.decode()
    assert Intent.objects.get().status == IntentStatus.OPEN


def test_a_card_that_the_bank_asks_about_leads_to_its_question(visit: Client, url: str) -> None:
    answer = sent(visit, url, plan="milestones", **{**NEW_CARD, "number": AUTHENTICATE})
    assert answer["Location"] == f"/orders/{Order.objects.get().number}/pay/authenticate/"


def test_a_forged_package_is_not_found(visit: Client, url: str) -> None:
    assert visit.get(f"{url}?package=platinum").status_code == 404
    data: dict[str, Any] = {**opened(visit, url), "plan": "full", **NEW_CARD, "package": "platinum"}
    assert visit.post(url, data).status_code == 404
    assert not Order.objects.exists()


def test_the_own_gig_cannot_be_ordered(url: str, seller: User) -> None:
    answer = signed_in(seller).get(url)
    assert answer.status_code == 409
    assert "This is your own gig." in answer.content.decode()


def test_a_paused_gig_says_so(visit: Client, url: str, gig: Gig, seller: User) -> None:
    pause_gig(gig_id=gig.pk, click=click_by(seller, Gig.objects.get(pk=gig.pk).version))
    answer = visit.get(url)
    assert answer.status_code == 409
    assert "cannot be ordered at the moment" in answer.content.decode()


def test_a_draft_is_not_found(visit: Client, seller: User) -> None:
    assert visit.get(f"/gigs/{made_gig(seller=seller).slug}/order/").status_code == 404


def test_only_pay_in_full_when_milestone_payments_are_off(
    visit: Client, url: str, gig: Gig, seller: User
) -> None:
    set_milestone_payments(gig_id=gig.pk, owner_id=seller.pk, on=False)
    html = visit.get(url).content.decode()
    assert "Pay in full" in html
    assert "Pay per milestone" not in html
    answer = sent(visit, url, **{**NEW_CARD, "plan": "milestones"})
    assert answer.status_code == 409
    assert not Order.objects.exists()
