"""The clocks of a disputed order: what was left of each when they were stopped, and until when each would run on."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from config.shared.durations import in_words
from orders import deadlines
from orders.models import Dispute, OrderMilestone
from orders.queries.case import Case
from orders.queries.words import moment_words
from orders.states import WORKING, MilestoneStatus


@dataclass(frozen=True, slots=True)
class Frozen:
    """One clock that stands still. ``until``: when it would be over if it ran on now; None for one that stays still."""

    name: str
    left: timedelta
    until: datetime | None

    @property
    def words(self) -> str:
        """What was left when it was stopped."""
        return f"{in_words(self.left)} left" if self.left else "no time left"


@dataclass(frozen=True, slots=True)
class Resumed:
    """What the milestone and the order get when work goes on: columns of the milestone, and the next deadline."""

    changes: dict[str, Any]
    due_at: datetime


def resumed(milestone: OrderMilestone, dispute: Dispute, at: datetime) -> Resumed:
    """Each remaining time, at least 24 hours, runs on from ``at`` (product.md 5.2, row 13)."""
    until = deadlines.after_pause(dispute.left_s, at)
    changes: dict[str, Any] = {}
    if milestone.status == MilestoneStatus.DELIVERED:
        changes["deadline_at"] = until
    elif dispute.work_left_s is not None:
        changes["due_at"] = deadlines.after_pause(dispute.work_left_s, at)
    return Resumed(changes, until)


def frozen_clocks(case: Case) -> tuple[Frozen, ...]:
    """Every clock of the running milestone that the open dispute has stopped; none without one."""
    dispute, milestone = case.dispute, case.milestone
    if dispute is None or dispute.closed_at is not None:
        return ()
    runs_on, left = resumed(milestone, dispute, case.at), timedelta(seconds=dispute.left_s)
    if milestone.status in WORKING:
        work = timedelta(seconds=dispute.work_left_s or 0)
        return (
            Frozen("To deliver", work, runs_on.changes.get("due_at")),
            Frozen("Until a milestone without a delivery is refunded", left, runs_on.due_at),
        )
    again = Frozen("To deliver again, after a revision", milestone.left, None)
    answer = Frozen("To answer the delivery", left, runs_on.due_at)
    return (answer,) if milestone.revisions_left == 0 else (answer, again)


def _raised(clock: Frozen) -> str:
    """That less than a day becomes a day, where it does."""
    return ", but 24 hours at least" if clock.left < deadlines.LEAST_AFTER_A_PAUSE else ""


def running_again(case: Case) -> list[str]:
    """When each clock would be over if the dispute ended now, one sentence each."""
    return [
        f"{clock.name}: until {moment_words(clock.until)} ({clock.words}{_raised(clock)})."
        for clock in frozen_clocks(case)
        if clock.until is not None
    ]
