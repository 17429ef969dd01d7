"""The private calendar: whoever knows its address reads it, nobody else; what stands in it."""

from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from icalendar import Calendar

from accounts.models import User
from config.shared import clock
from orders.feed_addresses import token_of
from orders.models import CalendarFeed
from orders.operations.feeds import end_feed, make_feed
from orders.queries.feeds import address_of
from tests.factories.calls import agreed, proposed, zoomed
from tests.factories.orders import fresh, order_in
from tests.orders.pages import due, signed_in, work_due

pytestmark = pytest.mark.django_db


def url_of(user: User) -> str:
    made = make_feed(user_id=user.pk, at=clock.now())
    return f"/calendar/{token_of(user.pk, made.salt)}.ics"


def read(url: str) -> Calendar:
    answer = Client().get(url)
    assert answer.status_code == 200
    return Calendar.from_ical(answer.content)


def summaries(calendar: Calendar) -> dict[str, object]:
    return {str(event["summary"]): event.decoded("dtend") for event in calendar.walk("VEVENT")}


def whole(moment: datetime) -> datetime:
    """Calendars know no fractions of a second."""
    return moment.replace(microsecond=0)


def test_holds_every_deadline_as_each_side_reads_it_and_agreed_calls(buyer: User, seller: User) -> None:
    working, answering = order_in("in_progress", buyer, seller), order_in("delivered", buyer, seller)
    asking, undecided = order_in("requirements", buyer, seller), order_in("undecided", buyer, seller)
    call = agreed(zoomed(working, 1), buyer)
    proposed(zoomed(answering, 1), buyer)
    order_in("finished", buyer, seller)
    sold, bought = summaries(read(url_of(seller))), summaries(read(url_of(buyer)))
    assert len(sold) == len(bought) == 5
    name = working.milestones.get(position=1).name
    assert sold[f"Your turn: work on “{name}” and deliver it"] == whole(work_due(working))
    assert bought[f"Your turn: look at “{name}”"] == whole(due(answering))
    assert bought["Your turn: tell Sam Seller what is needed"] == whole(due(asking))
    second = undecided.milestones.get(position=2).name
    assert bought[f"Your turn: start “{second}”, or stop here"] == whole(due(undecided))
    assert sold[f"Call with Bea Buyer: {name}"] == call.ends_at


def test_no_amount_of_money_is_in_it(buyer: User, seller: User) -> None:
    order_in("delivered", buyer, seller)
    for user in (buyer, seller):
        assert b"$" not in Client().get(url_of(user)).content


def test_the_same_calendar_is_not_sent_again(buyer: User, seller: User) -> None:
    order_in("in_progress", buyer, seller)
    url = url_of(seller)
    first = Client().get(url)
    assert first["Cache-Control"] == "private, max-age=900"
    assert "noindex" in first["X-Robots-Tag"]
    again = Client().get(url, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_costs_the_same_for_many_orders(buyer: User, seller: User) -> None:
    url = url_of(buyer)
    order_in("delivered", buyer, seller)
    agreed(zoomed(order_in("in_progress", buyer, seller), 1), buyer)
    few = statements(url)
    for _ in range(3):
        agreed(zoomed(order_in("in_progress", buyer, seller), 1), buyer)
    assert statements(url) == few <= 10


def statements(url: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert Client().get(url).status_code == 200
    return len(seen)


@pytest.mark.parametrize("wrong", ["x", "A" * 32, "-" * 32])
def test_a_wrong_address_is_404(wrong: str, buyer: User) -> None:
    url_of(buyer)
    assert Client().get(f"/calendar/{wrong}.ics").status_code == 404


def test_a_new_address_ends_the_old_one_and_off_is_off(buyer: User) -> None:
    old, new = url_of(buyer), url_of(buyer)
    assert (Client().get(old).status_code, Client().get(new).status_code) == (404, 200)
    end_feed(user_id=buyer.pk)
    assert Client().get(new).status_code == 404
    assert address_of(buyer.pk) is None


@pytest.mark.parametrize("change", [{"suspended_at": clock.now()}, {"is_active": False}])
def test_a_member_who_is_suspended_or_gone_has_none(change: dict[str, object], buyer: User) -> None:
    url = url_of(buyer)
    User.objects.filter(pk=buyer.pk).update(**change)
    assert Client().get(url).status_code == 404


def test_the_database_alone_opens_no_calendar(buyer: User) -> None:
    url = url_of(buyer)
    row = CalendarFeed.objects.get()
    assert row.salt not in url
    assert row.token_hash not in url
    assert Client().get(f"/calendar/{row.token_hash}.ics").status_code == 404
    with override_settings(SECRET_KEY="another"):
        assert address_of(buyer.pk) == ""
        assert Client().get(url).status_code == 200
    assert address_of(buyer.pk) == url


def test_the_page_makes_shows_and_ends_it(buyer: User) -> None:
    client = signed_in(buyer)
    assert "It is off." in client.get("/accounts/calendar/").content.decode()
    assert client.post("/accounts/calendar/new/").status_code == 302
    page = client.get("/accounts/calendar/")
    path = address_of(buyer.pk)
    assert path is not None
    assert f'value="http://localhost:8000{path}"' in page.content.decode()
    assert f'href="webcal://localhost:8000{path}"' in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert client.post("/accounts/calendar/off/").status_code == 302
    assert not CalendarFeed.objects.exists()


def test_a_held_call_stays_a_month(buyer: User, seller: User) -> None:
    order = zoomed(order_in("in_progress", buyer, seller), 1)
    call, url = agreed(order, buyer), url_of(buyer)
    for days, there in ((29, True), (31, False)):
        moment = call.starts_at + timedelta(days=days)
        with patch("orders.views.feeds.clock.now", return_value=moment):
            names = summaries(read(url))
        assert any(name.startswith("Call with") for name in names) is there
    assert fresh(order.pk).status == "active"


def test_says_in_words_of_the_format_how_often_to_look_again(buyer: User) -> None:
    lines = Client().get(url_of(buyer)).content.decode().splitlines()
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in lines
    assert "X-PUBLISHED-TTL:PT1H" in lines


def test_the_first_address_ends_none(buyer: User) -> None:
    client = signed_in(buyer)
    first = client.post("/accounts/calendar/new/", follow=True).content.decode()
    second = client.post("/accounts/calendar/new/", follow=True).content.decode()
    assert "Your calendar feed is on." in first
    assert "leads nowhere now" not in first
    assert "The one that you used before leads nowhere now." in second
