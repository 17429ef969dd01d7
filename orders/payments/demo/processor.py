"""The demo provider: a payment processor that lives in tables of its own (product.md 6, "Providers").

It stands for a system outside: each method writes its own rows at once, in statements that hold by themselves, and
trusts nothing of the caller. Idempotency keys, over-refunds and lost answers behave as at a real one.
"""

import uuid
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from config.shared import clock
from orders.payments.demo.models import DemoCard, DemoPayment, DemoRefund
from orders.payments.demo.test_cards import BEHAVIOUR_OF, DECLINES, Behaviour
from orders.payments.gateway import (
    CardDetails,
    ChargeRequest,
    GatewayRefused,
    GatewayTimeout,
    Outcome,
    OutcomeStatus,
)

ANSWER_LOST_FOR = timedelta(seconds=5)
AUTHENTICATION_WORDS = "The bank wants you to confirm this payment."
AUTHENTICATION_FAILED = ("authentication_failed", "The bank did not confirm that this was you.")
WORDS = {**dict(DECLINES.values()), **dict([AUTHENTICATION_FAILED])}
_UNSETTLED = (OutcomeStatus.UNCONFIRMED, OutcomeStatus.NEEDS_AUTHENTICATION)


class DemoGateway:
    """Implements the ``Gateway`` protocol."""

    name = "demo"

    def tokenize(self, card: CardDetails) -> str:
        """Keep a test card; any other number is refused, so that nobody's real card ends here."""
        behaviour = BEHAVIOUR_OF.get(card.number)
        if behaviour is None:
            raise GatewayRefused(
                "test_cards_only", "This site takes test money: use one of the test cards listed here."
            )
        token = f"demo_card_{uuid.uuid4().hex}"
        DemoCard.objects.create(token=token, behaviour=behaviour, last4=card.last4, created_at=clock.now())
        return token

    def create(self, request: ChargeRequest) -> str:
        """Make a payment known, unconfirmed. Refuses a known key with other contents, and an unknown card."""
        if not DemoCard.objects.filter(pk=request.card_token).exists():
            raise GatewayRefused("no_such_card", "This card is not known any more. Use another one.")
        row = DemoPayment(
            id=f"demo_pay_{uuid.uuid4().hex}",
            key=str(request.key),
            request=_contents(request),
            card_id=request.card_token,
            amount_minor=request.amount_minor,
            currency=request.currency,
            statement=request.statement,
            status=OutcomeStatus.UNCONFIRMED,
            created_at=clock.now(),
        )
        DemoPayment.objects.bulk_create([row], ignore_conflicts=True)
        kept = DemoPayment.objects.get(key=str(request.key))
        if kept.request != row.request:
            raise GatewayRefused("idempotency_mismatch", "This payment was begun with other figures.")
        return kept.pk

    def confirm(self, ref: str) -> Outcome:
        """Charge, once; the card decides."""
        payment = _heard(ref)
        if payment.status != OutcomeStatus.UNCONFIRMED:
            return _outcome(payment)
        behaviour = Behaviour(payment.card.behaviour)
        if behaviour == Behaviour.AUTHENTICATE:
            return _move(payment, OutcomeStatus.NEEDS_AUTHENTICATION)
        worked_before = payment.card.payments.filter(status=OutcomeStatus.SUCCEEDED).exists()
        if behaviour in DECLINES and (behaviour != Behaviour.FIRST_ONLY or worked_before):
            return _move(payment, OutcomeStatus.DECLINED, decline_code=DECLINES[behaviour][0])
        return _charge(payment, answer_lost=behaviour == Behaviour.ANSWER_LOST)

    def retrieve(self, ref: str) -> Outcome:
        """Tell where the payment stands."""
        return _outcome(_heard(ref))

    def cancel(self, ref: str) -> Outcome:
        """End a payment that was not charged."""
        payment = _heard(ref)
        return _move(payment, OutcomeStatus.CANCELLED) if payment.status in _UNSETTLED else _outcome(payment)

    def authenticate(self, ref: str, *, passed: bool) -> Outcome:
        """The cardholder's answer on the demo's own page."""
        payment = _heard(ref)
        if payment.status != OutcomeStatus.NEEDS_AUTHENTICATION:
            return _outcome(payment)
        if passed:
            return _charge(payment)
        return _move(payment, OutcomeStatus.DECLINED, decline_code=AUTHENTICATION_FAILED[0])

    def refund(self, *, key: uuid.UUID, payment_ref: str, amount_minor: int) -> Outcome:
        """Send back at most what was charged; the same key sends it once."""
        try:
            return _known_refund(key, payment_ref, amount_minor) or _send_back(key, payment_ref, amount_minor)
        except IntegrityError:
            known = _known_refund(key, payment_ref, amount_minor)
            if known is None:
                raise
            return known


