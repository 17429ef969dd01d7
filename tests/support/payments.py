"""Cards, charges and a provider that misbehaves, for tests of whatever pays."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from config.shared import clock
from orders.payments.card_numbers import parse_card
from orders.payments.cards import add_card
from orders.payments.demo.models import DemoPayment
from orders.payments.demo.processor import DemoGateway
from orders.payments.facts import due_for_check, due_refunds
from orders.payments.gateway import ChargeRequest, GatewayTimeout, Outcome
from orders.payments.intents import open_intent
from orders.payments.models import Attempt, Purpose, SavedCard
from orders.payments.pursuing import pursue

SUCCESS = "4242 4242 4242 4242"
DECLINED = "4000 0000 0000 0002"
INSUFFICIENT = "4000 0000 0000 9995"
FIRST_ONLY = "4000 0000 0000 0341"
AUTHENTICATE = "4000 0025 0000 3155"
ANSWER_LOST = "4000 0000 0000 5126"
LATER = timedelta(minutes=2)


def saved_card(user: User, number: str = SUCCESS) -> SavedCard:
    """One of the test cards, saved for a member."""
    details = parse_card(number, "12/39", "123")
    return add_card(user_id=user.pk, details=details, at=clock.now())


def planned_charge(
    card: SavedCard,
    *,
    amount_minor: int = 189_90,
    subject_id: uuid.UUID | None = None,
    at: datetime | None = None,
) -> Attempt:
    """An intent to charge this card, committed, and not yet brought before the provider."""
    with transaction.atomic():
        return open_intent(
            subject_kind="milestone",
            subject_id=subject_id or uuid.uuid4(),
            purpose=Purpose.MILESTONE,
            amount_minor=amount_minor,
            payer_id=card.user_id,
            statement="MILEPOST MP-TEST",
            card_id=card.pk,
            at=at or clock.now(),
        )


def recover(after: timedelta = LATER) -> list[Attempt]:
    """What the jobs do some time later: look at everything that is due. Returns the attempts that were looked at."""
    later = clock.now() + after
    with clock.travelled_to(later):
        due = [*due_for_check(limit=100, at=later), *due_refunds(limit=100, at=later)]
        for attempt_id in due:
            pursue(attempt_id)
    return list(Attempt.objects.filter(pk__in=due))


def charges_at_the_provider() -> int:
    """How many payments took money."""
    return DemoPayment.objects.filter(status="succeeded").count()


class FlakyGateway(DemoGateway):
    """The demo provider behind a bad line: each call meets the next fault of the list.

    ``ok``: it arrives. ``before``: the request is lost. ``after``: it takes effect and the answer is lost.
    """

    def __init__(self, faults: Iterable[str] = ()) -> None:
        self.faults = list(faults)

    def create(self, request: ChargeRequest) -> str:
        fault = self._lost_before()
        ref = super().create(request)
        self._lost_after(fault)
        return ref

    def confirm(self, ref: str) -> Outcome:
        fault = self._lost_before()
        return self._lost_after(fault, super().confirm(ref))

    def retrieve(self, ref: str) -> Outcome:
        fault = self._lost_before()
        return self._lost_after(fault, super().retrieve(ref))

    def cancel(self, ref: str) -> Outcome:
        fault = self._lost_before()
        return self._lost_after(fault, super().cancel(ref))

    def authenticate(self, ref: str, *, passed: bool) -> Outcome:
        fault = self._lost_before()
        return self._lost_after(fault, super().authenticate(ref, passed=passed))

    def refund(self, *, key: uuid.UUID, payment_ref: str, amount_minor: int) -> Outcome:
        fault = self._lost_before()
        outcome = super().refund(key=key, payment_ref=payment_ref, amount_minor=amount_minor)
        return self._lost_after(fault, outcome)

    def _lost_before(self) -> str:
        fault = self.faults.pop(0) if self.faults else "ok"
        if fault == "before":
            raise GatewayTimeout
        return fault

    def _lost_after(self, fault: str, outcome: Outcome | None = None) -> Outcome:
        if fault == "after":
            raise GatewayTimeout
        return outcome  # type: ignore[return-value]
