"""From a planned attempt to a known fact: every test card, every lost answer."""

import itertools
import uuid
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from config.shared import clock
from orders.payments.audit import broken_invariants
from orders.payments.cards import remove_card
from orders.payments.facts import due_for_check, mark_finalized, unfinalized, unfinalized_of
from orders.payments.intents import close_intent, live_intent, new_attempt, paid_intent
from orders.payments.models import Attempt, AttemptStatus, Intent, IntentStatus
from orders.payments.pursuing import authenticate, pursue
from tests.support.payments import (
    ANSWER_LOST,
    AUTHENTICATE,
    DECLINED,
    FIRST_ONLY,
    INSUFFICIENT,
    LATER,
    SUCCESS,
    FlakyGateway,
    charges_at_the_provider,
    planned_charge,
    recover,
    saved_card,
)

pytestmark = pytest.mark.django_db


def test_a_success_pays_the_intent_once_however_often_it_is_pursued(buyer: User) -> None:
    attempt = planned_charge(saved_card(buyer))
    results = [pursue(attempt.pk) for _ in range(3)]
    assert {(one.status, one.surplus, one.amount_minor) for one in results} == {("succeeded", False, 189_90)}
    assert charges_at_the_provider() == 1
    assert Intent.objects.get().status == IntentStatus.SUCCEEDED
    assert paid_intent(subject_kind="milestone", subject_id=results[0].subject_id) == Intent.objects.get()
    assert broken_invariants() == []


@pytest.mark.parametrize(
    ("number", "code", "words"),
    [
        (DECLINED, "card_declined", "The card was declined."),
        (INSUFFICIENT, "insufficient_funds", "The card was declined: insufficient funds."),
    ],
)
def test_a_decline_is_recorded_with_its_words_and_the_intent_stays_open(
    buyer: User, number: str, code: str, words: str
) -> None:
    attempt = planned_charge(saved_card(buyer, number))
    result = pursue(attempt.pk)
    assert (result.status, result.decline_code, result.decline_words) == ("declined", code, words)
    assert live_intent(subject_kind="milestone", subject_id=result.subject_id) is not None
    assert charges_at_the_provider() == 0
    assert due_for_check(limit=9, at=clock.now() + timedelta(days=9)) == []


def test_first_charge_works_later_ones_decline_and_another_card_pays(buyer: User) -> None:
    card = saved_card(buyer, FIRST_ONLY)
    assert pursue(planned_charge(card).pk).status == "succeeded"
    second = planned_charge(card)
    assert pursue(second.pk).status == "declined"
    other = new_attempt(intent_id=second.intent_id, card_id=saved_card(buyer).pk, at=clock.now())
    assert pursue(other.pk).status == "succeeded"
    assert (other.number, charges_at_the_provider()) == (2, 2)
    assert broken_invariants() == []


@pytest.mark.parametrize(("passed", "status", "charges"), [(True, "succeeded", 1), (False, "declined", 0)])
def test_authentication_waits_for_the_buyer(buyer: User, passed: bool, status: str, charges: int) -> None:
    attempt = planned_charge(saved_card(buyer, AUTHENTICATE))
    waiting = pursue(attempt.pk)
    assert (waiting.status, waiting.decline_words) == (
        "needs_authentication",
        "The bank wants you to confirm this payment.",
    )
    assert mark_finalized(attempt_id=attempt.pk, status=waiting.status, at=clock.now())
    assert pursue(attempt.pk).finalized
    assert charges_at_the_provider() == 0
    answered = authenticate(attempt.pk, passed=passed)
    assert (answered.status, answered.finalized) == (status, False)
    assert authenticate(attempt.pk, passed=True).status == status
    assert charges_at_the_provider() == charges


def test_a_lost_answer_is_being_checked_and_found_again_charged_once(buyer: User) -> None:
    attempt = planned_charge(saved_card(buyer, ANSWER_LOST))
    first = pursue(attempt.pk)
    assert (first.status, first.in_process) == ("unknown", True)
    assert pursue(attempt.pk).status == "unknown"
    assert charges_at_the_provider() == 1
    assert unfinalized(limit=9, at=clock.now()) == []
    assert broken_invariants() == []
    with clock.travelled_to(clock.now() + timedelta(seconds=6)):
        assert pursue(attempt.pk).status == "succeeded"
        assert unfinalized(limit=9, at=clock.now()) == [attempt.pk]
    assert charges_at_the_provider() == 1


