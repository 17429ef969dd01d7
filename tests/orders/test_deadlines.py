"""Clocks at their boundary: one second before, at, and one second after (product.md 5.1, 5.5)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from pytest_django import Settings

from accounts.models import User
from config.shared import clock
from config.shared.commands import Click
from config.shared.errors import Refusal, Stale
from config.shared.terms import frozen_windows
from orders import deadlines
from orders.audit import broken_invariants
from orders.ledger.accounts import pending
from orders.ledger.balances import balance
from orders.models import Attempt, DemoPayment, Intent, Order
from orders.operations import closing, disputing, extending, funding, requirements, very_late
from orders.operations.acting import TooLate
from orders.operations.extending import ExtendedAlready
from orders.operations.very_late import NotVeryLate
from orders.states import Act, Kind, MilestoneStatus, OrderStatus, Reason
from tests.orders import stories

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_eight_days_are_192_hours_on_the_utc_clock_in_both_daylight_saving_changes() -> None:
    for day in (datetime(2026, 3, 25, 12, tzinfo=UTC), datetime(2026, 10, 21, 12, tzinfo=UTC)):
        end = deadlines.acceptance_deadline(Kind.MILESTONES, frozen_windows(), day)
        assert end - day == timedelta(hours=192)
        here = end.astimezone(ZoneInfo("Europe/Ljubljana"))
        assert here.utcoffset() != day.astimezone(ZoneInfo("Europe/Ljubljana")).utcoffset()


def test_a_single_payment_has_three_days() -> None:
    assert deadlines.acceptance_deadline(Kind.SINGLE, frozen_windows(), START) == START + timedelta(days=3)


def test_a_revision_gets_the_time_that_was_left_but_at_least_three_days() -> None:
    assert deadlines.due_after_revision(START, timedelta(days=4)) == START + timedelta(days=4)
    assert deadlines.due_after_revision(START, timedelta(days=1)) == START + timedelta(days=3)


def test_a_pause_leaves_at_least_a_day() -> None:
    assert deadlines.after_pause(60, START) == START + timedelta(hours=24)
    assert deadlines.after_pause(7 * 86_400, START) == START + timedelta(days=7)


@pytest.fixture
def delivered(buyer: User, seller: User) -> Order:
    with clock.travelled_to(START):
        order = stories.order_of(seller, buyer, milestones=3)
        return stories.fresh(stories.deliver(order))


def deadline_of(order: Order) -> datetime:
    moment = stories.current(order).deadline_at
    assert moment is not None
    return moment


pytestmark = pytest.mark.django_db


def accept_at(order: Order, moment: datetime) -> Order:
    order = stories.fresh(order)
    return pressed(order, stories.click(order.buyer, order, at=moment))


def pressed(order: Order, click: Click) -> Order:
    return stories.accepting.accept(
        order_id=order.pk,
        act=Act.ACCEPT_DECIDE_LATER,
        delivery_round=stories.current(order).rounds,
        click=click,
    )


def test_a_click_a_second_before_the_deadline_wins_over_the_job_after_it(delivered: Order) -> None:
    end = deadline_of(delivered)
    accept_at(delivered, end - SECOND)
    assert closing.close_due(at=end + SECOND) == 0
    assert stories.fresh(delivered).status == OrderStatus.ACTIVE


@pytest.mark.parametrize("after", [timedelta(0), SECOND, timedelta(days=3)])
def test_a_click_at_or_after_the_deadline_closes_the_order_as_the_clock_would(
    delivered: Order, seller: User, after: timedelta
) -> None:
    end = deadline_of(delivered)
    with pytest.raises(TooLate):
        accept_at(delivered, end + after)
    order = stories.fresh(delivered)
    assert (order.status, order.reason) == (OrderStatus.COMPLETED, Reason.UNANSWERED)
    assert balance(pending(seller.pk)) == 14_400
    assert Intent.objects.count() == 1
    assert broken_invariants() == []


def test_the_same_click_too_late_is_not_told_that_it_was_done(delivered: Order) -> None:
    late = stories.click(delivered.buyer, delivered, at=deadline_of(delivered))
    for refusal in (TooLate, Stale, Stale):
        with pytest.raises(refusal):
            pressed(delivered, late)
    assert Intent.objects.count() == 1


def test_a_click_that_was_carried_out_is_no_answer_on_another_order(
    delivered: Order, buyer: User, seller: User
) -> None:
    other = stories.fresh(stories.deliver(stories.order_of(seller, buyer, milestones=3)))
    same = replace(stories.click(buyer, other), version=delivered.version, at=START)
    pressed(delivered, same)
    with pytest.raises(Stale):
        pressed(other, replace(same, version=other.version))
    assert stories.current(stories.fresh(other)).status == MilestoneStatus.DELIVERED


def test_the_job_closes_at_the_deadline_and_not_before(delivered: Order) -> None:
    end = deadline_of(delivered)
    assert closing.close_due(at=end - SECOND) == 0
    assert closing.close_due(at=end) == 1
    assert closing.close_due(at=end + SECOND) == 0, "a second run finds nothing"


def test_the_buyer_extends_once_per_delivery(delivered: Order, buyer: User) -> None:
    end = deadline_of(delivered)
    click = stories.click(buyer, delivered, at=end - SECOND)
    extending.extend(order_id=delivered.pk, click=click)
    assert deadline_of(delivered) == end + timedelta(days=5)
    order = stories.fresh(delivered)
    with pytest.raises(ExtendedAlready):
        extending.extend(order_id=order.pk, click=stories.click(buyer, order, at=end))
    assert closing.close_due(at=end + SECOND) == 0


def test_very_late_counts_from_24_hours_past_due(buyer: User, seller: User) -> None:
    with clock.travelled_to(START):
        order = stories.order_of(seller, buyer, milestones=2, days=5)
    order = stories.fresh(order)
    due = stories.current(order).due_at
    assert due is not None
    early = stories.click(buyer, order, at=due + timedelta(hours=24) - SECOND)
    with pytest.raises(NotVeryLate):
        very_late.cancel_very_late(order_id=order.pk, click=early)
    very_late.cancel_very_late(
        order_id=order.pk, click=stories.click(buyer, order, at=due + timedelta(hours=24))
    )
    order = stories.fresh(order)
    assert (order.status, order.reason) == (OrderStatus.CANCELLED, Reason.VERY_LATE)
    funding.recover_payments(at=clock.now())
    assert broken_invariants() == []
    assert Intent.objects.get(purpose="refund").amount_minor == 18_990


def test_abandoned_work_is_refunded_by_the_clock(buyer: User, seller: User) -> None:
    with clock.travelled_to(START):
        order = stories.order_of(seller, buyer, milestones=2, days=5)
    due = stories.current(order).due_at
    assert due is not None
    assert closing.close_due(at=due + timedelta(days=30) - SECOND) == 0
    assert closing.close_due(at=due + timedelta(days=30)) == 1
    order = stories.fresh(order)
    assert (order.status, order.reason) == (OrderStatus.CANCELLED, Reason.ABANDONED)


def test_an_order_that_is_never_paid_is_cancelled_and_its_offer_expires(buyer: User, seller: User) -> None:
    with clock.travelled_to(START):
        order = stories.order_of(seller, buyer, number=stories.DECLINED)
    placed = stories.fresh(order).placed_at
    assert closing.close_due(at=placed + timedelta(hours=24) - SECOND) == 0
    assert closing.close_due(at=placed + timedelta(hours=24)) == 1
    order = stories.fresh(order)
    assert (order.status, order.reason) == (OrderStatus.CANCELLED, Reason.NOT_PAID)
    assert order.offer is not None
    assert order.offer.state == "expired"


def test_the_next_milestone_that_is_not_paid_for_ten_days_completes_the_order(
    delivered: Order, buyer: User
) -> None:
    moment = START + timedelta(days=1)
    accept_at(delivered, moment)
    assert closing.close_due(at=moment + timedelta(days=10) - SECOND) == 0
    assert closing.close_due(at=moment + timedelta(days=10)) == 1
    order = stories.fresh(delivered)
    assert (order.status, order.reason) == (OrderStatus.COMPLETED, Reason.NOT_FUNDED)
    assert list(order.milestones.values_list("status", flat=True)) == ["accepted", "dropped", "dropped"]


def test_unanswered_requirements_cancel_and_refund_after_14_days(buyer: User, seller: User) -> None:
    with clock.travelled_to(START):
        offer = stories.offer_of(seller, buyer, milestones=2)
        question = {"text": "For whom?", "kind": "text", "choices": [], "required": True}
        type(offer).objects.filter(pk=offer.pk).update(questions=[question])
        card = stories.card_of(buyer)
        order = stories.placing.place_from_offer(
            offer_id=offer.pk, card_id=card.pk, click=stories.click(buyer)
        )
    order = stories.fresh(order)
    assert order.status == OrderStatus.AWAITING_REQUIREMENTS
    assert stories.current(order).due_at is None
    assert order.due_at is not None
    assert closing.close_due(at=order.due_at - SECOND) == 0
    assert closing.close_due(at=order.due_at) == 1
    order = stories.fresh(order)
    assert (order.status, order.reason) == (OrderStatus.CANCELLED, Reason.NO_REQUIREMENTS)
    with pytest.raises(Refusal):
        requirements.skip_requirements(order_id=order.pk, click=stories.click(seller, order))


def test_clocks_stand_still_in_a_dispute_and_run_on_afterwards(delivered: Order, buyer: User) -> None:
    end = deadline_of(delivered)
    opened = end - timedelta(days=2)
    disputing.open_dispute(
        order_id=delivered.pk, statement="Not as agreed.", click=stories.click(buyer, delivered, at=opened)
    )
    assert closing.close_due(at=end + timedelta(days=30)) == 0
    order = stories.fresh(delivered)
    assert order.due_at is None
    back = end + timedelta(days=30)
    disputing.withdraw_dispute(order_id=order.pk, click=stories.click(buyer, order, at=back))
    assert deadline_of(order) == back + timedelta(days=2)
    assert stories.current(order).status == MilestoneStatus.DELIVERED


def test_changing_a_setting_does_not_touch_orders_already_placed(
    delivered: Order, settings: Settings
) -> None:
    end = deadline_of(delivered)
    settings.ACCEPTANCE_WINDOW = timedelta(seconds=20)
    assert closing.close_due(at=end - SECOND) == 0
    with clock.travelled_to(START + timedelta(days=1)):
        stories.revise(delivered)
        stories.deliver(delivered)
    again = stories.current(delivered)
    assert again.deadline_at is not None
    assert again.delivered_at is not None
    assert again.deadline_at - again.delivered_at == timedelta(days=8)


def test_the_banks_question_answered_after_the_deadline_closes_the_order_and_charges_nothing(
    buyer: User, seller: User
) -> None:
    with clock.travelled_to(START):
        order = stories.order_of(seller, buyer, milestones=2, number=stories.AUTHENTICATE)
    attempt = Attempt.objects.get()
    assert attempt.status == "needs_authentication"
    end = START + timedelta(hours=25)
    with clock.travelled_to(end), pytest.raises(TooLate):
        funding.authenticate_payment(order_id=order.pk, attempt_id=attempt.pk, passed=True, at=clock.now())
    assert stories.fresh(order).reason == Reason.NOT_PAID
    with clock.travelled_to(end + timedelta(minutes=5)):
        funding.recover_payments(at=clock.now())
    assert DemoPayment.objects.get().charged_at is None
    assert broken_invariants() == []
