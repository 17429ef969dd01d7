"""When to remind: arithmetic alone (product.md 2)."""

from datetime import UTC, datetime, timedelta

import pytest

from orders.reminders import next_of, reminders, reminders_of, work_reminders
from orders.states import MilestoneStatus, OrderStatus

START = datetime(2026, 3, 2, 10, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WINDOWS = {"VERY_LATE_AFTER": 24 * 3600, "ABANDONED_AFTER": 30 * 24 * 3600}


def left(whole: timedelta) -> list[timedelta]:
    return [START + whole - moment for moment in reminders(START, START + whole)]


def test_eight_days_are_reminded_of_at_half_at_two_days_left_and_at_six_hours_left() -> None:
    assert left(8 * DAY) == [4 * DAY, 2 * DAY, 6 * HOUR]


def test_three_days_have_room_for_all_of_them_in_their_own_order() -> None:
    assert left(3 * DAY) == [2 * DAY, 36 * HOUR, 6 * HOUR]


@pytest.mark.parametrize(
    ("whole", "lefts"),
    [
        (2 * DAY, [DAY, 6 * HOUR]),
        (24 * HOUR, [12 * HOUR, 6 * HOUR]),
        (12 * HOUR, [6 * HOUR]),
        (6 * HOUR, [3 * HOUR]),
        (timedelta(seconds=20), [timedelta(seconds=10)]),
        (timedelta(0), []),
        (-DAY, []),
    ],
)
def test_a_shorter_time_leaves_out_what_it_has_no_room_for(whole: timedelta, lefts: list[timedelta]) -> None:
    assert left(whole) == lefts


def test_work_is_reminded_of_before_it_is_due_when_it_is_late_and_before_it_is_refunded() -> None:
    due = START + 5 * DAY
    assert work_reminders(WINDOWS, START, due, due + 30 * DAY) == [
        due - DAY,
        due,
        due + DAY,
        due + 28 * DAY,
        due + 30 * DAY - 6 * HOUR,
    ]


def test_work_of_one_day_is_reminded_of_six_hours_before() -> None:
    assert work_reminders(WINDOWS, START, START + DAY, START + 31 * DAY)[0] == START + 18 * HOUR


def test_what_lies_before_the_time_begins_is_never_planned() -> None:
    due = START - 2 * DAY
    assert work_reminders(WINDOWS, START, due, START + DAY) == [START + 18 * HOUR]


@pytest.mark.parametrize("milestone", MilestoneStatus)
def test_nobody_is_reminded_in_a_dispute_or_without_a_deadline(milestone: MilestoneStatus) -> None:
    assert reminders_of((OrderStatus.DISPUTED, milestone), WINDOWS, START, START + DAY, START + DAY) == []
    assert reminders_of((OrderStatus.ACTIVE, milestone), WINDOWS, START, None, START + DAY) == []


def test_the_next_one_is_strictly_later() -> None:
    assert next_of([START, START + HOUR], START) == START + HOUR
    assert next_of([START], START) is None
