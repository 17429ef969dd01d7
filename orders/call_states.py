"""The life of a call: one more table, on one screen (product.md 5.4, "calls").

A call is proposed by one side and accepted by the other. When calls can be talked about at all stands in the
order's own table (``orders.states``), under the same acts.
"""

from dataclasses import dataclass

from django.db.models import TextChoices

from orders.states import Act


class CallStatus(TextChoices):
    """Where a call stands."""

    PROPOSED = "proposed", "Proposed"
    ACCEPTED = "accepted", "Agreed"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"
    CANCELLED = "cancelled", "Cancelled"
    REPLACED = "replaced", "Moved"


class Who(TextChoices):
    """Who may do it: seen from whoever proposed the call."""

    PROPOSER = "proposer", "Whoever proposed it"
    OTHER = "other", "The other side"
    EITHER = "either", "Both sides"


@dataclass(frozen=True, slots=True)
class Step:
    """One row: who, and where the call goes. ``waits``: only once the other side takes the new time."""

    who: Who
    to: CallStatus
    waits: bool = False


CALLS: dict[tuple[CallStatus, Act], Step] = {
    (CallStatus.PROPOSED, Act.ACCEPT_CALL): Step(Who.OTHER, CallStatus.ACCEPTED),
    (CallStatus.PROPOSED, Act.DECLINE_CALL): Step(Who.OTHER, CallStatus.DECLINED),
    (CallStatus.PROPOSED, Act.WITHDRAW_CALL): Step(Who.PROPOSER, CallStatus.WITHDRAWN),
    # nothing was agreed yet: another time takes the place of the first at once
    (CallStatus.PROPOSED, Act.MOVE_CALL): Step(Who.EITHER, CallStatus.REPLACED),
    # agreed: the time stands, with its reminder, until the other side takes the new one
    (CallStatus.ACCEPTED, Act.MOVE_CALL): Step(Who.EITHER, CallStatus.REPLACED, waits=True),
    (CallStatus.ACCEPTED, Act.CANCEL_CALL): Step(Who.EITHER, CallStatus.CANCELLED),
}
OPEN_CALLS = frozenset({CallStatus.PROPOSED, CallStatus.ACCEPTED})
LENGTHS = (15, 30, 45, 60, 90)
"""How long a call may be, in minutes."""


def step_for(status: str, act: Act) -> Step | None:
    """The row of the table, None when the act does not exist there."""
    return CALLS.get((CallStatus(status), act))


def fits(who: Who, *, proposed_it: bool) -> bool:
    """Whether the side that proposed the call, or the other one, is meant."""
    return who == Who.EITHER or (who == Who.PROPOSER) == proposed_it
