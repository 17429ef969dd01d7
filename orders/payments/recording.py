"""The only writer of the status of intents and attempts. Each function is one short transaction or one statement.

A success is written whoever brings it, whenever; a decline only by an attempt that is still the newest; nothing that is
known is ever overwritten by "unknown" (architecture.md 3, "Payments").
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from orders.payments.gateway import Outcome, OutcomeStatus
from orders.payments.models import IN_FLIGHT, Attempt, AttemptStatus, Intent, IntentStatus, Purpose, SavedCard

PLANNED_CHECK = timedelta(seconds=30)
LEASE = timedelta(seconds=60)
"""How long a confirm may take before somebody else looks; more than twice the provider's limit of 10 s."""
BACKOFF = tuple(timedelta(seconds=seconds) for seconds in (5, 15, 60, 300, 900, 3600))
BEFORE_CONFIRM = (AttemptStatus.PLANNED, AttemptStatus.STORED)
REPLACEABLE = (*BEFORE_CONFIRM, AttemptStatus.NEEDS_AUTHENTICATION)
_WAITING = (*IN_FLIGHT, AttemptStatus.NEEDS_AUTHENTICATION)


def plan(intent: Intent, card: SavedCard | None, provider: str, *, number: int, at: datetime) -> Attempt:
    """Write down a try, before the provider is asked. Inside the caller's transaction.

    A charge is brought before the provider by the request itself, and by a job if that died; a refund is the job's.
    """
    wait = timedelta(0) if intent.purpose == Purpose.REFUND else PLANNED_CHECK
    return Attempt.objects.create(
        intent=intent, number=number, card=card, provider=provider, created_at=at, check_at=at + wait
    )


def supersede(attempts: QuerySet[Attempt], *, at: datetime) -> int:
    """Let these tries go that were not confirmed or wait for authentication; a job cancels them at the provider."""
    return attempts.filter(status__in=REPLACEABLE).update(status=AttemptStatus.SUPERSEDED, check_at=at)


def store(attempt: Attempt, ref: str) -> None:
    """Keep the provider's id, even of a try that was superseded meanwhile: it has to be cancelled by it."""
    Attempt.objects.filter(pk=attempt.pk, provider_ref="").update(provider_ref=ref)
    Attempt.objects.filter(pk=attempt.pk, status=AttemptStatus.PLANNED).update(status=AttemptStatus.STORED)
    attempt.provider_ref = ref


def begin_confirming(attempt: Attempt, *, was: tuple[str, ...], at: datetime) -> bool:
    """Mark that the provider is about to be asked for money. True for exactly one caller.

    Holds the intent's row while it looks: nobody closes the intent or plans another try in between. False when the try
    does not own its intent any more.
    """
    with transaction.atomic():
        intent = Intent.objects.select_for_update().get(pk=attempt.intent_id)
        if intent.status != IntentStatus.OPEN:
            return False
        mine = Attempt.objects.filter(pk=attempt.pk, status__in=was)
        return mine.update(status=AttemptStatus.CONFIRMING, check_at=at + LEASE, finalized_at=None) == 1


def take_over(attempt: Attempt, *, at: datetime) -> bool:
    """Take a try whose last caller was not heard of again. True for exactly one caller per lease."""
    lost = Attempt.objects.filter(pk=attempt.pk, status__in=IN_FLIGHT, check_at__lte=at)
    return lost.update(status=AttemptStatus.CONFIRMING, check_at=at + LEASE) == 1


def record(attempt: Attempt, outcome: Outcome, *, at: datetime) -> None:
    """Write down what the provider said."""
    match outcome.status:
        case OutcomeStatus.SUCCEEDED:
            _succeeded(attempt, outcome, at)
        case OutcomeStatus.DECLINED:
            declined(attempt, code=outcome.code, words=outcome.words, at=at, was=_WAITING)
        case OutcomeStatus.NEEDS_AUTHENTICATION:
            _needs_authentication(attempt, outcome, at)
        case OutcomeStatus.CANCELLED:
            cancelled(attempt)
        case OutcomeStatus.UNCONFIRMED | OutcomeStatus.PROCESSING:
            unknown(attempt, at=at)


