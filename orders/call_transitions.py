"""The only writer of the status of a call. Its order's lock is the caller's; these guards hold without it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from config.shared.errors import Forbidden, Refusal
from config.shared.rows import change_rows
from config.shared.transition import guarded_update
from orders.call_states import OPEN_CALLS, CallStatus, Step, fits, step_for
from orders.meetings import OVER, includes_calls, reminder_of
from orders.models import Call, OrderMilestone
from orders.standing import Standing
from orders.states import ENDED, Act, Role


class CallMovedOn(Refusal):
    """The call was answered, taken back or moved meanwhile."""

    default_message = "This call was answered or taken back meanwhile. Here is how it stands now."


class NotYourCall(Forbidden):
    """The act exists, but the other side does it."""


def allowed_step(call: Call, act: Act, role: Role) -> Step:
    """The table's row. Raises CallMovedOn when there is none here, NotYourCall when the other side does it."""
    step = step_for(call.status, act)
    if step is None:
        raise CallMovedOn
    if not fits(step.who, proposed_it=call.proposer_role == role):
        raise NotYourCall
    return step


def take_step(call: Call, act: Act, role: Role, at: datetime, **changes: Any) -> None:
    """Move a call by an act, once. Raises CallMovedOn, NotYourCall, Stale."""
    step = allowed_step(call, act, role)
    due = {"remind_at": reminder_of(call.starts_at, at) if step.to == CallStatus.ACCEPTED else None}
    _write(call, step.to, at, **{**due, **changes})


def give_way(call: Call, at: datetime) -> None:
    """The other side took the new time: the agreed call ends as moved. Raises Stale."""
    _write(call, CallStatus.REPLACED, at, remind_at=None)


def _write(call: Call, status: CallStatus, at: datetime, **changes: Any) -> None:
    guarded_update(call, expect={"status": call.status}, status=status, changed_at=at, **changes)


def drop_moves_of(call: Call, at: datetime) -> None:
    """Another time that was suggested for a call goes with it."""
    change_rows(
        Call,
        {"moves_id": call.pk, "status": CallStatus.PROPOSED},
        {"status": CallStatus.CANCELLED, "changed_at": at},
    )


def end_calls(
    standing: Standing, at: datetime, *, dropped: Iterable[OrderMilestone] = ()
) -> list[dict[str, Any]]:
    """Cancel what is still to come of milestones that an act has just ended; says which, for the event.

    ``dropped``: milestones that it took off the rail. Asks nothing of the database unless one of them includes
    calls. A call that has begun is left alone.
    """
    over = [m.pk for m in (*_just_over(standing), *dropped) if includes_calls(standing.order, m)]
    ahead = Call.objects.filter(milestone__in=over, status__in=OPEN_CALLS, starts_at__gt=at) if over else ()
    ended = [(call, call.status == CallStatus.ACCEPTED) for call in ahead]
    for call, agreed in ended:
        _write(call, CallStatus.CANCELLED, at, remind_at=None, sequence=call.sequence + agreed)
    return [
        {"call": str(call.pk), "starts_at": call.starts_at.isoformat(), "agreed": agreed}
        for call, agreed in ended
    ]


def _just_over(standing: Standing) -> Iterable[OrderMilestone]:
    order = standing.order
    looked_at = standing.milestones if order.status in ENDED else standing.milestones[: order.current]
    return (m for m in looked_at if m.status in OVER)
