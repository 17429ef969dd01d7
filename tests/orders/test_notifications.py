"""Who is told what, once, in whose time."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Mail, Notification, User
from config.shared import clock, outbox
from offers.models import Message
from orders.models import Event, Order
from orders.models.event import OCCURRENCES
from orders.notifications import SILENT, WORDS, tell_event
from orders.notifications.facts import Facts
from orders.operations import delivering, disputing, extending
from orders.operations.sweeping import run_due
from orders.states import Act, Role
from tests.orders import stories

EVERYTHING = {*Act.values, *(name for name, _ in OCCURRENCES)}


def test_everything_that_can_happen_has_words_or_says_why_not() -> None:
    assert {str(act) for act in WORDS} | {str(act) for act in SILENT} == EVERYTHING
    assert not {str(act) for act in WORDS} & {str(act) for act in SILENT}
    assert all(SILENT.values())


def _told(user: User, order: Order) -> list[str]:
    entries = Notification.objects.filter(user=user, url__startswith=f"/orders/{order.number}/")
    return list(entries.order_by("pk").values_list("text", flat=True))


def _mail(user: User) -> Mail:
    return Mail.objects.filter(user=user).latest("created_at")


@pytest.mark.django_db
@pytest.mark.parametrize("act", sorted(str(act) for act in WORDS))
@pytest.mark.parametrize("milestones", [1, 3])
def test_every_sentence_reads_whole(act: str, milestones: int, buyer: User, seller: User) -> None:
    order = stories.fresh(stories.order_of(seller, buyer, milestones=milestones))
    data: dict[str, Any] = {
        "amount": 1_00,
        "to_seller": 80_00,
        "to_buyer": 20_00,
        "text": "Too blue.",
        "words": "No.",
        "count": 2,
        "first": 1_05,
        "until": clock.now().isoformat(),
        "successor": "MP-7XK2M9QT",
        "name": "Sketches",
        "starts_at": clock.now().isoformat(),
        "minutes": 30,
    }
    event = Event(order=order, position=1, act=act, role=Role.SYSTEM, at=clock.now(), version=1, data=data)
    for reader, words in WORDS[act].items():
        with timezone.override("UTC"):
            say = words(Facts(event, order, list(order.milestones.all()), reader))
        for sentence in (say.subject, *say.lines):
            assert sentence.strip() == sentence
            assert "None" not in sentence
            assert "  " not in sentence
        assert say.lines[-1].endswith((".", "”"))
        assert len(say.subject) <= 90
        assert not say.subject.endswith(".")


@pytest.mark.django_db
def test_a_payment_is_a_receipt_for_one_and_the_start_for_the_other(buyer: User, seller: User) -> None:
    order = stories.order_of(seller, buyer, milestones=2)
    run_due()

    assert [text.split(". ")[0] for text in _told(buyer, order)] == [
        f"You paid $189.90 for milestone 1, “Step 1”, of “{order.title}”"
    ]
    assert "ordered" in _told(seller, order)[0]
    assert "$180.00 is held for it. Begin now: it is due by" in _told(seller, order)[0]
    mail = Mail.objects.get(user=buyer, subject="Payment received: $189.90 for milestone 1")
    assert f"/orders/{order.number}/" in mail.html
    assert "Step 2" in mail.text


@pytest.mark.django_db
def test_a_delivery_tells_the_buyer_until_when_in_the_buyers_time(buyer: User, seller: User) -> None:
    buyer.time_zone = "Pacific/Auckland"
    buyer.save(update_fields=["time_zone"])
    order = stories.deliver(stories.order_of(seller, buyer, milestones=2))
    run_due()

    deadline = order.due_at or clock.now()
    theirs = f"{deadline.astimezone(buyer.zone):%H:%M}"
    assert theirs != f"{deadline:%H:%M}"
    assert f"{theirs}. Without an answer the order ends then" in _told(buyer, order)[-1]
    assert len(_told(seller, order)) == 1  # the payment; nobody hears of an own act
    assert _mail(buyer).subject == f"{seller.label} delivered milestone 1"


@pytest.mark.django_db
def test_twice_is_once(buyer: User, seller: User) -> None:
    order = stories.deliver(stories.order_of(seller, buyer, milestones=2))
    run_due()
    before = Notification.objects.count(), Mail.objects.count(), Message.objects.count()

    for event in Event.objects.filter(order=order):
        tell_event({"event": event.pk})

    assert (Notification.objects.count(), Mail.objects.count(), Message.objects.count()) == before


@pytest.mark.django_db
def test_a_quiet_event_rings_and_sends_nothing(buyer: User, seller: User) -> None:
    with outbox.quiet():
        order = stories.order_of(seller, buyer, milestones=2)
    run_due()

    assert _told(buyer, order)
    assert not Mail.objects.exists()


@pytest.mark.django_db
def test_a_declined_charge_tells_one_how_to_pay_and_the_other_not_to_start(buyer: User, seller: User) -> None:
    order = stories.order_of(seller, buyer, milestones=2, number=stories.FIRST_ONLY)
    stories.accept(stories.deliver(order), Act.ACCEPT_AND_CONTINUE)
    run_due()

    to_buyer = Notification.objects.filter(user=buyer).latest("pk")
    assert to_buyer.url == f"/orders/{order.number}/pay/"
    assert "was not charged. The card was declined. Pay with this or another card until" in to_buyer.text
    assert "Do not start on it." in _told(seller, order)[-1]
    assert (
        f"/orders/{order.number}/pay/"
        in Mail.objects.get(user=buyer, subject__contains="did not go through").html
    )


def _continue_and_stop(order: Order) -> None:
    stories.accept(order, Act.ACCEPT_DECIDE_LATER)
    stories.stop(order)


STOPS: dict[str, tuple[Callable[[Order], object], timedelta]] = {
    "accepted and stopped": (lambda order: stories.accept(order, Act.ACCEPT_AND_STOP), timedelta(0)),
    "stopped between": (_continue_and_stop, timedelta(0)),
    "unanswered": (lambda _: None, timedelta(days=9)),
    "not funded": (lambda order: stories.accept(order, Act.ACCEPT_DECIDE_LATER), timedelta(days=11)),
}


@pytest.mark.django_db
@pytest.mark.parametrize("story", STOPS)
def test_the_seller_is_told_not_to_go_on(story: str, buyer: User, seller: User) -> None:
    order = stories.deliver(stories.order_of(seller, buyer, milestones=3))
    act, wait = STOPS[story]
    act(order)
    with clock.travelled_to(clock.now() + wait):
        run_due()

    assert (
        "Do not go on with the remaining milestones: they will never be charged." in _told(seller, order)[-1]
    )
    assert "Do not go on" in _mail(seller).text
    line = Message.objects.filter(kind="system", url=f"/orders/{order.number}/").latest("pk")
    assert line.body.startswith(f"Order {order.number} is completed: ")


@pytest.mark.django_db
def test_a_revision_and_an_extension_reach_the_seller(buyer: User, seller: User) -> None:
    order = stories.deliver(stories.order_of(seller, buyer, milestones=2))
    extending.extend(order_id=order.pk, click=stories.click(buyer, stories.fresh(order)))
    run_due()
    assert "The answer comes until" in _told(seller, order)[-1]

    stories.revise(order, "The other blue.")
    run_due()
    assert "Deliver it again. It is due by" in _told(seller, order)[-1]
    assert "“The other blue.”" in _mail(seller).text


@pytest.mark.django_db
def test_a_dispute_tells_the_other_side_and_its_decision_both(buyer: User, seller: User, staff: User) -> None:
    order = stories.deliver(stories.order_of(seller, buyer, milestones=1, amount_minor=10_000))
    click = stories.click(buyer, stories.fresh(order))
    disputing.open_dispute(order_id=order.pk, statement="It is red.", click=click)
    run_due()
    assert "All clocks stand still. $100.00 stays held" in _told(seller, order)[-1]
    assert not [text for text in _told(buyer, order) if "dispute" in text]

    disputing.decide_dispute(
        order_id=order.pk,
        act=Act.DECIDE_SPLIT,
        text="It is half red.",
        staff_id=staff.pk,
        at=clock.now(),
        released_minor=5_000,
    )
    run_due()
    assert "You get $40.00." in _told(seller, order)[-1]
    decided, sent = _told(buyer, order)[-2:]
    assert "$52.75 goes back to your card, fee included. Sam Seller gets $40.00." in decided
    assert "We sent $52.75" in sent
    assert not _told(staff, order)


@pytest.mark.django_db
def test_an_update_quotes_the_seller_and_a_tick_rings_for_nobody(buyer: User, seller: User) -> None:
    order = stories.order_of(seller, buyer, milestones=2)
    delivering.post_update(order_id=order.pk, text="Half way.", click=stories.click(seller))
    run_due()

    assert _told(buyer, order)[-1] == f"{seller.label} posted an update on “{order.title}”."
    assert "“Half way.”" in _mail(buyer).text


@pytest.mark.django_db
def test_an_order_from_an_offer_has_one_line_about_its_placing(buyer: User, seller: User) -> None:
    order = stories.order_of(seller, buyer, milestones=2)
    run_due()

    lines = Message.objects.filter(
        kind="system", conversation=order.conversation, body__contains=order.number
    )
    assert [line.body for line in lines] == [
        f"{buyer.label} accepted the offer. The order is {order.number}."
    ]