@pytest.mark.parametrize("faults", itertools.product(["ok", "before", "after"], repeat=3))
def test_no_fault_of_the_line_loses_or_doubles_a_charge(
    buyer: User, flaky: FlakyGateway, faults: tuple[str, ...]
) -> None:
    attempt = planned_charge(saved_card(buyer))
    flaky.faults = list(faults)
    pursue(attempt.pk)
    flaky.faults = []
    for turn in range(1, 4):
        recover(LATER * turn)
    assert Attempt.objects.get().status == AttemptStatus.SUCCEEDED
    assert charges_at_the_provider() == 1
    assert broken_invariants() == []


FAULTS = st.lists(st.sampled_from(["ok", "ok", "before", "after"]), max_size=12)
NUMBERS = st.sampled_from([SUCCESS, DECLINED, AUTHENTICATE, ANSWER_LOST])
STEPS = st.lists(st.sampled_from(["pursue", "again", "yes", "no", "close", "later"]), max_size=8)


@given(faults=FAULTS, numbers=st.lists(NUMBERS, min_size=1, max_size=3), steps=STEPS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_one_intent_is_charged_once_or_the_rest_is_surplus(
    buyer: User, flaky: FlakyGateway, faults: list[str], numbers: list[str], steps: list[str]
) -> None:
    flaky.faults = []
    cards = [saved_card(buyer, number) for number in numbers]
    attempt = planned_charge(cards[0])
    flaky.faults = faults
    for turn, step in enumerate(steps):
        attempt = _step(step, attempt, cards[turn % len(cards)].pk)
        assert broken_invariants() == []
    flaky.faults = []
    for turn in range(1, 5):
        recover(LATER * turn)
    intent = Intent.objects.get(pk=attempt.intent_id)
    attempts = intent.attempts.all()
    owning = [one for one in attempts if one.status == AttemptStatus.SUCCEEDED and not one.surplus]
    assert len(owning) == (intent.status == IntentStatus.SUCCEEDED)
    assert not attempts.filter(status__in=["planned", "stored", "confirming", "unknown"]).exists()
    assert broken_invariants() == []


def _step(step: str, attempt: Attempt, card_id: uuid.UUID) -> Attempt:
    intent = attempt.intent
    match step:
        case "pursue":
            pursue(attempt.pk)
        case "later":
            recover()
        case "yes" | "no":
            authenticate(attempt.pk, passed=step == "yes")
        case "close":
            _close(intent)
        case "again":
            intent.refresh_from_db()
            busy = intent.attempts.filter(status__in=["confirming", "unknown"]).exists()
            if intent.status == IntentStatus.OPEN and not busy:
                return new_attempt(intent_id=intent.pk, card_id=card_id, at=clock.now())
    return attempt


def _close(intent: Intent) -> bool:
    return close_intent(
        subject_kind="milestone", subject_id=intent.subject_id, purpose=intent.purpose, at=clock.now()
    )


def test_a_replaced_attempt_is_cancelled_before_the_next_one_charges(buyer: User) -> None:
    asked = planned_charge(saved_card(buyer, AUTHENTICATE))
    pursue(asked.pk)
    other = new_attempt(intent_id=asked.intent_id, card_id=saved_card(buyer).pk, at=clock.now())
    assert pursue(other.pk).status == "succeeded"
    assert authenticate(asked.pk, passed=True).status == "superseded"
    assert charges_at_the_provider() == 1
    assert unfinalized_of(asked.intent_id) == [other.pk]


def test_a_replaced_attempt_that_succeeded_meanwhile_pays_and_the_next_one_does_not_charge(
    buyer: User, flaky: FlakyGateway
) -> None:
    asked = planned_charge(saved_card(buyer, AUTHENTICATE))
    pursue(asked.pk)
    other = new_attempt(intent_id=asked.intent_id, card_id=saved_card(buyer).pk, at=clock.now())
    asked.refresh_from_db()
    flaky.authenticate(asked.provider_ref, passed=True)
    assert pursue(other.pk).status == "superseded"
    assert unfinalized_of(asked.intent_id) == [asked.pk]
    assert Intent.objects.get().status == IntentStatus.SUCCEEDED
    assert charges_at_the_provider() == 1


def test_while_the_earlier_one_cannot_be_cancelled_nothing_is_charged(
    buyer: User, flaky: FlakyGateway
) -> None:
    asked = planned_charge(saved_card(buyer, AUTHENTICATE))
    pursue(asked.pk)
    other = new_attempt(intent_id=asked.intent_id, card_id=saved_card(buyer).pk, at=clock.now())
    flaky.faults = ["ok", "before"]
    assert pursue(other.pk).in_process
    assert charges_at_the_provider() == 0
    recover()
    assert Attempt.objects.get(pk=other.pk).status == AttemptStatus.SUCCEEDED
    assert charges_at_the_provider() == 1


def test_a_superseded_attempt_tells_nothing_any_more(buyer: User) -> None:
    first = planned_charge(saved_card(buyer, DECLINED))
    second = new_attempt(intent_id=first.intent_id, card_id=saved_card(buyer).pk, at=clock.now())
    assert pursue(first.pk).status == "superseded"
    assert pursue(second.pk).status == "succeeded"
    assert unfinalized_of(first.intent_id) == [second.pk]


def test_a_success_after_the_end_is_surplus_and_reported_for_return(buyer: User) -> None:
    attempt = planned_charge(saved_card(buyer, ANSWER_LOST))
    intent = attempt.intent
    pursue(attempt.pk)
    assert _close(intent) is True
    recover()
    attempt.refresh_from_db()
    assert (attempt.status, attempt.surplus) == (AttemptStatus.SUCCEEDED, True)
    assert Intent.objects.get().status == IntentStatus.CLOSED
    assert unfinalized(limit=9, at=clock.now() + timedelta(hours=1)) == [attempt.pk]


def test_after_the_end_nothing_is_charged_any_more(buyer: User) -> None:
    attempt = planned_charge(saved_card(buyer))
    intent = attempt.intent
    assert _close(intent) is False
    assert pursue(attempt.pk).status == "superseded"
    assert charges_at_the_provider() == 0


def test_a_click_that_was_never_brought_before_the_provider_is_not_charged_long_after(buyer: User) -> None:
    attempt = planned_charge(saved_card(buyer))
    assert [one.pk for one in recover(timedelta(hours=2))] == [attempt.pk]
    attempt.refresh_from_db()
    assert (attempt.status, attempt.decline_code) == (AttemptStatus.DECLINED, "not_attempted")
    assert charges_at_the_provider() == 0


def test_a_confirm_that_never_arrived_is_not_repeated_long_after(buyer: User, flaky: FlakyGateway) -> None:
    attempt = planned_charge(saved_card(buyer))
    flaky.faults = ["ok", "before", "before"]
    assert pursue(attempt.pk).status == "unknown"
    recover(timedelta(hours=2))
    attempt.refresh_from_db()
    assert (attempt.status, attempt.decline_code) == (AttemptStatus.DECLINED, "not_attempted")
    assert charges_at_the_provider() == 0


def test_a_removed_card_declines_in_words(buyer: User) -> None:
    card = saved_card(buyer)
    remove_card(user_id=buyer.pk, card_id=card.pk, at=clock.now())
    result = pursue(planned_charge(card).pk)
    assert (result.status, result.decline_code) == ("declined", "card_removed")
    assert charges_at_the_provider() == 0


def test_never_asks_the_provider_inside_a_transaction(buyer: User) -> None:
    attempt = planned_charge(saved_card(buyer))
    with pytest.raises(RuntimeError, match="after commit"), transaction.atomic():
        pursue(attempt.pk)
    assert charges_at_the_provider() == 0
    assert Attempt.objects.get().status == AttemptStatus.PLANNED


def test_a_fact_takes_effect_once_and_only_as_it_stands(buyer: User) -> None:
    attempt = planned_charge(saved_card(buyer))
    pursue(attempt.pk)
    now = clock.now()
    assert not mark_finalized(attempt_id=attempt.pk, status=AttemptStatus.DECLINED, at=now)
    assert mark_finalized(attempt_id=attempt.pk, status=AttemptStatus.SUCCEEDED, at=now)
    assert not mark_finalized(attempt_id=attempt.pk, status=AttemptStatus.SUCCEEDED, at=now)
    assert unfinalized(limit=9, at=now) == []
