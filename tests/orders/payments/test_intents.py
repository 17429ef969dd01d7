"""What may be paid, by whom, and what stands in the way."""

import uuid
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from config.shared import clock
from orders.payments import intents
from orders.payments.facts import due_for_check
from orders.payments.models import Attempt, AttemptStatus, Intent, IntentStatus
from orders.payments.pursuing import pursue
from orders.payments.recording import PLANNED_CHECK
from tests.support.payments import ANSWER_LOST, DECLINED, planned_charge, saved_card

pytestmark = pytest.mark.django_db
SUBJECT = uuid.UUID(int=9)


def test_a_planned_charge_is_written_down_before_anybody_is_asked(buyer: User) -> None:
    now = clock.now()
    attempt = planned_charge(saved_card(buyer), subject_id=SUBJECT, at=now)
    assert (attempt.status, attempt.number, attempt.provider_ref) == (AttemptStatus.PLANNED, 1, "")
    assert (attempt.intent.amount_minor, attempt.intent.status) == (189_90, IntentStatus.OPEN)
    assert due_for_check(limit=9, at=now) == []
    assert due_for_check(limit=9, at=now + PLANNED_CHECK) == [attempt.pk]
    assert intents.newest_attempt(attempt.intent_id) == attempt


@pytest.mark.parametrize("paid", [False, True])
def test_one_subject_has_one_live_or_paid_intent(buyer: User, paid: bool) -> None:
    card = saved_card(buyer)
    attempt = planned_charge(card, subject_id=SUBJECT)
    if paid:
        pursue(attempt.pk)
    with pytest.raises(intents.AlreadyLive):
        planned_charge(card, subject_id=SUBJECT)
    assert Intent.objects.count() == 1


def test_the_database_itself_refuses_a_second_live_intent(buyer: User) -> None:
    intent = planned_charge(saved_card(buyer), subject_id=SUBJECT).intent
    intent.pk = uuid.uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        intent.save(force_insert=True)


def test_a_closed_intent_makes_room_for_another(buyer: User) -> None:
    card = saved_card(buyer)
    intent = planned_charge(card, subject_id=SUBJECT).intent
    intents.close_intent(subject_kind="milestone", subject_id=SUBJECT, purpose=intent.purpose, at=clock.now())
    assert planned_charge(card, subject_id=SUBJECT).intent_id != intent.pk


def test_nobody_pays_with_a_foreign_card(buyer: User, outsider: User) -> None:
    attempt = planned_charge(saved_card(buyer, DECLINED))
    pursue(attempt.pk)
    foreign = saved_card(outsider)
    with pytest.raises(intents.NotYourCard):
        intents.new_attempt(intent_id=attempt.intent_id, card_id=foreign.pk, at=clock.now())
    assert Attempt.objects.count() == 1


def test_no_other_try_begins_while_the_provider_may_be_charging(buyer: User) -> None:
    attempt = planned_charge(saved_card(buyer, ANSWER_LOST), subject_id=SUBJECT)
    assert not intents.in_flight(subject_kind="milestone", subject_id=SUBJECT)
    pursue(attempt.pk)
    assert intents.in_flight(subject_kind="milestone", subject_id=SUBJECT, lock=True)
    card = saved_card(buyer)
    with pytest.raises(intents.ChargeInProcess):
        intents.new_attempt(intent_id=attempt.intent_id, card_id=card.pk, at=clock.now())


def _close(intent: Intent) -> None:
    intents.close_intent(
        subject_kind="milestone", subject_id=intent.subject_id, purpose=intent.purpose, at=clock.now()
    )


def _pay(intent: Intent) -> None:
    pursue(intent.attempts.get().pk)


@pytest.mark.parametrize("end", [_close, _pay])
def test_what_is_over_is_not_tried_again(buyer: User, end: Callable[[Intent], None]) -> None:
    card = saved_card(buyer)
    attempt = planned_charge(card)
    end(attempt.intent)
    with pytest.raises(intents.NotPayable):
        intents.new_attempt(intent_id=attempt.intent_id, card_id=card.pk, at=clock.now())


def test_two_tries_in_flight_cannot_be_stored(buyer: User) -> None:
    attempt = planned_charge(saved_card(buyer, ANSWER_LOST))
    pursue(attempt.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(
            intent=attempt.intent,
            number=2,
            provider="demo",
            status=AttemptStatus.UNKNOWN,
            created_at=clock.now(),
        )
