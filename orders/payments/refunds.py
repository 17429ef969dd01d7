"""A refund that the provider refused for good: tried again, or paid by hand. Inside the caller's transaction."""

import uuid
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from config.shared.errors import Refusal
from orders.payments import recording
from orders.payments.models import Attempt, AttemptStatus, Intent, IntentStatus, Purpose, RefundAct

_OVER = (AttemptStatus.DECLINED, AttemptStatus.SUPERSEDED)


class NotRefused(Refusal):
    """It is on its way, has gone out, or was paid by hand."""

    default_message = "This refund does not need a person: it is on its way, or has gone out already."


def refused() -> QuerySet[Intent]:
    """Refunds whose every try the provider refused, and that nobody has paid by hand."""
    tries = Attempt.objects.filter(intent=OuterRef("pk"))
    return Intent.objects.filter(
        Exists(tries.filter(status=AttemptStatus.DECLINED, finalized_at__isnull=False)),
        ~Exists(tries.exclude(status__in=_OVER)),
        purpose=Purpose.REFUND,
        status=IntentStatus.OPEN,
    )


def locked_refusal(intent_id: uuid.UUID) -> Intent:
    """Lock a refund that needs a person. Raises NotRefused."""
    intent = Intent.objects.select_for_update().get(pk=intent_id)
    if not refused().filter(pk=intent.pk).exists():
        raise NotRefused
    return intent


def plan_again(intent: Intent, *, at: datetime) -> Attempt:
    """Plan another try with a key of its own: the provider said a certain no to the ones before."""
    earlier = Attempt.objects.filter(intent=intent).order_by("-number")
    last = earlier.select_related("card").first()
    if last is None:
        raise NotRefused
    return recording.plan(intent, last.card, last.provider, number=last.number + 1, at=at)


def write_act(
    intent: Intent, kind: str, *, actor_id: int, reason: str, reference: str = "", at: datetime
) -> RefundAct:
    """Write down who did what, and why."""
    return RefundAct.objects.create(
        intent=intent, kind=kind, actor_id=actor_id, reason=reason, reference=reference, at=at
    )


def paid_by_hand(intent: Intent, *, at: datetime) -> None:
    """Nothing more is sent by the provider. Raises NotRefused when somebody was first."""
    if not recording.paid_by_hand(intent, at=at):
        raise NotRefused
