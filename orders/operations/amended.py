"""An agreed amendment takes effect: terms, dates and money together, once (product.md 5.2, row 14)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from config.shared.transition import guarded_update
from orders.amending.plan import Plan, paid_one
from orders.ledger import stories
from orders.ledger.postings import post
from orders.models import Amendment, Event
from orders.operations.amendments import facts_of, plan_of_amendment
from orders.operations.charging import close_charge
from orders.operations.pausing import set_aside
from orders.operations.refunding import send_back
from orders.operations.telling import tell
from orders.payments.facts import PursuitResult
from orders.payments.models import AttemptStatus
from orders.standing import SYSTEM, Standing
from orders.states import WORKING
from orders.transitions import amend, note


def put_in_force(standing: Standing, plan: Plan, at: datetime, *, attempt_id: UUID | None = None) -> None:
    """Write an agreed amendment's plan on the locked order. ``attempt_id``: the charge that paid its difference.

    What makes the paid milestone cheaper goes back with its fee. A request to cancel was about other terms, so it is
    set aside. Raises NotInThisState, Stale.
    """
    amendment = standing.amendment
    if amendment is None:
        message = "an amendment that is not open cannot take effect"
        raise RuntimeError(message)
    facts, milestone = facts_of(amendment, plan), standing.milestone
    if plan.recalls:
        close_charge(milestone.pk, at=at)
    _close(standing, amendment, plan, at)
    due_at, clock = _clock(standing, plan, at)
    event = amend(
        standing, plan, at, data={**facts, "paid": attempt_id is not None}, due_at=due_at, clock=clock
    )
    if paid_one(standing) is not None:
        _move_money(standing, plan, event, amendment_id=amendment.pk, attempt_id=attempt_id)
    if attempt_id is not None:
        tell(event)  # else the yes that put it in force tells it


def _close(standing: Standing, amendment: Amendment, plan: Plan, at: datetime) -> None:
    changes = {
        "in_force_at": at,
        "closed_at": at,
        "outcome": Amendment.Outcome.IN_FORCE,
        "due_at": None,
        "sweep_after": None,
        "payment_trouble": "",
        "difference_minor": plan.difference_minor,
        "fee_minor": plan.fee_minor,
    }
    guarded_update(amendment, expect={"closed_at": None}, **changes)
    standing.amendment = None


def _clock(standing: Standing, plan: Plan, at: datetime) -> tuple[datetime | None, Mapping[str, Any]]:
    """When the clock acts next. Time that a request to cancel held off runs on, and more days come on top of it."""
    milestone, held_off = standing.milestone, set_aside(standing, at)
    if held_off is None or plan.reopens:
        return plan.due_at, {}
    works = milestone.status in WORKING and milestone.due_at is not None  # else it waits for the requirements
    more = timedelta(days=plan.running["days"] - milestone.days if works else 0)
    return held_off.due_at + more, held_off.columns(milestone.status)


def _move_money(
    standing: Standing, plan: Plan, event: Event, *, amendment_id: UUID, attempt_id: UUID | None
) -> None:
    milestone, at = standing.milestone, event.at
    if plan.charge_minor and attempt_id is not None:
        amounts = {"amount_minor": plan.difference_minor, "fee_minor": plan.fee_minor}
        post(stories.charged(milestone_id=milestone.pk, event=attempt_id, **amounts), at=at)
    elif plan.refund_minor:
        story = stories.lowered(
            milestone_id=milestone.pk,
            amendment_id=amendment_id,
            amount_minor=-plan.difference_minor,
            fee_minor=-plan.fee_minor,
            refunds=send_back(milestone, plan.refund_minor, at),
            event=event.uid,
        )
        post(story, at=at)


def take_difference(standing: Standing, result: PursuitResult, at: datetime) -> bool:
    """The difference of the open amendment came in: it takes effect. False when the money has to go back.

    That is so when the amendment was closed meanwhile, or when the charge is not what the terms now ask for.
    """
    amendment = _waiting_for(standing, result)
    if amendment is None or result.surplus:
        return False
    plan = plan_of_amendment(standing, amendment, at)
    if plan.charge_minor != result.amount_minor:
        return False
    put_in_force(standing, plan, at, attempt_id=result.attempt_id)
    return True


def difference_failed(standing: Standing, result: PursuitResult, at: datetime) -> None:
    """The difference was not charged: nothing changes, and both are told; for one that is closed nobody is."""
    amendment = _waiting_for(standing, result)
    if amendment is None or result.surplus:
        return
    guarded_update(amendment, expect={"closed_at": None}, payment_trouble=result.decline_words)
    data = {
        "amendment": str(amendment.pk),
        "charge": result.amount_minor,
        "words": result.decline_words,
        "code": result.decline_code,
        "status": str(result.status),
        "asks": result.status == AttemptStatus.NEEDS_AUTHENTICATION,
    }
    tell(note(standing, "amendment_not_paid", SYSTEM, at, data))


def _waiting_for(standing: Standing, result: PursuitResult) -> Amendment | None:
    """The open and agreed amendment that this charge is for."""
    amendment = standing.amendment
    mine = amendment is not None and amendment.pk == result.subject_id and amendment.agreed_at is not None
    return amendment if mine else None
