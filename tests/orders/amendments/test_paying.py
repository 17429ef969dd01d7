"""The difference at the bank: declined, asked about, lost, too late; it is charged once and held, or it goes back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from accounts.models import User
from config.shared import clock
from orders.amending import Changes
from orders.ledger import accounts
from orders.ledger.balances import balance
from orders.models import Amendment, Attempt, Event, Intent, Order
from orders.operations import amending, consenting, disputing, funding
from orders.operations.amendments import AmendmentLapsed
from orders.operations.charging import PaymentInProcess
from orders.operations.lapsing import lapse_amendments
from orders.operations.sweeping import run_due
from orders.queries.case import case_of
from orders.queries.timeline import history_of
from orders.states import Act, Role
from tests.orders import stories
from tests.orders.amendments.changing import (
    accept,
    agreed,
    is_whole,
    newest,
    open_one,
    pay,
    propose,
    rail,
    refunds,
    rest_of,
)

pytestmark = pytest.mark.django_db
DEARER = Changes(amount_minor=240_00)


@pytest.fixture
def order(buyer: User, seller: User) -> Order:
    """Two milestones of 180.00, the first one running."""
    return stories.fresh(stories.order_of(seller, buyer, milestones=2))


def attempt_of(order: Order) -> Attempt:
    """The newest try to pay the difference."""
    return Attempt.objects.filter(intent__purpose="amendment").latest("created_at", "number")


def test_a_declined_card_leaves_the_old_terms_until_another_card_pays(order: Order) -> None:
    propose(order, order.seller, DEARER)
    accept(order, order.buyer, stories.DECLINED)
    waiting = open_one(order)
    assert waiting.agreed_at is not None
    assert waiting.payment_trouble
    assert rail(order)[0].amount_minor == 180_00
    assert Event.objects.filter(order=order, act="amendment_not_paid").count() == 1
    is_whole(order)
    pay(order)
    assert (rail(order)[0].amount_minor, rail(order)[0].fee_minor) == (240_00, 13_20)
    assert Intent.objects.filter(purpose="amendment").count() == 1
    is_whole(order)


@pytest.mark.parametrize("passed", [True, False])
def test_the_banks_question_decides(order: Order, passed: bool) -> None:
    propose(order, order.seller, DEARER)
    accept(order, order.buyer, stories.AUTHENTICATE)
    attempt = attempt_of(order)
    assert attempt.status == "needs_authentication"
    assert rail(order)[0].amount_minor == 180_00
    funding.authenticate_payment(order_id=order.pk, attempt_id=attempt.pk, passed=passed, at=clock.now())
    assert rail(order)[0].amount_minor == (240_00 if passed else 180_00)
    assert newest(order).outcome == ("in_force" if passed else "")
    is_whole(order)


def test_a_bank_that_is_answered_too_late_charges_nothing_and_the_changes_lapse(order: Order) -> None:
    propose(order, order.seller, DEARER)
    accept(order, order.buyer, stories.AUTHENTICATE)
    attempt = attempt_of(order)
    with stories.later(days=4, seconds=1) as at, pytest.raises(AmendmentLapsed):
        funding.authenticate_payment(order_id=order.pk, attempt_id=attempt.pk, passed=True, at=at)
    assert rail(order)[0].amount_minor == 180_00
    assert newest(order).outcome == "lapsed"
    assert Intent.objects.get(purpose="amendment").status == "closed"
    is_whole(order)


def test_the_history_keeps_what_was_held_when_it_was_paid(order: Order) -> None:
    agreed(order, DEARER)
    case = case_of(stories.fresh(order), Role.BUYER, clock.now())
    said = [line.words for line in history_of(case).lines]
    assert "“Step 1” is paid: $180.00 is held." in said
    assert rail(order)[0].amount_minor == 240_00


def test_a_lost_answer_holds_the_lapse_off_and_takes_effect_when_it_is_known(order: Order) -> None:
    propose(order, order.seller, DEARER)
    accept(order, order.buyer, stories.ANSWER_LOST)
    assert attempt_of(order).status == "unknown"
    with pytest.raises(PaymentInProcess):
        pay(order)
    with stories.later(days=4, seconds=1) as at:
        assert lapse_amendments(at=at) == 0
        assert open_one(order).sweep_after == at + timedelta(minutes=1)
        run_due()
    assert rail(order)[0].amount_minor == 240_00
    assert newest(order).outcome == "in_force"
    is_whole(order)


def test_a_charge_that_succeeds_after_the_settlement_goes_back_whole(order: Order) -> None:
    stories.deliver(order)
    propose(order, order.seller, DEARER)
    accept(order, order.buyer, stories.ANSWER_LOST)
    stories.accept(order, Act.ACCEPT_AND_STOP)
    assert newest(order).outcome == "closed"
    with stories.later(hours=1):
        run_due()
    assert refunds(order) == [63_30]
    first = rail(order)[0]
    assert (first.amount_minor, first.released_minor) == (180_00, 180_00)
    assert balance(accounts.held(first.pk)) == 0
    assert Event.objects.filter(order=order, act="charge_returned").count() == 1
    is_whole(order)


def test_a_dispute_closes_what_is_open_and_nothing_is_charged_for_it(order: Order) -> None:
    propose(order, order.seller, DEARER)
    accept(order, order.buyer, stories.DECLINED)
    click = stories.click(order.seller, stories.fresh(order))
    disputing.open_dispute(order_id=order.pk, statement="No.", click=click)
    assert newest(order).outcome == "closed"
    assert Intent.objects.get(purpose="amendment").status == "closed"
    is_whole(order)


def test_the_start_of_the_next_milestone_closes_what_was_proposed_before_it(order: Order) -> None:
    stories.accept(stories.deliver(order), Act.ACCEPT_DECIDE_LATER)
    propose(order, order.seller, Changes(rest=tuple(replace(row, name="Other") for row in rest_of(order))))
    stories.pay(order)
    assert newest(order).outcome == "closed"
    assert stories.current(order).name == "Step 2"
    is_whole(order)


def test_refunds_are_spread_over_the_charges_newest_first(order: Order) -> None:
    agreed(order, DEARER)
    assert balance(accounts.held(rail(order)[0].pk)) == 240_00
    with stories.later(days=40):
        run_due()
    # 240.00 and its fee: the difference's charge of 63.30 first, then the milestone's of 189.90
    assert refunds(order) == [63_30, 189_90]
    assert stories.fresh(order).reason == "abandoned"
    is_whole(order)
    assert balance(accounts.held(rail(order)[0].pk)) == 0
    assert balance(accounts.fees()) == 0


def test_up_and_down_again_refunds_no_charge_beyond_what_it_was(order: Order) -> None:
    agreed(order, DEARER)
    agreed(order, Changes(amount_minor=100_00))
    # 140.00 less, fee 13.20 -> 5.50: 147.70 back, 63.30 of it to the second charge
    assert refunds(order) == [63_30, 84_40]
    assert (rail(order)[0].amount_minor, rail(order)[0].fee_minor) == (100_00, 5_50)
    is_whole(order)
    agreed(order, Changes(amount_minor=130_00))
    is_whole(order)
    stories.accept(stories.deliver(order), Act.ACCEPT_AND_STOP)
    assert rail(order)[0].released_minor == 130_00
    is_whole(order)
    run_due()
    is_whole(order)


@pytest.mark.parametrize(("seconds", "lapsed"), [(-1, False), (0, True), (1, True)])
def test_it_lapses_after_four_days_to_the_second(order: Order, seconds: int, lapsed: bool) -> None:
    proposed = propose(order, order.seller, Changes(days=3))
    with stories.later(days=4, seconds=seconds):
        due = (proposed.due_at or clock.now()) + timedelta(seconds=seconds)
        assert lapse_amendments(at=due) == int(lapsed)
        assert lapse_amendments(at=due) == 0
    assert newest(order).outcome == ("lapsed" if lapsed else "")
    assert rail(order)[0].days == 5
    is_whole(order)


@pytest.mark.parametrize(("seconds", "late"), [(-1, False), (0, True), (1, True)])
def test_a_yes_in_time_counts_and_a_late_one_lets_it_lapse(order: Order, seconds: int, late: bool) -> None:
    proposed = propose(order, order.seller, Changes(days=3))
    at = (proposed.due_at or clock.now()) + timedelta(seconds=seconds)
    click = stories.click(order.buyer, order, at=at)
    if late:
        with pytest.raises(amending.AmendmentLapsed):
            consenting.accept(order_id=order.pk, amendment_id=proposed.pk, click=click)
    else:
        consenting.accept(order_id=order.pk, amendment_id=proposed.pk, click=click)
    assert newest(order).outcome == ("lapsed" if late else "in_force")
    assert rail(order)[0].days == (5 if late else 8)
    is_whole(order)


def test_what_was_agreed_and_not_paid_lapses_too(order: Order) -> None:
    propose(order, order.buyer, DEARER)
    accept(order, order.seller)
    until = open_one(order).due_at
    assert until is not None
    with stories.later(days=5):
        assert lapse_amendments(at=until) == 1
    assert Event.objects.get(order=order, act="lapse_amendment").data["agreed"] is True
    assert Amendment.objects.get(order=order).outcome == "lapsed"
    is_whole(order)
