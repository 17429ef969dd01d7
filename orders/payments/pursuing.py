"""Asking the provider: create, store, re-check, confirm by id, record. Never inside a transaction.

May be called again at any time, by the request, a job or several at once: the card is charged once. It records facts
and returns where the attempt stands; what follows for the order is decided elsewhere.
"""

import uuid
from datetime import datetime, timedelta

import structlog

from config.shared import clock
from orders.payments import recording
from orders.payments.facts import PursuitResult, result_of
from orders.payments.gateway import ChargeRequest, GatewayRefused, GatewayTimeout, Outcome, OutcomeStatus
from orders.payments.models import IN_FLIGHT, Attempt, AttemptStatus, IntentStatus, Purpose
from orders.payments.outside import require_no_transaction
from orders.payments.providers import gateway

__all__ = ["PursuitResult", "authenticate", "pursue"]

log = structlog.get_logger()

GIVEN_UP_AFTER = timedelta(hours=1)
"""A click that was never brought before the provider is not charged long after: the buyer is asked again."""
NOT_ATTEMPTED = (
    "not_attempted",
    "The payment could not be made in time, and nothing was charged. Please pay again.",
)
CARD_REMOVED = ("card_removed", "That card is no longer saved. Pay with another one.")


def pursue(attempt_id: uuid.UUID) -> PursuitResult:
    """Bring a charge or refund as far as it goes now. Trouble at the provider is an outcome, not an exception.

    Raises RuntimeError inside a transaction.
    """
    require_no_transaction()
    attempt = Attempt.objects.select_related("intent", "card", "intent__refund_of").get(pk=attempt_id)
    now = clock.now()
    if attempt.intent.purpose == Purpose.REFUND:
        _send_back(attempt, now)
    elif attempt.status in recording.BEFORE_CONFIRM:
        _begin(attempt, now)
    elif attempt.status in IN_FLIGHT:
        _find_out(attempt, now)
    elif attempt.status == AttemptStatus.NEEDS_AUTHENTICATION:
        _look(attempt, now)
    elif attempt.status == AttemptStatus.SUPERSEDED:
        _retire(attempt, now)
    result = result_of(attempt_id)
    log.info("payment_pursued", attempt=str(attempt_id), purpose=result.purpose, status=str(result.status))
    return result


def authenticate(attempt_id: uuid.UUID, *, passed: bool) -> PursuitResult:
    """Hand on the cardholder's answer, given on the site's own page (demo), and record what follows."""
    require_no_transaction()
    attempt = Attempt.objects.select_related("intent").get(pk=attempt_id)
    now = clock.now()
    if recording.begin_confirming(attempt, was=(AttemptStatus.NEEDS_AUTHENTICATION,), at=now):
        provider = gateway(attempt.provider)
        try:
            recording.record(attempt, provider.authenticate(attempt.provider_ref, passed=passed), at=now)
        except (GatewayTimeout, GatewayRefused):
            _look(attempt, now)
    return result_of(attempt_id)


def _begin(attempt: Attempt, now: datetime) -> None:
    """Create, store, re-check, confirm."""
    refusal = _stillborn(attempt, now)
    if refusal:
        code, words = refusal
        recording.declined(attempt, code=code, words=words, at=now, was=recording.BEFORE_CONFIRM)
        return
    try:
        if not attempt.provider_ref:
            recording.store(attempt, gateway(attempt.provider).create(_request(attempt)))
    except GatewayTimeout:
        recording.look_later(attempt, at=now)
        return
    except GatewayRefused as refused:
        recording.declined(
            attempt, code=refused.code, words=refused.words, at=now, was=recording.BEFORE_CONFIRM
        )
        return
    if not _earlier_can_never_succeed(attempt, now):
        recording.look_later(attempt, at=now)
    elif recording.begin_confirming(attempt, was=recording.BEFORE_CONFIRM, at=now):
        _confirm(attempt, now)
    else:
        _retire_if_superseded(attempt, now)


def _stillborn(attempt: Attempt, now: datetime) -> tuple[str, str] | None:
    if attempt.card is None or attempt.card.removed_at is not None:
        return CARD_REMOVED
    return NOT_ATTEMPTED if now - attempt.created_at > GIVEN_UP_AFTER else None


def _request(attempt: Attempt) -> ChargeRequest:
    return ChargeRequest(
        key=attempt.key,
        amount_minor=attempt.intent.amount_minor,
        currency=attempt.intent.currency,
        card_token=attempt.card.token if attempt.card else "",
        statement=attempt.intent.statement,
    )


def _earlier_can_never_succeed(attempt: Attempt, now: datetime) -> bool:
    """Cancel what this try replaces, before it charges: two tries of one intent must not both take money."""
    earlier = Attempt.objects.filter(
        intent=attempt.intent_id,
        number__lt=attempt.number,
        status=AttemptStatus.SUPERSEDED,
        check_at__isnull=False,
    )
    return all(_retire(one, now) for one in earlier)


