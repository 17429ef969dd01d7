"""What is to be paid: opened, tried again, given up, given back. All inside the caller's transaction, no provider call.

The subject is a pair (kind, uuid); payments know nothing of orders. Locks: the caller holds its order first, then these
functions lock the intent.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import Sum

from config.shared.errors import Forbidden, Refusal
from orders.payments import recording
from orders.payments.models import (
    IN_FLIGHT,
    Attempt,
    AttemptStatus,
    Intent,
    IntentStatus,
    Purpose,
    SavedCard,
)


class AlreadyLive(Refusal):
    """This is being paid, or has been paid already."""

    default_message = "This is paid already, or a payment for it is open."


class NotPayable(Refusal):
    """Paid meanwhile, or given up."""

    default_message = "This payment is not open any more."


class ChargeInProcess(Refusal):
    """The provider may be charging at this moment; nobody may begin another try."""

    default_message = "Your payment is being checked. Please wait until its outcome is known."


class NotYourCard(Forbidden):
    """The card belongs to another member."""

    default_message = "Choose one of your own cards."


class OverRefund(Refusal):
    """More would go back than came in."""

    default_message = "More cannot be sent back than was paid."


def open_intent(
    *,
    subject_kind: str,
    subject_id: uuid.UUID,
    purpose: str,
    amount_minor: int,
    payer_id: int,
    statement: str,
    card_id: uuid.UUID,
    at: datetime,
) -> Attempt:
    """Write down what is to be paid and the first try to pay it. ``amount_minor`` includes the fee.

    Raises AlreadyLive, NotYourCard. A card that was removed meanwhile is no refusal: the charge will then be declined,
    so that an acceptance is never undone by the charge of the next milestone.
    """
    live = Intent.objects.filter(subject_kind=subject_kind, subject_id=subject_id, purpose=purpose)
    if live.exclude(status=IntentStatus.CLOSED).exists():
        raise AlreadyLive
    card = _own_card(card_id, payer_id)
    intent = Intent.objects.create(
        subject_kind=subject_kind,
        subject_id=subject_id,
        purpose=purpose,
        amount_minor=amount_minor,
        currency=settings.CURRENCY,
        payer_id=payer_id,
        statement=statement,
        created_at=at,
    )
    return recording.plan(intent, card, card.provider, number=1, at=at)


def new_attempt(*, intent_id: uuid.UUID, card_id: uuid.UUID, at: datetime) -> Attempt:
    """Plan another try, in place of the earlier ones. Raises NotPayable, ChargeInProcess, NotYourCard."""
    intent = Intent.objects.select_for_update().get(pk=intent_id)
    if intent.status != IntentStatus.OPEN or intent.purpose == Purpose.REFUND:
        raise NotPayable
    card = _own_card(card_id, intent.payer_id)
    earlier = Attempt.objects.filter(intent=intent)
    if earlier.filter(status__in=IN_FLIGHT).exists():
        raise ChargeInProcess
    recording.supersede(earlier, at=at)
    return recording.plan(intent, card, card.provider, number=earlier.count() + 1, at=at)


def close_intent(*, subject_kind: str, subject_id: uuid.UUID, purpose: str, at: datetime) -> bool:
    """Nothing more is to be paid for this. True when a charge is in flight all the same.

    Should that one succeed, its attempt is recorded as surplus, and the caller that learns of it sends the money back.
    """
    found = Intent.objects.select_for_update().filter(
        subject_kind=subject_kind, subject_id=subject_id, purpose=purpose, status=IntentStatus.OPEN
    )
    for intent in found:
        recording.close(intent, at=at)
    return in_flight(subject_kind=subject_kind, subject_id=subject_id)


def open_refund(
    *, of_intent_id: uuid.UUID, amount_minor: int, at: datetime, of_attempt_id: uuid.UUID | None = None
) -> Intent:
    """Write down that money goes back for a charge, in full or in part; its one attempt is planned and due at once.

    ``of_attempt_id`` names a surplus charge; otherwise it is the one that paid the intent. Raises NotPayable when
    nothing was charged, OverRefund beyond what was.
    """
    paid = Intent.objects.select_for_update().get(pk=of_intent_id)
    charges = Attempt.objects.select_related("card").filter(intent=paid, status=AttemptStatus.SUCCEEDED)
    charge = charges.filter(**({"pk": of_attempt_id} if of_attempt_id else {"surplus": False})).first()
    if charge is None or paid.purpose == Purpose.REFUND:
        raise NotPayable
    going_back = Intent.objects.filter(refund_of=charge).aggregate(total=Sum("amount_minor"))["total"] or 0
    if going_back + amount_minor > paid.amount_minor:
        raise OverRefund
    refund = Intent.objects.create(
        subject_kind=paid.subject_kind,
        subject_id=paid.subject_id,
        purpose=Purpose.REFUND,
        amount_minor=amount_minor,
        currency=paid.currency,
        payer_id=paid.payer_id,
        statement=paid.statement,
        refund_of=charge,
        created_at=at,
    )
    recording.plan(refund, charge.card, charge.provider, number=1, at=at)
    return refund


def in_flight(*, subject_kind: str, subject_id: uuid.UUID, lock: bool = False) -> bool:
    """Whether the provider may be charging for this subject right now (product.md 5.2, row 10).

    With ``lock``, inside a transaction, no confirm begins until it ends.
    """
    intents = Intent.objects.filter(subject_kind=subject_kind, subject_id=subject_id).exclude(
        purpose=Purpose.REFUND
    )
    if lock:
        list(intents.select_for_update().order_by("pk").values_list("pk"))
    return Attempt.objects.filter(intent__in=intents, status__in=IN_FLIGHT).exists()


def known(*, subject_kind: str, subject_ids: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    """Which of these subjects have an intent, whatever became of it."""
    rows = Intent.objects.filter(subject_kind=subject_kind, subject_id__in=subject_ids)
    return set(rows.values_list("subject_id", flat=True))


def live_intent(
    *, subject_kind: str, subject_id: uuid.UUID, purpose: str = Purpose.MILESTONE
) -> Intent | None:
    """The intent that is still to be paid."""
    return _intent(subject_kind, subject_id, purpose, IntentStatus.OPEN)


def paid_intent(
    *, subject_kind: str, subject_id: uuid.UUID, purpose: str = Purpose.MILESTONE
) -> Intent | None:
    """The intent that was paid."""
    return _intent(subject_kind, subject_id, purpose, IntentStatus.SUCCEEDED)


def newest_attempt(intent_id: uuid.UUID) -> Attempt | None:
    """The latest try to pay an intent."""
    return Attempt.objects.filter(intent_id=intent_id).select_related("card").order_by("-number").first()


def _intent(subject_kind: str, subject_id: uuid.UUID, purpose: str, status: str) -> Intent | None:
    found = Intent.objects.filter(
        subject_kind=subject_kind, subject_id=subject_id, purpose=purpose, status=status
    )
    return found.first()


def _own_card(card_id: uuid.UUID, payer_id: int) -> SavedCard:
    card = SavedCard.objects.filter(pk=card_id, user_id=payer_id).first()
    if card is None:
        raise NotYourCard
    return card
