"""The process dies at the worst moments; the next look of a job finds out, and the card is charged once."""

import pytest
from django.db import transaction

from accounts.models import User
from config.shared import clock
from orders.payments import intents
from orders.payments.audit import broken_invariants
from orders.payments.demo.models import DemoRefund
from orders.payments.models import Attempt, AttemptStatus, Intent, IntentStatus
from orders.payments.pursuing import pursue
from tests.support.dying import run_and_die
from tests.support.payments import charges_at_the_provider, planned_charge, recover, saved_card

pytestmark = [pytest.mark.crash, pytest.mark.django_db(transaction=True)]

PURSUE = "orders.payments.pursuing:pursue"
GATEWAY = "orders.payments.demo.processor:DemoGateway"
RECORDING = "orders.payments.recording"


@pytest.mark.parametrize(
    ("at", "moment", "charged"),
    [
        (f"{GATEWAY}.create", "after", 0),
        (f"{RECORDING}:begin_confirming", "after", 0),
        (f"{GATEWAY}.confirm", "after", 1),
        (f"{RECORDING}:record", "after", 1),
    ],
)
def test_a_charge_survives_the_death_of_its_process(buyer: User, at: str, moment: str, charged: int) -> None:
    attempt = planned_charge(saved_card(buyer))
    run_and_die(PURSUE, attempt.pk, at=at, moment=moment)
    assert charges_at_the_provider() == charged
    assert broken_invariants() == []
    recover()
    attempt.refresh_from_db()
    assert (attempt.status, attempt.surplus, attempt.finalized_at) == (AttemptStatus.SUCCEEDED, False, None)
    assert Intent.objects.get().status == IntentStatus.SUCCEEDED
    assert charges_at_the_provider() == 1
    assert broken_invariants() == []


def test_a_refund_survives_the_death_of_its_process(buyer: User) -> None:
    attempt = planned_charge(saved_card(buyer))
    pursue(attempt.pk)
    with transaction.atomic():
        refund = intents.open_refund(of_intent_id=attempt.intent_id, amount_minor=50_00, at=clock.now())
    run_and_die(PURSUE, refund.attempts.get().pk, at=f"{GATEWAY}.refund", moment="after")
    assert Attempt.objects.get(intent=refund).status == AttemptStatus.CONFIRMING
    recover()
    assert Attempt.objects.get(intent=refund).status == AttemptStatus.SUCCEEDED
    assert list(DemoRefund.objects.values_list("amount_minor", flat=True)) == [50_00]
    assert broken_invariants() == []