def _retire(attempt: Attempt, now: datetime) -> bool:
    """See to it that a superseded try can never succeed; True when that is certain. A success is recorded."""
    if attempt.check_at is None:
        return True
    if not attempt.provider_ref:
        recording.cancelled(attempt)
        return True
    try:
        outcome = gateway(attempt.provider).cancel(attempt.provider_ref)
    except (GatewayTimeout, GatewayRefused):
        recording.look_later(attempt, at=now)
        return False
    if outcome.status == OutcomeStatus.DECLINED:
        outcome = Outcome(OutcomeStatus.CANCELLED, outcome.ref)
    if outcome.status in {OutcomeStatus.CANCELLED, OutcomeStatus.SUCCEEDED}:
        recording.record(attempt, outcome, at=now)
        return True
    recording.look_later(attempt, at=now)
    return False


def _retire_if_superseded(attempt: Attempt, now: datetime) -> None:
    attempt.refresh_from_db()
    if attempt.status == AttemptStatus.SUPERSEDED:
        _retire(attempt, now)


def _confirm(attempt: Attempt, now: datetime) -> None:
    try:
        outcome = gateway(attempt.provider).confirm(attempt.provider_ref)
    except GatewayTimeout:
        _look(attempt, now)
    except GatewayRefused as refused:
        _look(attempt, now, refused)
    else:
        recording.record(attempt, outcome, at=now)


def _look(attempt: Attempt, now: datetime, refused: GatewayRefused | None = None) -> None:
    """Retrieve by id and record. ``refused``: why a confirm was turned away; a decline only if nothing was charged."""
    try:
        outcome = gateway(attempt.provider).retrieve(attempt.provider_ref)
    except (GatewayTimeout, GatewayRefused):
        if attempt.status == AttemptStatus.NEEDS_AUTHENTICATION:
            recording.look_later(attempt, at=now)
        recording.unknown(attempt, at=now)
        return
    if refused is not None and outcome.status == OutcomeStatus.UNCONFIRMED:
        outcome = Outcome(OutcomeStatus.DECLINED, outcome.ref, refused.code, refused.words)
    recording.record(attempt, outcome, at=now)


def _find_out(attempt: Attempt, now: datetime) -> None:
    """The answer to a confirm is missing: ask by id. Confirm again only if it never arrived and its caller is gone."""
    overdue = attempt.check_at is not None and attempt.check_at <= now
    try:
        outcome = gateway(attempt.provider).retrieve(attempt.provider_ref)
    except (GatewayTimeout, GatewayRefused):
        if overdue:
            recording.unknown(attempt, at=now)
        return
    if outcome.status not in {OutcomeStatus.UNCONFIRMED, OutcomeStatus.PROCESSING}:
        recording.record(attempt, outcome, at=now)
    elif overdue and recording.take_over(attempt, at=now):
        _confirm_or_cancel(attempt, outcome, now)


def _confirm_or_cancel(attempt: Attempt, outcome: Outcome, now: datetime) -> None:
    if outcome.status == OutcomeStatus.PROCESSING:
        recording.unknown(attempt, at=now)
    elif attempt.intent.status == IntentStatus.OPEN and now - attempt.created_at <= GIVEN_UP_AFTER:
        _confirm(attempt, now)
    else:
        _cancel(attempt, now)


def _cancel(attempt: Attempt, now: datetime) -> None:
    try:
        outcome = gateway(attempt.provider).cancel(attempt.provider_ref)
    except (GatewayTimeout, GatewayRefused):
        recording.unknown(attempt, at=now)
        return
    if outcome.status == OutcomeStatus.CANCELLED and attempt.intent.status == IntentStatus.OPEN:
        outcome = Outcome(OutcomeStatus.DECLINED, outcome.ref, *NOT_ATTEMPTED)
    recording.record(attempt, outcome, at=now)


def _send_back(attempt: Attempt, now: datetime) -> None:
    """Refund with the attempt's key; asked again with the same key until the answer is known."""
    planned = attempt.status in recording.BEFORE_CONFIRM
    mine = (
        recording.begin_confirming(attempt, was=recording.BEFORE_CONFIRM, at=now)
        if planned
        else recording.take_over(attempt, at=now)
    )
    charge = attempt.intent.refund_of
    if not mine or charge is None:
        return
    try:
        outcome = gateway(attempt.provider).refund(
            key=attempt.key, payment_ref=charge.provider_ref, amount_minor=attempt.intent.amount_minor
        )
    except GatewayTimeout:
        recording.unknown(attempt, at=now)
    except GatewayRefused as refused:
        recording.declined(attempt, code=refused.code, words=refused.words, at=now, was=IN_FLIGHT)
    else:
        recording.record(attempt, outcome, at=now)