def _contents(request: ChargeRequest) -> dict[str, object]:
    return {
        "amount": request.amount_minor,
        "currency": request.currency,
        "card": request.card_token,
        "statement": request.statement,
    }


def _heard(ref: str) -> DemoPayment:
    try:
        payment = DemoPayment.objects.select_related("card").get(pk=ref)
    except DemoPayment.DoesNotExist as error:
        raise GatewayRefused("no_such_payment", "This payment is not known.") from error
    if payment.hidden_until is not None and clock.now() < payment.hidden_until:
        raise GatewayTimeout
    return payment


def _charge(payment: DemoPayment, *, answer_lost: bool = False) -> Outcome:
    now = clock.now()
    hidden_until = now + ANSWER_LOST_FOR if answer_lost else None
    outcome = _move(payment, OutcomeStatus.SUCCEEDED, charged_at=now, hidden_until=hidden_until)
    if answer_lost:
        raise GatewayTimeout
    return outcome


def _move(payment: DemoPayment, status: OutcomeStatus, **changes: object) -> Outcome:
    """Change the status once: of two that come at the same time, the second learns what the first did."""
    DemoPayment.objects.filter(pk=payment.pk, status=payment.status).update(status=status, **changes)
    payment.refresh_from_db()
    return _outcome(payment)


def _outcome(payment: DemoPayment) -> Outcome:
    status = OutcomeStatus(payment.status)
    if status == OutcomeStatus.NEEDS_AUTHENTICATION:
        return Outcome(status, payment.pk, "authentication_required", AUTHENTICATION_WORDS)
    return Outcome(status, payment.pk, payment.decline_code, WORDS.get(payment.decline_code, ""))


def _known_refund(key: uuid.UUID, payment_ref: str, amount_minor: int) -> Outcome | None:
    known = DemoRefund.objects.filter(key=str(key)).first()
    if known is None:
        return None
    if (known.payment_id, known.amount_minor) != (payment_ref, amount_minor):
        raise GatewayRefused("idempotency_mismatch", "This refund was begun with other figures.")
    return Outcome(OutcomeStatus.SUCCEEDED, known.pk)


def _send_back(key: uuid.UUID, payment_ref: str, amount_minor: int) -> Outcome:
    charged = DemoPayment.objects.filter(pk=payment_ref, status=OutcomeStatus.SUCCEEDED)
    if charged.filter(card__behaviour=Behaviour.NO_REFUND).exists():
        raise GatewayRefused("card_account_closed", "The account of this card is closed.")
    with transaction.atomic():
        refund = DemoRefund(
            id=f"demo_refund_{uuid.uuid4().hex}",
            key=str(key),
            payment_id=payment_ref,
            amount_minor=amount_minor,
            created_at=clock.now(),
        )
        enough = charged.filter(refunded_minor__lte=F("amount_minor") - amount_minor)
        if not enough.update(refunded_minor=F("refunded_minor") + amount_minor):
            raise GatewayRefused("over_refund", "More cannot be sent back than was charged.")
        refund.save(force_insert=True)
    return Outcome(OutcomeStatus.SUCCEEDED, refund.pk)
