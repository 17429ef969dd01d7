"""A call that does not take place: declined, withdrawn, or called off after it was agreed."""

from uuid import UUID

from config.shared.commands import Click
from config.shared.errors import Invalid
from orders.call_states import CallStatus
from orders.call_transitions import drop_moves_of, take_step
from orders.meetings import NOTE_MAX
from orders.models import Order
from orders.operations.acting import carry_out
from orders.operations.calling import CallHasPassed, call_of, tell_call
from orders.standing import Actor, Standing
from orders.states import Act
from orders.transitions import allowed


def decline_call(*, order_id: UUID, call_id: UUID, word: str, click: Click) -> Order:
    """The other side says no, with a word if it likes; an agreed call that was to be moved stands.

    Raises Invalid beside ``word``, CallMovedOn, NotYourCall, TooLate, NotInThisState.
    """
    return _leave(order_id, call_id, Act.DECLINE_CALL, _short(word), click)


def withdraw_call(*, order_id: UUID, call_id: UUID, click: Click) -> Order:
    """Whoever proposed it takes it back; an agreed call that was to be moved stands.

    Raises CallMovedOn, NotYourCall, TooLate, NotInThisState.
    """
    return _leave(order_id, call_id, Act.WITHDRAW_CALL, "", click)


def cancel_call(*, order_id: UUID, call_id: UUID, word: str, click: Click) -> Order:
    """Either side calls an agreed call off and says why; another time that was suggested for it goes with it.

    Raises Invalid beside ``word``, CallHasPassed, CallMovedOn, TooLate, NotInThisState.
    """
    if not word.strip():
        raise Invalid("Say why in a few words: the other side has planned for it.", field="word")
    return _leave(order_id, call_id, Act.CANCEL_CALL, _short(word), click)


def _leave(order_id: UUID, call_id: UUID, act: Act, word: str, click: Click) -> Order:
    def do(standing: Standing, actor: Actor) -> None:
        allowed(standing, act, actor.role)
        call = call_of(standing, call_id)
        changes = {"sequence": call.sequence + 1} if act == Act.CANCEL_CALL else {}
        if act == Act.CANCEL_CALL and call.starts_at <= click.at and call.status == CallStatus.ACCEPTED:
            raise CallHasPassed("This call has begun already.")
        take_step(call, act, actor.role, click.at, word=word, **changes)
        if act == Act.CANCEL_CALL:
            drop_moves_of(call, click.at)
        tell_call(standing, call, act, actor, click.at, text=word)

    return carry_out(order_id, click, act.value, do, loose=True)


def _short(word: str) -> str:
    if len(word) > NOTE_MAX:
        raise Invalid(f"Keep it within {NOTE_MAX} characters.", field="word")
    return word.strip()
