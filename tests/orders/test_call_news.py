"""Who hears of calls: bell and mail for the other side, a file for the calendar, one reminder for both."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from accounts.models import Mail, Notification, User
from config.shared import clock, outbox
from orders.models import Order
from orders.operations.call_ends import cancel_call, decline_call, withdraw_call
from orders.operations.reminding_calls import remind_of_calls
from orders.operations.sweeping import run_due
from orders.states import Act
from tests.factories.calls import accepted, agreed, proposed, stored, suggested, zoomed
from tests.factories.orders import accepted as accept_delivery
from tests.factories.orders import delivered, order_in, press

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(buyer: User, seller: User) -> Order:
    """In progress, with calls; everything so far is told."""
    order = zoomed(order_in("in_progress", buyer, seller))
    news()
    return order


def news() -> list[tuple[str, str, bool]]:
    """Carry the outbox out; who was told what by mail, and whether it brought a calendar file."""
    outbox.drain(200)
    rows = [
        (m.user.handle if m.user else "", m.subject, bool(m.calendar))
        for m in Mail.objects.order_by("created_at", "pk")
    ]
    Mail.objects.all().delete()
    return rows


def test_each_act_tells_the_other_side_only(order: Order, buyer: User, seller: User) -> None:
    call = proposed(order, buyer)
    assert news() == [("sam-seller", "Bea Buyer proposes a call", False)]
    entry = Notification.objects.filter(user=seller).latest("id")
    assert entry.url == f"/orders/{order.number}/#calls"
    assert "Accept it, or suggest another time." in entry.text
    call = accepted(call, seller)
    assert news() == [("bea-buyer", "Sam Seller accepted the call", True)]
    new = suggested(call, seller, call.starts_at + timedelta(days=1))
    assert news() == [("bea-buyer", "Sam Seller suggests another time for the call", False)]
    decline_call(order_id=order.pk, call_id=new.pk, word="Not on Sunday", click=press(buyer, order))
    assert news() == [("sam-seller", "Bea Buyer declined the call", False)]
    cancel_call(order_id=order.pk, call_id=call.pk, word="Ill", click=press(seller, order))
    assert news() == [("bea-buyer", "Sam Seller cancelled the call", True)]
    other = proposed(order, seller)
    withdraw_call(order_id=order.pk, call_id=other.pk, click=press(seller, order))
    assert [subject for _, subject, _ in news()] == [
        "Sam Seller proposes a call",
        "Sam Seller took the proposed call back",
    ]


def test_the_file_of_an_accepted_call_is_attached_as_it_stands(
    order: Order, buyer: User, mailoutbox: list[object]
) -> None:
    call = agreed(order, buyer)
    outbox.drain(200)
    (attached,) = [message.attachments for message in mailoutbox if message.attachments]  # type: ignore[attr-defined]
    name, content, kind = attached[0]
    assert (name, kind) == ("call.ics", "text/calendar")
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert event.decoded("dtstart") == call.starts_at


def test_an_end_tells_of_the_calls_that_it_took_along(order: Order, buyer: User) -> None:
    agreed(order, buyer)
    news()
    accept_delivery(delivered(order), Act.ACCEPT_AND_STOP)
    told = [one for one in news() if one[0] == "sam-seller"]
    assert [calendar for _, subject, calendar in told if "stopped" in subject] == [True]
    text = Notification.objects.filter(user__handle="sam-seller").latest("id").text
    assert "is off." in text


@pytest.mark.parametrize(("seconds", "told"), [(-1, 0), (0, 2), (1, 2), (3599, 2), (3600, 0), (86_400, 0)])
def test_both_are_reminded_once_from_an_hour_before_until_it_begins(
    seconds: int, told: int, order: Order, buyer: User
) -> None:
    call = agreed(order, buyer)
    news()
    assert call.remind_at is not None
    with clock.travelled_to(call.remind_at + timedelta(seconds=seconds)):
        at = call.remind_at + timedelta(seconds=seconds)
        remind_of_calls(at=at)
        first = [one for one in news() if "begins in" in one[1]]
        remind_of_calls(at=at)
        assert not [one for one in news() if "begins in" in one[1]]
    assert len(first) == told
    assert (stored(call).remind_at is None) is (seconds >= 0)


def test_a_moved_call_is_reminded_of_at_its_new_time_only(order: Order, buyer: User, seller: User) -> None:
    call = agreed(order, buyer)
    new = accepted(suggested(call, seller, call.starts_at + timedelta(days=1)), buyer)
    news()
    with clock.travelled_to(call.starts_at - timedelta(minutes=30)):
        run_due()
    assert not [one for one in news() if "begins in" in one[1]]
    with clock.travelled_to(new.starts_at - timedelta(minutes=30)):
        run_due()
        assert len([one for one in news() if "begins in" in one[1]]) <= 2
    assert Notification.objects.filter(text__contains="begins in").count() == 2


def test_a_reminder_that_waited_too_long_says_nothing(order: Order, buyer: User) -> None:
    call = agreed(order, buyer)
    news()
    assert call.remind_at is not None
    with clock.travelled_to(call.remind_at):
        assert remind_of_calls(at=call.remind_at) == 1
    with clock.travelled_to(call.starts_at):
        outbox.drain(50)
    assert not Notification.objects.filter(text__contains="begins in").exists()