def _succeeded(attempt: Attempt, outcome: Outcome, at: datetime) -> None:
    with transaction.atomic():
        intent = Intent.objects.select_for_update().get(pk=attempt.intent_id)
        fresh = Attempt.objects.exclude(status=AttemptStatus.SUCCEEDED).filter(pk=attempt.pk)
        if not fresh.exists():
            return
        paid = Intent.objects.filter(pk=intent.pk, status=IntentStatus.OPEN)
        surplus = not paid.update(status=IntentStatus.SUCCEEDED, settled_at=at)
        fresh.update(
            status=AttemptStatus.SUCCEEDED,
            surplus=surplus,
            provider_ref=outcome.ref,
            decline_code="",
            decline_words="",
            settled_at=at,
            check_at=None,
            finalize_at=at,
            finalized_at=None,
        )
        supersede(Attempt.objects.filter(intent=intent).exclude(pk=attempt.pk), at=at)


def declined(attempt: Attempt, *, code: str, words: str, at: datetime, was: tuple[str, ...]) -> bool:
    """Write down a refusal, if the try still stands as one of ``was``: a superseded one tells nothing any more."""
    mine = Attempt.objects.filter(pk=attempt.pk, status__in=was)
    changes = {"decline_code": code[:60], "decline_words": words[:250], "settled_at": at, "finalize_at": at}
    return bool(mine.update(status=AttemptStatus.DECLINED, check_at=None, finalized_at=None, **changes))


def _needs_authentication(attempt: Attempt, outcome: Outcome, at: datetime) -> None:
    waiting = Attempt.objects.filter(pk=attempt.pk, status=AttemptStatus.NEEDS_AUTHENTICATION)
    if not waiting.update(check_at=_next_check(attempt, at), checks=attempt.checks + 1):
        Attempt.objects.filter(pk=attempt.pk, status__in=IN_FLIGHT).update(
            status=AttemptStatus.NEEDS_AUTHENTICATION,
            decline_code=outcome.code[:60],
            decline_words=outcome.words[:250],
            settled_at=at,
            finalize_at=at,
            check_at=at + BACKOFF[3],
            checks=3,
            finalized_at=None,
        )


def unknown(attempt: Attempt, *, at: datetime) -> None:
    """Nobody knows yet: look again, each time a little later."""
    mine = Attempt.objects.filter(pk=attempt.pk, status__in=IN_FLIGHT)
    mine.update(status=AttemptStatus.UNKNOWN, check_at=_next_check(attempt, at), checks=attempt.checks + 1)


def cancelled(attempt: Attempt) -> None:
    """The provider will never charge this try: nothing is left to look at."""
    rows = Attempt.objects.filter(
        pk=attempt.pk, status__in=(*_WAITING, *BEFORE_CONFIRM, AttemptStatus.SUPERSEDED)
    )
    rows.update(status=AttemptStatus.SUPERSEDED, check_at=None)


def look_later(attempt: Attempt, *, at: datetime) -> None:
    """The provider did not answer to something that can wait; the status stays."""
    rows = Attempt.objects.filter(pk=attempt.pk, check_at__isnull=False)
    rows.update(check_at=_next_check(attempt, at), checks=attempt.checks + 1)


def close(intent: Intent, *, at: datetime) -> bool:
    """Give an open intent up; False when it was not open any more."""
    mine = Intent.objects.filter(pk=intent.pk, status=IntentStatus.OPEN)
    if not mine.update(status=IntentStatus.CLOSED, settled_at=at):
        return False
    supersede(Attempt.objects.filter(intent=intent), at=at)
    return True


def paid_by_hand(intent: Intent, *, at: datetime) -> bool:
    """A refund that the provider refused was paid on another way; False when it was not open any more."""
    mine = Intent.objects.filter(pk=intent.pk, purpose=Purpose.REFUND, status=IntentStatus.OPEN)
    return bool(mine.update(status=IntentStatus.SUCCEEDED, settled_at=at))


def _next_check(attempt: Attempt, at: datetime) -> datetime:
    return at + BACKOFF[min(attempt.checks, len(BACKOFF) - 1)]
