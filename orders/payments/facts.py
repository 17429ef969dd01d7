"""What is known about attempts, and which of it orders has still to act upon."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from orders.payments.models import FACTS, Attempt, AttemptStatus, Purpose

POISONED_FOR = timedelta(hours=1)
"""How far a row that failed is pushed forward, so that it cannot block the rest."""
_IN_PROCESS = (
    AttemptStatus.PLANNED,
    AttemptStatus.STORED,
    AttemptStatus.CONFIRMING,
    AttemptStatus.UNKNOWN,
)


@dataclass(frozen=True, slots=True)
class PursuitResult:
    """Where one attempt stands. ``surplus``: the money came for something closed or paid already and has to go back.

    ``amount_minor`` is what was charged or sent back, fee included.
    """

    attempt_id: uuid.UUID
    intent_id: uuid.UUID
    purpose: str
    subject_kind: str
    subject_id: uuid.UUID
    status: AttemptStatus
    surplus: bool
    decline_code: str
    decline_words: str
    amount_minor: int
    finalized: bool

    @property
    def in_process(self) -> bool:
        """The outcome is not known yet: "your payment is being checked"."""
        return self.status in _IN_PROCESS


def result_of(attempt_id: uuid.UUID) -> PursuitResult:
    """Read where an attempt stands. Raises Attempt.DoesNotExist."""
    attempt = Attempt.objects.select_related("intent").get(pk=attempt_id)
    return PursuitResult(
        attempt_id=attempt.pk,
        intent_id=attempt.intent_id,
        purpose=attempt.intent.purpose,
        subject_kind=attempt.intent.subject_kind,
        subject_id=attempt.intent.subject_id,
        status=AttemptStatus(attempt.status),
        surplus=attempt.surplus,
        decline_code=attempt.decline_code,
        decline_words=attempt.decline_words,
        amount_minor=attempt.intent.amount_minor,
        finalized=attempt.finalized_at is not None,
    )


def unfinalized(*, limit: int, at: datetime) -> list[uuid.UUID]:
    """Attempts whose fact is known and has not taken effect, the oldest first."""
    return _ids(_unfinalized().filter(finalize_at__lte=at).order_by("finalize_at"), limit)


def unfinalized_of(intent_id: uuid.UUID) -> list[uuid.UUID]:
    """The same for one intent: beside the newest attempt an earlier one may have turned out paid."""
    return _ids(_unfinalized().filter(intent_id=intent_id).order_by("number"), None)


def mark_finalized(*, attempt_id: uuid.UUID, status: str, at: datetime) -> bool:
    """Say, in the transaction that acts upon it, that this fact takes effect. True for exactly one caller.

    False: somebody else did it, or the attempt has another status by now; then do nothing.
    """
    return bool(_unfinalized().filter(pk=attempt_id, status=status).update(finalized_at=at))


def due_for_check(*, limit: int, at: datetime) -> list[uuid.UUID]:
    """Charges that a job has to look at again: never confirmed, answer lost, or to be cancelled at the provider."""
    return _ids(_due(at).exclude(intent__purpose=Purpose.REFUND), limit)


def due_refunds(*, limit: int, at: datetime) -> list[uuid.UUID]:
    """Refunds to send, or whose answer was lost."""
    return _ids(_due(at).filter(intent__purpose=Purpose.REFUND), limit)


def is_open(attempt_id: uuid.UUID) -> bool:
    """Whether something is left to find out, or to carry out."""
    waits = Attempt.objects.filter(pk=attempt_id, check_at__isnull=False).exists()
    return waits or _unfinalized().filter(pk=attempt_id).exists()


def look_now(*, attempt_id: uuid.UUID, at: datetime) -> None:
    """Let whoever looks next take it at once."""
    Attempt.objects.filter(pk=attempt_id, check_at__gt=at).update(check_at=at)


def postpone(*, attempt_id: uuid.UUID, until: datetime) -> None:
    """Push a row forward that raised, whichever way it is waiting."""
    Attempt.objects.filter(pk=attempt_id, check_at__isnull=False).update(check_at=until)
    _unfinalized().filter(pk=attempt_id).update(finalize_at=until)


def _unfinalized() -> QuerySet[Attempt]:
    return Attempt.objects.filter(status__in=FACTS, finalized_at__isnull=True)


def _due(at: datetime) -> QuerySet[Attempt]:
    return Attempt.objects.filter(check_at__lte=at).order_by("check_at")


def _ids(attempts: QuerySet[Attempt], limit: int | None) -> list[uuid.UUID]:
    return list(attempts.values_list("pk", flat=True)[:limit])
