"""What the facts of the moment let a reader do with a call."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from orders.call_states import OPEN_CALLS, CallStatus, fits, step_for
from orders.meetings import may_have_calls
from orders.models import Call, OrderMilestone
from orders.queries.case import Case
from orders.states import Act


def is_ahead(call: Call, at: datetime) -> bool:
    """Open, and not over: a proposal until it should have begun, an agreed call until its end."""
    if call.status not in OPEN_CALLS:
        return False
    return at < (call.ends_at if call.status == CallStatus.ACCEPTED else call.starts_at)


def may_step(case: Case, act: Act) -> bool:
    """Whether the reader may do this to the call of the case, by the calls' own table and by the clock."""
    call = case.call
    step = step_for(call.status, act) if call is not None else None
    if call is None or step is None or not fits(step.who, proposed_it=call.proposer_role == case.role):
        return False
    if not is_ahead(call, case.at):
        return False
    if act == Act.MOVE_CALL:
        return any(m.pk == call.milestone_id for m in open_for_calls(case))
    return act not in {Act.ACCEPT_CALL, Act.CANCEL_CALL} or case.at < call.starts_at


def open_for_calls(case: Case) -> list[OrderMilestone]:
    """The milestones for which a call can be proposed now, the current one first."""
    found = [m for m in case.standing.milestones if may_have_calls(case.order, m)]
    return sorted(found, key=lambda m: (m.position != case.order.current, m.position))


def calls_ahead(order_id: OuterRef, at: datetime) -> Exists:
    """Whether an order has calls that its end would cancel; to be asked beside its other columns."""
    return Exists(Call.objects.filter(order_id=order_id, status__in=OPEN_CALLS, starts_at__gt=at))
