"""Money on its way back to a buyer: gone out, refused by the provider, and what staff do then (product.md 6 and 8)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from config.shared.errors import Invalid
from config.shared.rows import together
from config.shared.text import clean_line, clean_text
from orders.ledger import stories
from orders.ledger.postings import post
from orders.models import Attempt, Intent, RefundAct
from orders.operations.locking import lock
from orders.operations.outside import must_be_outside
from orders.operations.telling import tell
from orders.payments import facts, refunds
from orders.payments.facts import PursuitResult
from orders.payments.models import AttemptStatus
from orders.payments.pursuing import pursue
from orders.queries.subjects import order_id_of
from orders.standing import SYSTEM, Actor, Standing
from orders.states import Role
from orders.transitions import note


def finalize_refund(result: PursuitResult, at: datetime) -> None:
    """Let a refund's outcome take effect, once: the buyer hears that it has gone out, or that a person sees to it."""
    with transaction.atomic(), together():
        standing = lock(order_id_of(result.subject_kind, result.subject_id))
        if not facts.mark_finalized(attempt_id=result.attempt_id, status=result.status, at=at):
            return
        if result.status == AttemptStatus.SUCCEEDED:
            _gone_out(standing, result, at)
        elif Attempt.objects.filter(intent_id=result.intent_id).count() == 1:
            data = {"amount": result.amount_minor, "code": result.decline_code}
            tell(note(standing, "refund_refused", SYSTEM, at, data))


def _gone_out(standing: Standing, result: PursuitResult, at: datetime) -> None:
    paid = stories.refund_paid(
        refund_id=result.intent_id, amount_minor=result.amount_minor, event=result.attempt_id
    )
    post(paid, at=at)
    tell(note(standing, "refund_sent", SYSTEM, at, {"amount": result.amount_minor}))


def retry_refund(*, intent_id: UUID, staff_id: int, reason: str, at: datetime) -> PursuitResult:
    """Staff let the provider try a refused refund again; tells what it said this time.

    Raises Invalid (no reason), NotRefused, OwnOrder.
    """
    text = _reason(reason)
    with transaction.atomic():
        intent = _taken(intent_id, staff_id)
        refunds.write_act(intent, RefundAct.Kind.RETRY, actor_id=staff_id, reason=text, at=at)
        attempt = refunds.plan_again(intent, at=at)
    result = pursue(attempt.pk)
    if result.status in {AttemptStatus.SUCCEEDED, AttemptStatus.DECLINED}:
        finalize_refund(result, at)
    return result


def pay_refund_by_hand(
    *, intent_id: UUID, staff_id: int, reason: str, reference: str, at: datetime
) -> Intent:
    """Staff paid a refused refund on another way: nothing is owed any more, and the buyer is told.

    ``reference``: how the payment is found at the bank. Raises Invalid beside ``reason`` or ``reference``, NotRefused,
    OwnOrder.
    """
    text, found_by = _reason(reason), clean_line(reference)
    if not found_by:
        raise Invalid("Give the reference of the payment, so that it is found again.", field="reference")
    with transaction.atomic(), together():
        standing = lock(_order_of(intent_id))
        intent = _taken(intent_id, staff_id)
        refunds.paid_by_hand(intent, at=at)
        refunds.write_act(
            intent, RefundAct.Kind.BY_HAND, actor_id=staff_id, reason=text, reference=found_by, at=at
        )
        data = {"amount": intent.amount_minor, "reference": found_by}
        event = note(standing, "refund_by_hand", Actor(Role.STAFF, staff_id), at, data)
        story = stories.refund_by_hand(refund_id=intent.pk, amount_minor=intent.amount_minor, event=event.uid)
        post(story, at=at)
        tell(event)
    return intent


def _order_of(intent_id: UUID) -> UUID:
    kind, subject = Intent.objects.values_list("subject_kind", "subject_id").get(pk=intent_id)
    return order_id_of(kind, subject)


def _taken(intent_id: UUID, staff_id: int) -> Intent:
    """The order's lock first, always; then the refund's."""
    order = lock(_order_of(intent_id)).order
    must_be_outside(order, staff_id)
    return refunds.locked_refusal(intent_id)


def _reason(reason: str) -> str:
    text = clean_text(reason)
    if not text:
        raise Invalid("Write the reason. It stays with the refund.", field="reason")
    return text
