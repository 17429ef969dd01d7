"""When to remind of what an order waits for, by arithmetic alone: planned wherever its deadline is (product.md 2)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from orders import deadlines
from orders.states import WORKING, OrderStatus, State

BEFORE_DEADLINE = (timedelta(days=2), timedelta(hours=6))
"""So long before its end a time to answer is reminded of, besides at its half (product.md 2)."""
BEFORE_WORK_IS_DUE = (timedelta(days=1), timedelta(hours=6))
"""The longer one is enough, where there is so much time."""


def reminders(begins_at: datetime, due_at: datetime) -> list[datetime]:
    """When to remind of a time to answer: at its half, at 2 days left, at 6 hours left.

    What a shorter time has no room for is left out.
    """
    whole = due_at - begins_at
    lefts = {whole / 2, *BEFORE_DEADLINE}
    return sorted(due_at - left for left in lefts if left < whole)


def work_reminders(
    windows: deadlines.Windows, begins_at: datetime, due_at: datetime, refunded_at: datetime
) -> list[datetime]:
    """When to remind of work: before it is due, when it is late, when it is very late, and before it is refunded."""
    soon = [due_at - left for left in BEFORE_WORK_IS_DUE if due_at - left > begins_at][:1]
    end = [refunded_at - left for left in BEFORE_DEADLINE]
    moments = {*soon, due_at, deadlines.very_late_at(windows, due_at), *end}
    return sorted(one for one in moments if begins_at < one < refunded_at)


def reminders_of(
    state: State,
    windows: deadlines.Windows,
    begins_at: datetime,
    due_at: datetime | None,
    work_due_at: datetime | None,
) -> list[datetime]:
    """When somebody is reminded of what an order in this state waits for; never in a dispute and after the end.

    ``begins_at``: when the present time to wait began. ``due_at``: the order's; ``work_due_at``: the milestone's.
    """
    if due_at is None or state[0] == OrderStatus.DISPUTED:
        return []
    if state[0] == OrderStatus.ACTIVE and state[1] in WORKING and work_due_at is not None:
        return work_reminders(windows, begins_at, work_due_at, due_at)
    return reminders(begins_at, due_at)


def next_of(moments: Sequence[datetime], after: datetime) -> datetime | None:
    """The first of them that is still to come."""
    return next((moment for moment in moments if moment > after), None)
