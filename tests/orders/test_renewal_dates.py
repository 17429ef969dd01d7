"""When a subscription charges: so many months after the first payment, in UTC, clamped (product.md 5.2)."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.shared.durations import Period, read_period
from orders.deadlines import NOTICE, next_renewal, notice_of, renewal_at


def _day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("anchor", "months", "expected"),
    [
        ("2026-01-15T10:30:05", 1, "2026-02-15T10:30:05"),
        ("2026-01-31T00:00:00", 1, "2026-02-28T00:00:00"),
        ("2026-01-31T00:00:00", 2, "2026-03-31T00:00:00"),
        ("2026-01-31T00:00:00", 3, "2026-04-30T00:00:00"),
        ("2028-01-31T23:59:59", 1, "2028-02-29T23:59:59"),
        ("2028-01-29T12:00:00", 1, "2028-02-29T12:00:00"),
        ("2026-01-29T12:00:00", 1, "2026-02-28T12:00:00"),
        ("2026-01-30T12:00:00", 1, "2026-02-28T12:00:00"),
        ("2028-02-29T12:00:00", 11, "2029-01-29T12:00:00"),
        ("2028-02-29T12:00:00", 12, "2029-02-28T12:00:00"),
        ("2026-12-31T23:00:00", 1, "2027-01-31T23:00:00"),
        ("2026-12-31T23:00:00", 2, "2027-02-28T23:00:00"),
        ("2026-11-30T23:00:00", 1, "2026-12-30T23:00:00"),
        ("2026-11-05T08:00:00", 0, "2026-11-05T08:00:00"),
    ],
)
def test_counts_months_from_the_anchor_and_clamps(anchor: str, months: int, expected: str) -> None:
    assert renewal_at(_day(anchor), "1mo", months) == _day(expected)


def test_a_clock_change_moves_nothing() -> None:
    summer = datetime(2026, 9, 30, 23, 30, tzinfo=timezone(timedelta(hours=2)))
    assert renewal_at(summer, "1mo", 1) == datetime(2026, 10, 30, 21, 30, tzinfo=UTC)


def test_a_zone_ahead_of_utc_counts_by_the_day_in_utc() -> None:
    first_of_march = datetime(2026, 3, 1, 4, tzinfo=timezone(timedelta(hours=9)))
    assert renewal_at(first_of_march, "1mo", 1) == datetime(2026, 3, 28, 19, tzinfo=UTC)


def test_a_period_may_be_a_length_to_watch_it() -> None:
    assert renewal_at(_day("2026-01-31T00:00:00"), "20s", 3) == _day("2026-01-31T00:01:00")


@given(
    anchor=st.datetimes(datetime(2020, 1, 1), datetime(2090, 1, 1)).map(lambda d: d.replace(tzinfo=UTC)),  # noqa: DTZ001
    months=st.integers(1, 12),
)
def test_every_date_keeps_its_day_or_is_the_last_of_its_month(anchor: datetime, months: int) -> None:
    due = renewal_at(anchor, "1mo", months)
    assert (due.year * 12 + due.month) - (anchor.year * 12 + anchor.month) == months
    assert due.day == anchor.day or (due.day < anchor.day and (due + timedelta(days=1)).day == 1)
    assert due.timetz() == anchor.timetz()
    assert due > renewal_at(anchor, "1mo", months - 1)


def test_a_notice_needs_room() -> None:
    assert [notice_of(period) for period in ("1mo", "7d", "6d", "20s")] == [
        NOTICE,
        NOTICE,
        timedelta(0),
        timedelta(0),
    ]


def test_the_next_one_stays_on_its_date_however_late_this_one_was() -> None:
    anchor = _day("2026-01-31T09:00:00")
    assert next_renewal(anchor, "1mo", 2, _day("2026-03-03T09:00:00")) == _day("2026-03-31T09:00:00")


def test_two_months_are_never_charged_without_a_notice_between() -> None:
    anchor, late = _day("2026-01-31T09:00:00"), _day("2026-06-10T12:00:00")
    assert next_renewal(anchor, "1mo", 2, late) == late + NOTICE


@pytest.mark.parametrize(
    ("text", "period"), [("1mo", Period(months=1)), ("20s", Period(length=timedelta(seconds=20)))]
)
def test_reads_a_period(text: str, period: Period) -> None:
    assert read_period(text) == period


@pytest.mark.parametrize("text", ["", "0mo", "mo", "-1mo", "1 mo", "1.5mo", "100mo", "1m0"])
def test_refuses_what_is_no_period(text: str) -> None:
    with pytest.raises(ValueError, match="no length of time"):
        read_period(text)
