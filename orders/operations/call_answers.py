"""The answer that makes a proposed call an agreed one."""

from uuid import UUID

from config.shared.commands import Click
from orders.call_states import CallStatus
from orders.call_transitions import give_way, take_step
from orders.models import Call, Order
from orders.operations.acting import carry_out
from orders.operations.calling import CallHasPassed, call_of, tell_call
from orders.standing import Actor, Standing
from orders.states import Act
from orders.transitions import allowed


def accept_call(*, order_id: UUID, call_id: UUID, click: Click) -> Order:
    """The other side takes the time; it stands in both calendars, and both are reminded an hour before.

    If the call was to move an agreed one that has not begun, it takes its place, under the same entry of the calendar.
    Raises CallHasPassed, CallMovedOn, NotYourCall, TooLate, NotInThisState.
    """

    def do(standing: Standing, actor: Actor) -> None:
        allowed(standing, Act.ACCEPT_CALL, actor.role)
        call = call_of(standing, call_id)
        old = call.moves if call.moves_id and _still_stands(call.moves, click) else None
        changes = {"uid": old.uid, "sequence": old.sequence + 1} if old else {}
        if call.starts_at <= click.at and call.status == CallStatus.PROPOSED:
            raise CallHasPassed
        if old is not None:
            give_way(old, click.at)
        take_step(call, Act.ACCEPT_CALL, actor.role, click.at, **changes)
        before = {"before": old.starts_at.isoformat()} if old else {}
        tell_call(standing, call, Act.ACCEPT_CALL, actor, click.at, **before)

    return carry_out(order_id, click, "accept_call", do, loose=True)


def _still_stands(call: Call | None, click: Click) -> bool:
    return call is not None and call.status == CallStatus.ACCEPTED and call.starts_at > click.at
