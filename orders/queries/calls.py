"""The calls of an order as one party sees them, in one statement."""

from dataclasses import dataclass, replace

from django.urls import reverse

from orders.call_states import CallStatus
from orders.meetings import includes_calls
from orders.models import Call, OrderMilestone
from orders.queries.actions import DANGER, PLAIN, PRIMARY, Action, can
from orders.queries.call_facts import is_ahead, open_for_calls
from orders.queries.case import Case
from orders.queries.words import both_times, counted
from orders.states import Act, OrderStatus, move_for

SHOWN_MAX = 60
PAGES: dict[Act, tuple[str, str]] = {
    Act.ACCEPT_CALL: ("order_call_accept", PRIMARY),
    Act.MOVE_CALL: ("order_call_move", PLAIN),
    Act.DECLINE_CALL: ("order_call_decline", DANGER),
    Act.WITHDRAW_CALL: ("order_call_withdraw", DANGER),
    Act.CANCEL_CALL: ("order_call_cancel", DANGER),
}
MARKS: dict[str, str] = {CallStatus.PROPOSED: "awaiting_payment", CallStatus.ACCEPTED: "accepted"}
"""The mark of the milestone state that looks the same."""
OVER: dict[str, str] = {
    CallStatus.ACCEPTED: "Over",
    CallStatus.PROPOSED: "Not answered",
    CallStatus.WITHDRAWN: "Taken back",
}
"""What a call is called once its time has passed."""


@dataclass(frozen=True, slots=True)
class CallLine:
    """One call. ``when``: on both clocks; ``state``: in a word, with its ``mark``; ``text``: what is asked of whom."""

    call: Call
    milestone: OrderMilestone
    when: str
    length: str
    state: str
    mark: str
    text: str
    ahead: bool
    actions: tuple[Action, ...]

    @property
    def agreed(self) -> bool:
        """So that there is a calendar file of it."""
        return self.call.status == CallStatus.ACCEPTED


@dataclass(frozen=True, slots=True)
class Calls:
    """``ahead``: open and not over, the next first; ``past``: everything else, the newest first.

    ``possible``: a milestone is left that may have one.
    """

    ahead: tuple[CallLine, ...]
    past: tuple[CallLine, ...]
    propose_url: str
    possible: bool


def calls_of(case: Case) -> Calls | None:
    """What the section "Calls" shows; None before anything is paid, and where none was and none can be."""
    order = case.order
    with_calls = any(includes_calls(order, m) for m in case.standing.milestones)
    if not with_calls or order.status == OrderStatus.AWAITING_PAYMENT:
        return None
    rows = Call.objects.filter(order_id=order.pk).select_related("milestone", "moves").order_by("-starts_at")
    lines = [_line(replace(case, call=call), call) for call in rows[:SHOWN_MAX]]
    ahead = tuple(line for line in reversed(lines) if line.ahead)
    past, possible = tuple(line for line in lines if not line.ahead), bool(open_for_calls(case))
    if not (lines or possible):
        return None
    return Calls(ahead, past, _propose_url(case) if possible else "", possible)


def _propose_url(case: Case) -> str:
    if case.overdue or move_for(case.standing.state, Act.PROPOSE_CALL) is None:
        return ""
    return reverse("orders:order_call_new", args=[case.order.number])


def _line(case: Case, call: Call) -> CallLine:
    ahead = is_ahead(call, case.at)
    return CallLine(
        call=call,
        milestone=call.milestone,
        when=both_times(call.starts_at, case.other),
        length=counted(call.minutes, "minute"),
        state=CallStatus(call.status).label
        if ahead
        else OVER.get(call.status, CallStatus(call.status).label),
        mark=MARKS.get(call.status, "dropped") if ahead else "dropped",
        text=_text(case, call) if ahead else "",
        ahead=ahead,
        actions=tuple(_action(case, act) for act in PAGES if can(case, act)),
    )


def _text(case: Case, call: Call) -> str:
    """What is asked, and of whom; nothing for an agreed call."""
    if call.status == CallStatus.ACCEPTED:
        return ""
    mine = call.proposer_role == case.role
    moves = call.moves
    instead = moves is not None and is_ahead(moves, case.at)
    stands = f" Until then {both_times(moves.starts_at, case.other)} stands." if moves and instead else ""
    if mine:
        return f"You proposed this. {case.other.label} has not answered yet.{stands}"
    return f"{case.other.label} proposes this. Accept it, or suggest another time.{stands}"


def _action(case: Case, act: Act) -> Action:
    (name, kind), move = PAGES[act], move_for(case.standing.state, act)
    url = reverse(f"orders:{name}", args=[case.order.number, case.call.pk if case.call else ""])
    return Action(act, move.label if move else "", url, kind, dialog=True)
