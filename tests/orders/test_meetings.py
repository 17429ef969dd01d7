"""Rules of calls that need no row: links, local times, reminders."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders.call_states import CALLS, CallStatus, Who, fits, step_for
from orders.meeting_links import BadLinkError, meeting_link
from orders.meetings import moments_of, reminder_of
from orders.states import CALL_ACTS, Act

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "link",
    [
        "https://zoom.us/j/123?pwd=a%20b&x=[1]",
        "https://meet.example.co.uk:8443/a",
        "https://xn--bcher-kva.example/",
        "HTTPS://zoom.us/j/1",
        "https://zoom.us/" + "a" * 484,
    ],
)
def test_takes_the_address_of_a_meeting(link: str) -> None:
    assert meeting_link(link) == "https" + link[5:]


@pytest.mark.parametrize(
    "link",
    [
        "",
        "zoom.us/j/1",
        "http://zoom.us/j/1",
        "javascript:alert(1)",
        "https:javascript:alert(1)",
        "https://javascript:alert(1)",
        "data:text/html,x",
        "//zoom.us/j/1",
        "https://",
        "https:///j/1",
        "https://zoom",
        "https://localhost/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://zoom.us:0/x",
        "https://zoom.us:99999/x",
        "https://bücher.example/",
        "https://zoom.us@evil.example/",
        "https://me:secret@zoom.us/j/1",
        "https://zoom.us/a b",
        "https://zoom.us/\r\nBEGIN:VEVENT",
        'https://zoom.us/"><script>',
        "https://zoom.us\\@evil.example/",
        "https://zoom..us/",
        "https://zoom.us/" + "a" * 485,
        "https://zoom.us/\u202egro.live",
    ],
)
def test_refuses_with_words_what_it_would_not_let_the_other_side_click(link: str) -> None:
    with pytest.raises(BadLinkError) as refused:
        meeting_link(link)
    assert str(refused.value)


@given(st.text(max_size=60))
def test_a_link_that_passes_leads_where_it_says(text: str) -> None:
    try:
        link = meeting_link(f"https://{text}")
    except BadLinkError:
        return
    assert link.startswith("https://")
    assert link.isascii()
    assert not set(link) & set("@\\ \"'<>\r\n\t") or "@" in link.split("/", 3)[3]


def test_a_time_that_clocks_jump_over_does_not_exist() -> None:
    assert moments_of(datetime(2027, 3, 28, 2, 30), BERLIN) == []  # noqa: DTZ001
    assert moments_of(datetime(2027, 3, 28, 1, 59), BERLIN) == [datetime(2027, 3, 28, 0, 59, tzinfo=UTC)]  # noqa: DTZ001
    assert moments_of(datetime(2027, 3, 28, 3, 0), BERLIN) == [datetime(2027, 3, 28, 1, 0, tzinfo=UTC)]  # noqa: DTZ001


def test_a_time_in_the_night_when_clocks_go_back_comes_twice() -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert moments_of(datetime(2026, 10, 25, 2, 30), BERLIN) == [first, first + timedelta(hours=1)]  # noqa: DTZ001


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1)),  # noqa: DTZ001
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "UTC"]),
)
def test_what_a_local_time_can_mean_reads_as_that_time_there(typed: datetime, name: str) -> None:
    typed = typed.replace(second=0, microsecond=0)
    zone = ZoneInfo(name)
    moments = moments_of(typed, zone)
    assert len(moments) <= 2
    assert all(one.astimezone(zone).replace(tzinfo=None) == typed for one in moments)


def test_a_reminder_comes_an_hour_before_or_not_at_all() -> None:
    assert reminder_of(NOW + timedelta(hours=3), NOW) == NOW + timedelta(hours=2)
    assert reminder_of(NOW + timedelta(hours=1), NOW) is None
    assert reminder_of(NOW + timedelta(hours=1, seconds=1), NOW) == NOW + timedelta(seconds=1)


def test_nothing_leads_out_of_a_call_that_is_over() -> None:
    assert {status for status, _ in CALLS} == {CallStatus.PROPOSED, CallStatus.ACCEPTED}
    assert {act for _, act in CALLS} == CALL_ACTS - {Act.PROPOSE_CALL}
    assert step_for(CallStatus.DECLINED, Act.ACCEPT_CALL) is None


@pytest.mark.parametrize(
    ("who", "proposer", "other"),
    [(Who.PROPOSER, True, False), (Who.OTHER, False, True), (Who.EITHER, True, True)],
)
def test_who_is_meant(who: Who, *, proposer: bool, other: bool) -> None:
    assert fits(who, proposed_it=True) is proposer
    assert fits(who, proposed_it=False) is other
