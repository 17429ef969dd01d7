"""The open amendment of a locked order: found, closed without effect, let lapse."""

from datetime import datetime
from typing import Any
from uuid import UUID

from config.shared.errors import Refusal, Stale
from config.shared.transition import guarded_update
from orders.amending import Changes
from orders.amending.changes import rail_as_json
from orders.amending.plan import Plan, plan_of
from orders.models import Amendment
from orders.operations.charging import PaymentInProcess, charge_is_open
from orders.operations.telling import tell
from orders.payments import intents
from orders.payments.models import Purpose
from orders.queries.subjects import AMENDMENT
from orders.standing import SYSTEM, Standing
from orders.states import Act
from orders.transitions import note


class AmendmentLapsed(Refusal):
    """The time for it was over; the click let it lapse just as the clock would have."""

    default_message = "The time for this proposal was over, so it lapsed. The terms stay as they were."


def asked_of(standing: Standing, amendment_id: UUID) -> Amendment:
    """The open amendment that the page showed. Raises Stale when it is another one, or none."""
    amendment = standing.amendment
    if amendment is None or amendment.pk != amendment_id:
        raise Stale
    return amendment


def plan_of_amendment(standing: Standing, amendment: Amendment, at: datetime) -> Plan:
    """What it would lead to now."""
    return plan_of(standing, Changes.from_json(amendment.changes), at)


def facts_of(amendment: Amendment, plan: Plan) -> dict[str, Any]:
    """What the history keeps of it: the rail before and after, and the money (minor units)."""
    return {
        "amendment": str(amendment.pk),
        "by": amendment.role,
        "before": rail_as_json(plan.before),
        "after": rail_as_json(plan.after),
        "at": plan.after[0].order.current if plan.after else 1,
        "charge": plan.charge_minor,
        "refund": plan.refund_minor,
    }


def not_while_it_is_paid(standing: Standing) -> None:
    """Between two milestones: what is being charged at this moment keeps its terms. Raises PaymentInProcess."""
    if charge_is_open(standing):
        raise PaymentInProcess


def difference_is_open(amendment: Amendment) -> bool:
    """The charge of its difference is not known yet, or known and about to take effect."""
    subject: dict[str, Any] = {"subject_kind": AMENDMENT, "subject_id": amendment.pk}
    if amendment.agreed_at is None:
        return False
    paid = intents.paid_intent(**subject, purpose=Purpose.AMENDMENT)
    return intents.in_flight(**subject, lock=True) or paid is not None


def shut(standing: Standing, outcome: Amendment.Outcome, at: datetime) -> None:
    """Close the open amendment without effect; harmless when there is none.

    Nothing more is charged for it, and a success that still arrives is refunded with its fee.
    """
    amendment = standing.amendment
    if amendment is None:
        return
    closed = {"closed_at": at, "outcome": outcome, "due_at": None, "sweep_after": None}
    guarded_update(amendment, expect={"closed_at": None}, **closed)
    if amendment.agreed_at is not None:
        intents.close_intent(
            subject_kind=AMENDMENT, subject_id=amendment.pk, purpose=Purpose.AMENDMENT, at=at
        )
    standing.amendment = None


def lapse_if_due(standing: Standing, at: datetime) -> bool:
    """Let the open amendment lapse if its time is over; True when it did.

    A charge whose outcome is not known yet holds that off, as it does for an order.
    """
    amendment = standing.amendment
    if amendment is None or amendment.due_at is None or at < amendment.due_at:
        return False
    if difference_is_open(amendment):
        return False
    data = {"amendment": str(amendment.pk), "by": amendment.role, "agreed": amendment.agreed_at is not None}
    shut(standing, Amendment.Outcome.LAPSED, at)
    tell(note(standing, Act.LAPSE_AMENDMENT, SYSTEM, at, data))
    return True
