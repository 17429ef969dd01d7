"""One deadline, everybody's own clock: pages, lists, mails and calendars over the changes of daylight saving.

The words are written down here by hand, not computed by what they prove.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from accounts.models import Mail, Notification, User
from config.shared import clock, moments
from orders.feed_addresses import token_of
from orders.models import Call, Order
from orders.operations.feeds import make_feed
from orders.operations.sweeping import run_due
from tests.factories.calls import LINK, agreed, zoomed
from tests.orders import stories
from tests.orders.pages import act_url, opened, signed_in

pytestmark = pytest.mark.django_db
NEW_YORK, BERLIN, LORD_HOWE = "America/New_York", "Europe/Berlin", "Australia/Lord_Howe"
PAIRS = ((NEW_YORK, BERLIN), (BERLIN, LORD_HOWE), (LORD_HOWE, "UTC"), ("UTC", NEW_YORK))


@dataclass(frozen=True)
class Night:
    """Delivered before a change of clocks and to be answered after it: the deadline as each zone reads it."""

    deadline: datetime
    words: dict[str, str]

    @property
    def delivered(self) -> datetime:
        return self.deadline - timedelta(days=8)

    def other(self, here: str, there: str) -> str:
        """The time there, with its day where it is another one."""
        (day, hour), other = self.words[there].split(", "), self.words[here]
        return hour if other.startswith(day) else f"{day}, {hour}"


NIGHTS = {
    "forward in New York": Night(
        datetime(2027, 3, 20, 15, tzinfo=UTC),
        {
            NEW_YORK: "Sat 20 Mar, 11:00",
            BERLIN: "Sat 20 Mar, 16:00",
            LORD_HOWE: "Sun 21 Mar, 02:00",
            "UTC": "Sat 20 Mar, 15:00",
        },
    ),
    "forward in Berlin, half an hour back on Lord Howe": Night(
        datetime(2027, 4, 4, 12, tzinfo=UTC),
        {
            NEW_YORK: "Sun 4 Apr, 08:00",
            BERLIN: "Sun 4 Apr, 14:00",
            LORD_HOWE: "Sun 4 Apr, 22:30",
            "UTC": "Sun 4 Apr, 12:00",
        },
    ),
    "half an hour forward on Lord Howe": Night(
        datetime(2027, 10, 6, 18, tzinfo=UTC),
        {
            NEW_YORK: "Wed 6 Oct, 14:00",
            BERLIN: "Wed 6 Oct, 20:00",
            LORD_HOWE: "Thu 7 Oct, 05:00",
            "UTC": "Wed 6 Oct, 18:00",
        },
    ),
    "back in Berlin": Night(
        datetime(2027, 11, 5, 9, tzinfo=UTC),
        {
            NEW_YORK: "Fri 5 Nov, 05:00",
            BERLIN: "Fri 5 Nov, 10:00",
            LORD_HOWE: "Fri 5 Nov, 20:00",
            "UTC": "Fri 5 Nov, 09:00",
        },
    ),
    "back in New York": Night(
        datetime(2027, 11, 9, 3, 30, tzinfo=UTC),
        {
            NEW_YORK: "Mon 8 Nov, 22:30",
            BERLIN: "Tue 9 Nov, 04:30",
            LORD_HOWE: "Tue 9 Nov, 14:30",
            "UTC": "Tue 9 Nov, 03:30",
        },
    ),
}


@pytest.fixture(params=NIGHTS)
def night(request: pytest.FixtureRequest) -> Iterator[Night]:
    """The moment of the delivery is now."""
    found = NIGHTS[request.param]
    with clock.travelled_to(found.delivered):
        yield found


def live_in(user: User, zone: str) -> User:
    User.objects.filter(pk=user.pk).update(time_zone=zone)
    return User.objects.get(pk=user.pk)


def delivered(night: Night, buyer: User, seller: User) -> Order:
    """To the second, whatever the machine takes for it."""
    order = stories.deliver(stories.order_of(seller, buyer, milestones=2))
    order.milestones.filter(position=1).update(deadline_at=night.deadline)
    Order.objects.filter(pk=order.pk).update(due_at=night.deadline)
    return stories.fresh(order)


def text_of(html: str) -> str:
    """What is read: no tags, single spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace(" ,", ",")


@pytest.mark.parametrize(("here", "there"), PAIRS)
def test_order_page_and_dashboard_show_a_deadline_on_both_clocks(
    here: str, there: str, night: Night, buyer: User, seller: User
) -> None:
    order = delivered(night, buyer, seller)
    ours = f"until {night.words[here]} (your time), {night.other(here, there)} for {seller.label}"
    theirs = f"until {night.words[there]} (your time), {night.other(there, here)} for {buyer.label}"
    ours_in, theirs_in = signed_in(live_in(buyer, here)), signed_in(live_in(seller, there))
    for url in (act_url(order), "/buying/"):
        assert ours in text_of(ours_in.get(url).content.decode())
    for url in (act_url(order), "/selling/"):
        assert theirs in text_of(theirs_in.get(url).content.decode())


