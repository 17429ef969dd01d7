"""What an act on a call does, in words: no money, no status and no clock of the order ever moves by it."""

from collections.abc import Callable, Mapping

from config.shared.components import MoneyPreview
from orders.call_states import CallStatus
from orders.models import Call
from orders.queries.call_facts import is_ahead
from orders.queries.case import Case
from orders.queries.words import both_times, counted
from orders.states import Act

NO_MONEY = "Calls cost nothing and move no deadline."


def _when(case: Case, call: Call) -> str:
    return f"{both_times(call.starts_at, case.other)}, {counted(call.minutes, 'minute')}"


def _propose(case: Case) -> MoneyPreview:
    return MoneyPreview(
        f"{case.other.label} is asked to accept the time, or to suggest another one. {NO_MONEY}"
    )


def _accept(case: Case) -> MoneyPreview:
    call = _call(case)
    sentence = f"You meet on {_when(case, call)}, at {call.host}. We remind both of you an hour before."
    if call.moves is not None and is_ahead(call.moves, case.at):
        sentence += f" It takes the place of the call on {both_times(call.moves.starts_at, case.other)}."
    return MoneyPreview(sentence)


def _decline(case: Case) -> MoneyPreview:
    call = _call(case)
    return MoneyPreview(
        f"The call on {_when(case, call)}, is not agreed, and {case.other.label} is told.{_stands(case)}"
    )


def _withdraw(case: Case) -> MoneyPreview:
    call = _call(case)
    return MoneyPreview(
        f"You take back the call on {_when(case, call)}, and {case.other.label} is told.{_stands(case)}"
    )


def _move(case: Case) -> MoneyPreview:
    call, other = _call(case), case.other.label
    now = both_times(call.starts_at, case.other)
    if call.status == CallStatus.ACCEPTED:
        return MoneyPreview(
            f"{other} is asked. The call on {now} stands until {other} accepts the new time. {NO_MONEY}"
        )
    return MoneyPreview(f"{other} is asked. The time proposed before, {now}, no longer counts. {NO_MONEY}")


def _cancel(case: Case) -> MoneyPreview:
    call = _call(case)
    return MoneyPreview(
        f"The call {_when(case, call)} is off. {case.other.label} is told why, and so is every calendar it stands in."
        f" If another time was suggested for it, that is off too. {NO_MONEY}"
    )


def _stands(case: Case) -> str:
    """A suggestion to move an agreed call that comes to nothing leaves that call alone."""
    moves = _call(case).moves
    if moves is None or not is_ahead(moves, case.at):
        return ""
    return f" The call on {both_times(moves.starts_at, case.other)} stands."


def _call(case: Case) -> Call:
    if case.call is None:
        message = "the page of an act on a call names the call"
        raise RuntimeError(message)
    return case.call


CALL_PREVIEWS: Mapping[Act, Callable[[Case], MoneyPreview]] = {
    Act.PROPOSE_CALL: _propose,
    Act.ACCEPT_CALL: _accept,
    Act.DECLINE_CALL: _decline,
    Act.WITHDRAW_CALL: _withdraw,
    Act.MOVE_CALL: _move,
    Act.CANCEL_CALL: _cancel,
}
