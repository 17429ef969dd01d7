"""Writing down that the current milestone is to be charged; the provider is asked after commit (``funding``)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from config.shared.errors import Refusal
from orders.models import Attempt
from orders.payments import intents
from orders.payments.models import Purpose
from orders.queries.subjects import MILESTONE
from orders.standing import Standing
from orders.states import MilestoneStatus


class PaymentInProcess(Refusal):
    """A charge for this milestone is under way; its outcome decides."""

    default_message = (
        "A payment for this milestone is being checked. We will tell you as soon as its outcome is known."
    )


def charge_is_open(standing: Standing) -> bool:
    """The current milestone's charge is not known yet, or known and about to take effect.

    None begins until commit.
    """
    if standing.milestone.status != MilestoneStatus.AWAITING_PAYMENT:
        return False
    subject = standing.milestone.pk
    in_flight = intents.in_flight(subject_kind=MILESTONE, subject_id=subject, lock=True)
    return in_flight or intents.paid_intent(subject_kind=MILESTONE, subject_id=subject) is not None


def charges_of(milestone_ids: Sequence[UUID]) -> set[UUID]:
    """Which of these milestones somebody ever began to pay."""
    return intents.known(subject_kind=MILESTONE, subject_ids=milestone_ids)


def begin_charge(standing: Standing, *, card_id: UUID, at: datetime) -> Attempt:
    """Write down, in the caller's transaction, a charge of the current milestone. Raises PaymentInProcess."""
    milestone, order = standing.milestone, standing.order
    if charge_is_open(standing):
        raise PaymentInProcess
    live = intents.live_intent(subject_kind=MILESTONE, subject_id=milestone.pk)
    if live is not None:
        return intents.new_attempt(intent_id=live.pk, card_id=card_id, at=at)
    return intents.open_intent(
        subject_kind=MILESTONE,
        subject_id=milestone.pk,
        purpose=Purpose.MILESTONE,
        amount_minor=milestone.total_minor,
        payer_id=order.buyer_id,
        statement=f"MILEPOST {order.number}",
        card_id=card_id,
        at=at,
    )


def close_charge(milestone_id: UUID, *, at: datetime) -> None:
    """Nothing more is charged for this milestone; a success that still arrives is refunded with its fee."""
    intents.close_intent(subject_kind=MILESTONE, subject_id=milestone_id, purpose=Purpose.MILESTONE, at=at)
