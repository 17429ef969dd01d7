"""Calls of a milestone that includes Zoom: one side proposes a time and a meeting link (product.md 5.4).

Calls move no money, no status of the order and no clock, so an older page may act on them; what guards them is
their own small table (``orders.call_states``).
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from config.shared.commands import Click
from config.shared.errors import Invalid, Refusal
from orders.call_states import OPEN_CALLS, CallStatus
from orders.call_transitions import allowed_step, take_step
from orders.meetings import may_have_calls
from orders.models import Call, Order, OrderMilestone
from orders.operations.acting import carry_out
from orders.operations.meeting import Meeting, checked, room_for
from orders.operations.telling import tell
from orders.queries.call_facts import is_ahead
from orders.standing import Actor, Standing
from orders.states import Act
from orders.transitions import allowed, note


class NoCalls(Refusal):
    """The milestone includes none, or is over."""

    default_message = "This milestone includes no calls, or it is over."


class SuggestedAlready(Refusal):
    """One suggestion for a call at a time."""

    default_message = (
        "Another time is suggested for this call already. Answer that one, or take it back first."
    )


class CallHasPassed(Refusal):
    """What should have begun cannot be agreed or moved any more."""

    default_message = "The time of this call has passed. Propose another one."


def propose_call(*, order_id: UUID, milestone_id: UUID, meeting: Meeting, click: Click) -> Order:
    """One side proposes a call; the other is asked.

    Raises Invalid beside ``when``, ``minutes``, ``link`` or ``note``, NoCalls, TooLate, NotInThisState.
    """
    meeting = checked(meeting, click.at)

    def do(standing: Standing, actor: Actor) -> None:
        allowed(standing, Act.PROPOSE_CALL, actor.role)
        milestone = _milestone(standing, milestone_id)
        room_for(milestone, click.at)
        call = _propose(standing, milestone, actor, meeting, click.at)
        tell_call(standing, call, Act.PROPOSE_CALL, actor, click.at, text=meeting.note)

    return carry_out(order_id, click, "propose_call", do, loose=True)


def move_call(*, order_id: UUID, call_id: UUID, meeting: Meeting, click: Click) -> Order:
    """Either side suggests another time, length or link.

    A call that was only proposed gives way at once. One that is agreed stands, with its reminder and in both calendars,
    until the other side takes the new time: nobody loses an appointment to a question without an answer.
    Raises Invalid as ``propose_call`` does, CallHasPassed, CallMovedOn, SuggestedAlready, NoCalls, TooLate,
    NotInThisState.
    """
    meeting = checked(meeting, click.at)

    def do(standing: Standing, actor: Actor) -> None:
        allowed(standing, Act.MOVE_CALL, actor.role)
        old = call_of(standing, call_id)
        milestone = _milestone(standing, old.milestone_id)
        if old.status in OPEN_CALLS and not is_ahead(old, click.at):
            raise CallHasPassed
        agreed = allowed_step(old, Act.MOVE_CALL, actor.role).waits
        if agreed and Call.objects.filter(moves=old, status=CallStatus.PROPOSED).exists():
            raise SuggestedAlready
        if not agreed:
            take_step(old, Act.MOVE_CALL, actor.role, click.at)
        moves = old.pk if agreed else old.moves_id
        call = _propose(standing, milestone, actor, meeting, click.at, moves_id=moves)
        before = {"before": old.starts_at.isoformat(), "agreed": agreed}
        tell_call(standing, call, Act.MOVE_CALL, actor, click.at, text=meeting.note, **before)

    return carry_out(order_id, click, "move_call", do, loose=True)


def call_of(standing: Standing, call_id: UUID) -> Call:
    """The call as it stands under the order's lock. Raises Call.DoesNotExist for one of another order."""
    return Call.objects.select_related("milestone", "moves").get(pk=call_id, order_id=standing.order.pk)


def tell_call(
    standing: Standing, call: Call, act: Act, actor: Actor, at: datetime, *, text: str = "", **data: Any
) -> None:
    """Append the event of an act on a call, and let the other side know."""
    facts = {
        "call": str(call.pk),
        "name": call.milestone.name,
        "starts_at": call.starts_at.isoformat(),
        "minutes": call.minutes,
        "text": text,
        **data,
    }
    tell(note(standing, act, actor, at, facts))


def _milestone(standing: Standing, milestone_id: UUID) -> OrderMilestone:
    found = next((m for m in standing.milestones if m.pk == milestone_id), None)
    if found is None or not may_have_calls(standing.order, found):
        raise NoCalls
    return found


def _propose(
    standing: Standing,
    milestone: OrderMilestone,
    actor: Actor,
    meeting: Meeting,
    at: datetime,
    *,
    moves_id: UUID | None = None,
) -> Call:
    same = Call.objects.filter(milestone=milestone, starts_at=meeting.starts_at, status__in=OPEN_CALLS)
    if any(pk != moves_id for pk in same.values_list("pk", flat=True)):
        raise Invalid("There is a call at this time already. Choose another time.", field="when")
    return Call.objects.create(
        order=standing.order,
        milestone=milestone,
        proposer_role=actor.role,
        starts_at=meeting.starts_at,
        minutes=meeting.minutes,
        link=meeting.link,
        note=meeting.note,
        proposed_at=at,
        changed_at=at,
        moves_id=moves_id,
    )
