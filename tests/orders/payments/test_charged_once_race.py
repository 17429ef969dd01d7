"""Many at once, on rows that really lock: one charge, one refund, and no order of events that breaks the books."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connection, transaction

from accounts.models import User
from config.shared import clock
from config.shared.errors import Refusal
from orders.payments import intents
from orders.payments.audit import broken_invariants
from orders.payments.demo.models import DemoRefund
from orders.payments.models import Attempt, AttemptStatus, Intent, IntentStatus
from orders.payments.pursuing import pursue
from tests.support.payments import charges_at_the_provider, planned_charge, recover, saved_card

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
THREADS = 8
ROUNDS = 10


def at_once(*calls: Callable[[], object]) -> list[object]:
    """Let all of them begin at the same moment; their results, or the refusals they met."""
    start = Barrier(len(calls))

    def run(call: Callable[[], object]) -> object:
        try:
            start.wait(timeout=20)
            return call()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_eight_pursuers_charge_once(buyer: User) -> None:
    card = saved_card(buyer)
    for round_number in range(1, ROUNDS + 1):
        attempt = planned_charge(card)
        at_once(*[partial(pursue, attempt.pk)] * THREADS)
        attempt.refresh_from_db()
        assert attempt.status == AttemptStatus.SUCCEEDED
        assert charges_at_the_provider() == round_number
    assert broken_invariants() == []


def test_eight_senders_refund_once(buyer: User) -> None:
    attempt = planned_charge(saved_card(buyer))
    pursue(attempt.pk)
    for round_number in range(1, ROUNDS + 1):
        with transaction.atomic():
            refund = intents.open_refund(of_intent_id=attempt.intent_id, amount_minor=10_00, at=clock.now())
        sending = refund.attempts.get().pk
        at_once(*[partial(pursue, sending)] * THREADS)
        assert DemoRefund.objects.count() == round_number
    assert broken_invariants() == []


def test_refunds_opened_at_the_same_time_never_add_up_to_more(buyer: User) -> None:
    attempt = planned_charge(saved_card(buyer))
    pursue(attempt.pk)

    def half() -> Intent:
        with transaction.atomic():
            return intents.open_refund(of_intent_id=attempt.intent_id, amount_minor=90_00, at=clock.now())

    opened = at_once(*[half] * THREADS)
    assert [type(one) for one in opened].count(Intent) == 2
    assert [type(one) for one in opened].count(intents.OverRefund) == THREADS - 2


def test_closing_beside_charging_leaves_nothing_charged_or_something_to_return(buyer: User) -> None:
    card = saved_card(buyer)
    for _ in range(ROUNDS):
        attempt = planned_charge(card)
        before = charges_at_the_provider()
        at_once(partial(pursue, attempt.pk), partial(_close, attempt))
        recover()
        attempt.refresh_from_db()
        charged = charges_at_the_provider() - before
        closed = Intent.objects.get(pk=attempt.intent_id).status == IntentStatus.CLOSED
        assert charged == (attempt.status == AttemptStatus.SUCCEEDED)
        assert attempt.surplus == (closed and bool(charged))
    assert broken_invariants() == []


def test_another_card_beside_the_first_charges_once(buyer: User) -> None:
    first, second = saved_card(buyer), saved_card(buyer)
    for round_number in range(1, ROUNDS + 1):
        attempt = planned_charge(first)
        at_once(
            partial(pursue, attempt.pk),
            partial(_pay_with, attempt.intent_id, second.pk),
        )
        recover()
        owning = Attempt.objects.filter(intent=attempt.intent_id, status=AttemptStatus.SUCCEEDED)
        assert [one.surplus for one in owning] == [False]
        assert charges_at_the_provider() == round_number
    assert broken_invariants() == []


def _close(attempt: Attempt) -> None:
    intent = attempt.intent
    with transaction.atomic():
        intents.close_intent(
            subject_kind="milestone", subject_id=intent.subject_id, purpose=intent.purpose, at=clock.now()
        )


def _pay_with(intent_id: UUID, card_id: UUID) -> None:
    with transaction.atomic():
        other = intents.new_attempt(intent_id=intent_id, card_id=card_id, at=clock.now())
    pursue(other.pk)
