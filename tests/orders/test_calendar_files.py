"""Calendar files: readable by a parser, stable, and nothing that people write breaks out of its line."""

import re
from datetime import timedelta

import pytest
from icalendar import Calendar, Event

from accounts.models import User
from orders.models import Call, Order
from orders.operations.call_ends import cancel_call
from tests.factories.calls import LINK, accepted, agreed, proposed, stored, suggested, zoomed
from tests.factories.orders import fresh, order_in, press
from tests.orders.pages import act_url, signed_in

pytestmark = pytest.mark.django_db
HOSTILE = "a;b,c\\n: BEGIN:VEVENT “ü” " + "ß" * 120


@pytest.fixture
def order(buyer: User, seller: User) -> Order:
    """In progress, with calls."""
    return zoomed(order_in("in_progress", buyer, seller), 1)


def file_of(user: User, call: Call) -> tuple[bytes, Calendar]:
    answer = signed_in(user).get(act_url(fresh(call.order_id), f"calls/{call.pk}.ics"))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]
    return answer.content, Calendar.from_ical(answer.content)


def event_of(calendar: Calendar) -> Event:
    (event,) = calendar.walk("VEVENT")
    assert isinstance(event, Event)
    return event


def test_an_agreed_call_is_an_event_of_its_time_and_place(order: Order, buyer: User) -> None:
    call = agreed(order, buyer, note="Sketches")
    _, calendar = file_of(buyer, call)
    event = event_of(calendar)
    assert (calendar["version"], calendar["method"]) == ("2.0", "PUBLISH")
    assert event["uid"] == f"call-{call.uid}@milepost"
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (call.starts_at, call.ends_at)
    assert (event["sequence"], event["status"], event["location"]) == (0, "CONFIRMED", LINK)
    assert event["summary"] == f"Call with Sam Seller: {call.milestone.name}"
    assert "Sketches" in str(event["description"])
    assert str(event["url"]).endswith(f"/orders/{order.number}/")


def test_no_address_of_a_member_is_in_it(order: Order, buyer: User, seller: User) -> None:
    content, _ = file_of(buyer, agreed(order, buyer))
    for user in (buyer, seller):
        assert user.email.encode() not in content


def test_a_move_keeps_the_event_and_counts_on(order: Order, buyer: User, seller: User) -> None:
    call = agreed(order, buyer)
    new = suggested(call, seller, call.starts_at + timedelta(days=1))
    assert event_of(file_of(buyer, call)[1]).decoded("dtstart") == call.starts_at
    accepted(new, buyer)
    for old_or_new in (call, new):
        event = event_of(file_of(buyer, old_or_new)[1])
        assert (event["uid"], event["sequence"]) == (f"call-{call.uid}@milepost", 1)
        assert event.decoded("dtstart") == call.starts_at + timedelta(days=1)


def test_a_cancelled_call_takes_itself_out_again(order: Order, buyer: User) -> None:
    call = agreed(order, buyer)
    cancel_call(order_id=order.pk, call_id=call.pk, word="Ill", click=press(buyer, order))
    _, calendar = file_of(buyer, call)
    event = event_of(calendar)
    assert (calendar["method"], event["status"], event["sequence"]) == ("CANCEL", "CANCELLED", 1)
    assert not event.walk("VALARM")


def test_a_call_that_was_never_agreed_has_no_file(order: Order, buyer: User) -> None:
    call = proposed(order, buyer)
    assert signed_in(buyer).get(act_url(order, f"calls/{call.pk}.ics")).status_code == 404


def test_what_people_wrote_stays_text_on_folded_lines(order: Order, buyer: User, seller: User) -> None:
    User.objects.filter(pk=seller.pk).update(display_name="Sam\nBEGIN:VALARM;X=1")
    call = agreed(order, buyer, note=HOSTILE)
    content, calendar = file_of(buyer, call)
    event = event_of(calendar)
    assert HOSTILE in str(event["description"])
    lines = content.split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    assert not re.search(rb"[^\r]\n", content)
    starts = [line for line in lines if line.startswith((b"BEGIN:", b"END:"))]
    assert starts == [
        b"BEGIN:VCALENDAR",
        b"BEGIN:VEVENT",
        b"BEGIN:VALARM",
        b"END:VALARM",
        b"END:VEVENT",
        b"END:VCALENDAR",
    ]
    assert stored(call).note == HOSTILE
