"""Money that goes back: in full, in part, once, and never more than came in."""

import uuid
from collections.abc import Callable

import pytest

from accounts.models import User
from config.shared import clock
from orders.payments import intents
from orders.payments.audit import broken_invariants
from orders.payments.demo.models import DemoPayment, DemoRefund
from orders.payments.demo.processor import DemoGateway
from orders.payments.facts import due_refunds, unfinalized_of
from orders.payments.gateway import ChargeRequest, GatewayRefused
from orders.payments.models import Attempt, AttemptStatus, Intent, Purpose
from orders.payments.pursuing import pursue
from tests.support.payments import DECLINED, LATER, FlakyGateway, planned_charge, recover, saved_card

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid(buyer: User) -> Intent:
    """189.90, charged."""
    attempt = planned_charge(saved_card(buyer))
    pursue(attempt.pk)
    return Intent.objects.get()


def give_back(paid: Intent, amount_minor: int) -> Attempt:
    refund = intents.open_refund(of_intent_id=paid.pk, amount_minor=amount_minor, at=clock.now())
    attempt = intents.newest_attempt(refund.pk)
    assert attempt is not None
    return attempt


def sent_back() -> list[int]:
    return list(DemoRefund.objects.order_by("created_at").values_list("amount_minor", flat=True))


def test_a_refund_is_due_at_once_and_sent_once_however_often_it_is_pursued(paid: Intent) -> None:
    attempt = give_back(paid, 126_60)
    assert due_refunds(limit=9, at=clock.now()) == [attempt.pk]
    assert {pursue(attempt.pk).status for _ in range(3)} == {AttemptStatus.SUCCEEDED}
    assert sent_back() == [126_60]
    assert unfinalized_of(attempt.intent_id) == [attempt.pk]
    assert (attempt.intent.purpose, attempt.intent.subject_id) == (Purpose.REFUND, paid.subject_id)
    assert broken_invariants() == []


def test_parts_add_up_to_the_charge_and_no_further(paid: Intent) -> None:
    for part in (100_00, 80_00, 9_90):
        pursue(give_back(paid, part).pk)
    with pytest.raises(intents.OverRefund):
        give_back(paid, 1)
    assert sent_back() == [100_00, 80_00, 9_90]
    assert DemoPayment.objects.get().refunded_minor == 189_90
    assert broken_invariants() == []


def test_what_is_planned_counts_before_it_is_sent(paid: Intent) -> None:
    give_back(paid, 189_90)
    with pytest.raises(intents.OverRefund):
        give_back(paid, 1)
    assert sent_back() == []


@pytest.mark.parametrize("faults", [["before"], ["after"], ["after", "before"], ["before", "after"]])
def test_a_lost_answer_never_sends_it_twice(paid: Intent, flaky: FlakyGateway, faults: list[str]) -> None:
    attempt = give_back(paid, 50_00)
    flaky.faults = list(faults)
    assert pursue(attempt.pk).status == AttemptStatus.UNKNOWN
    for turn in range(1, 3):
        recover(LATER * turn)
    attempt.refresh_from_db()
    assert attempt.status == AttemptStatus.SUCCEEDED
    assert sent_back() == [50_00]
    assert broken_invariants() == []


def test_a_refund_that_the_provider_refuses_is_a_fact_for_a_person(paid: Intent) -> None:
    attempt = give_back(paid, 189_90)
    charge = Attempt.objects.get(intent=paid)
    DemoGateway().refund(key=uuid.uuid4(), payment_ref=charge.provider_ref, amount_minor=1)
    result = pursue(attempt.pk)
    assert (result.status, result.decline_code) == (AttemptStatus.DECLINED, "over_refund")
    assert unfinalized_of(attempt.intent_id) == [attempt.pk]
    assert sent_back() == [1]


def test_what_was_never_charged_is_not_sent_back(buyer: User) -> None:
    attempt = planned_charge(saved_card(buyer, DECLINED))
    pursue(attempt.pk)
    with pytest.raises(intents.NotPayable):
        give_back(attempt.intent, 1)


def test_the_provider_honours_keys_and_refuses_too_much(paid: Intent) -> None:
    provider, key = DemoGateway(), uuid.uuid4()
    ref = Attempt.objects.get().provider_ref
    first = provider.refund(key=key, payment_ref=ref, amount_minor=100_00)
    assert provider.refund(key=key, payment_ref=ref, amount_minor=100_00) == first
    assert (
        _code(lambda: provider.refund(key=key, payment_ref=ref, amount_minor=1_00)) == "idempotency_mismatch"
    )
    assert (
        _code(lambda: provider.refund(key=uuid.uuid4(), payment_ref=ref, amount_minor=89_91)) == "over_refund"
    )
    assert sent_back() == [100_00]


def test_the_provider_creates_once_per_key_and_refuses_other_figures(buyer: User) -> None:
    provider, token = DemoGateway(), saved_card(buyer).token
    request = ChargeRequest(uuid.uuid4(), 10_00, "USD", token, "MILEPOST")
    assert provider.create(request) == provider.create(request)
    other = ChargeRequest(request.key, 10_01, "USD", token, "MILEPOST")
    assert _code(lambda: provider.create(other)) == "idempotency_mismatch"
    assert DemoPayment.objects.count() == 1


def test_the_provider_confirms_and_cancels_once(buyer: User) -> None:
    provider, token = DemoGateway(), saved_card(buyer).token
    kept = provider.create(ChargeRequest(uuid.uuid4(), 10_00, "USD", token, "MILEPOST"))
    assert [provider.confirm(kept).status for _ in range(2)] == ["succeeded", "succeeded"]
    assert provider.cancel(kept).status == "succeeded"
    gone = provider.create(ChargeRequest(uuid.uuid4(), 10_00, "USD", token, "MILEPOST"))
    assert provider.cancel(gone).status == "cancelled"
    assert provider.confirm(gone).status == "cancelled"
    assert DemoPayment.objects.filter(status="succeeded").count() == 1


def _code(call: Callable[[], object]) -> str:
    with pytest.raises(GatewayRefused) as refusal:
        call()
    return refusal.value.code
