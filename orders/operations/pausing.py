"""While a cancellation request is open the order's clock stands; afterwards it runs on (product.md 5.2, row 11)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from config.shared.transition import guarded_update
from orders import deadlines
from orders.models import CancellationRequest
from orders.operations.asks import close_asks, open_request
from orders.standing import Standing
from orders.states import MilestoneStatus


@dataclass(frozen=True, slots=True)
class Clock:
    """``deadline``: when the time to act is over, as things stand. ``due_at``: when the clock acts next."""

    deadline: datetime
    due_at: datetime

    def columns(self, milestone_status: str) -> dict[str, Any]:
        """Of the current milestone: only a delivery has a deadline of its own."""
        return {"deadline_at": self.deadline} if milestone_status == MilestoneStatus.DELIVERED else {}


def set_clock(standing: Standing, left: timedelta, at: datetime) -> Clock:
    """Let the order's clock have so much left: from now, or from the answer while a request holds it off.

    Whoever gives an order a new deadline while work is paid asks here (a delivery, a revision, more time, an
    amendment), so that nobody loses time by the pause: what they were given runs in full after it. ``deadline`` is then
    what holds if the request is never answered; an earlier answer brings it forward, and never below what was left.
    """
    request = open_request(standing)
    if request is None:
        return Clock(at + left, at + left)
    guarded_update(request, expect={"closed_at": None}, left_s=int(left.total_seconds()))
    return paused(request)


def paused(request: CancellationRequest) -> Clock:
    """The clock of an order while this request is open."""
    return Clock(deadlines.after_pause(request.left_s, request.answer_by), request.answer_by)


def run_on(request: CancellationRequest, at: datetime) -> Clock:
    """The clock after the request was answered, withdrawn or lapsed: the time that was left, at least 24 hours."""
    until = deadlines.after_pause(request.left_s, at)
    return Clock(until, until)


def set_aside(standing: Standing, at: datetime) -> Clock | None:
    """Void the open request, because the terms that it was about have changed; the clock that runs on then.

    None when none was open. The caller writes the clock (``columns`` and ``due_at``) with its own act.
    """
    request = open_request(standing)
    if request is None:
        return None
    close_asks(standing, at)
    return run_on(request, at)


def begins(standing: Standing, at: datetime) -> datetime:
    """From when the order's clock runs: now, or from the last moment of the answer while a request holds it off."""
    request = open_request(standing)
    return request.answer_by if request else at