@pytest.mark.parametrize("zone", [NEW_YORK, BERLIN, LORD_HOWE, "UTC"])
def test_mails_and_bell_say_a_deadline_on_the_readers_clock(
    zone: str, night: Night, buyer: User, seller: User
) -> None:
    delivered(night, live_in(buyer, zone), seller)
    run_due()
    words = night.words[zone]
    assert words in Mail.objects.filter(user=buyer).latest("created_at").text
    assert words in Notification.objects.filter(user=buyer).latest("pk").text
    with clock.travelled_to(night.deadline - timedelta(hours=23)):
        run_due()
        reminder = Mail.objects.filter(user=buyer, subject__contains="left to answer").latest("created_at")
        assert words in reminder.text


def test_calendars_hold_the_same_moment_in_every_zone(night: Night, buyer: User, seller: User) -> None:
    order = zoomed(delivered(night, buyer, seller), 1)
    call = agreed(order, seller, night.deadline - timedelta(hours=2))
    for zone in (NEW_YORK, BERLIN, LORD_HOWE, "UTC"):
        user = live_in(buyer, zone)
        file = signed_in(user).get(act_url(order, f"calls/{call.pk}.ics")).content.decode()
        assert f"DTSTART:{call.starts_at:%Y%m%dT%H%M%SZ}" in file
        feed = signed_in(user).get(
            f"/calendar/{token_of(user.pk, make_feed(user_id=user.pk, at=clock.now()).salt)}.ics"
        )
        ends = {event.decoded("dtend") for event in Calendar.from_ical(feed.content).walk("VEVENT")}
        assert {night.deadline, call.ends_at} <= ends


GONE = {
    BERLIN: ("2027-03-28T02:30", datetime(2027, 3, 20, tzinfo=UTC)),
    NEW_YORK: ("2027-03-14T02:30", datetime(2027, 3, 6, tzinfo=UTC)),
    LORD_HOWE: ("2027-10-03T02:15", datetime(2027, 9, 26, tzinfo=UTC)),
}
TWICE = {
    BERLIN: ("2027-10-31T02:30", ("2027-10-31T00:30", "CEST"), ("2027-10-31T01:30", "CET")),
    NEW_YORK: ("2027-11-07T01:30", ("2027-11-07T05:30", "EDT"), ("2027-11-07T06:30", "EST")),
    LORD_HOWE: ("2027-04-04T01:45", ("2027-04-03T14:45", "+11"), ("2027-04-03T15:15", "+1030")),
}


def proposal(order: Order, user: User, when: str, **more: str) -> tuple[int, str]:
    url, client = act_url(order, "calls/new/"), signed_in(user)
    answer = client.post(url, {**opened(client, url), "when": when, "minutes": "30", "link": LINK, **more})
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize("zone", GONE)
def test_a_call_cannot_be_proposed_at_a_time_that_does_not_exist(
    zone: str, buyer: User, seller: User
) -> None:
    when, now = GONE[zone]
    with clock.travelled_to(now):
        order = zoomed(stories.order_of(seller, buyer, milestones=2), 1)
        status, html = proposal(order, live_in(seller, zone), when)
        assert (status, Call.objects.count()) == (422, 0)
        assert f"{when[-5:]} does not exist" in html
        assert proposal(order, live_in(seller, "UTC"), when)[0] == 302, "elsewhere it does"


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("zone", TWICE)
def test_a_time_that_comes_twice_is_asked_about_and_then_shown_with_its_clock(
    zone: str, which: int, buyer: User, seller: User
) -> None:
    when, *meanings = TWICE[zone]
    moment, name = datetime.fromisoformat(meanings[which][0]).replace(tzinfo=UTC), meanings[which][1]
    seller = live_in(seller, zone)
    with clock.travelled_to(moment - timedelta(days=5)):
        order = zoomed(stories.order_of(seller, buyer, milestones=2), 1)
        assert proposal(order, seller, when)[0] == 422
        assert not Call.objects.exists()
        assert proposal(order, seller, when, which=str(which))[0] == 302
        assert Call.objects.get().starts_at == moment
        page = text_of(signed_in(seller).get(act_url(order)).content.decode())
        assert f"{when[-5:]} {name} (your time)" in page
        page = text_of(signed_in(live_in(buyer, "UTC")).get(act_url(order)).content.decode())
        assert f"{when[-5:]} {name} for {seller.label}" in page


@pytest.mark.parametrize(("minutes", "words"), [(-61, "01:29 EDT"), (-1, "01:29 EST"), (60, "02:30")])
def test_only_the_hour_that_comes_twice_is_named(minutes: int, words: str) -> None:
    moment = datetime(2027, 11, 7, 6, 30, tzinfo=UTC) + timedelta(minutes=minutes)
    with clock.travelled_to(moment), timezone.override(NEW_YORK):
        assert moments.moment_words(moment) == f"Sun 7 Nov, {words}"


def test_the_year_is_named_by_the_clock_of_the_site() -> None:
    moment = datetime(2031, 1, 1, 4, tzinfo=UTC)
    with clock.travelled_to(moment), timezone.override(NEW_YORK):
        assert moments.moment_words(moment) == "Tue 31 Dec, 23:00"
        assert moments.day_words(moment) == "Tue 31 Dec"
        assert moments.moment_words(moment + timedelta(hours=2)) == "Wed 1 Jan 2031, 01:00"
