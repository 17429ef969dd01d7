"""The article's own example, and what follows from it (article, custom offers, steps 5 and 6)."""

import pytest

from accounts.models import Mail, Notification, User
from orders.audit import broken_invariants
from orders.ledger.accounts import held, pending
from orders.ledger.balances import balance
from orders.models import Intent, Settlement
from orders.operations.closing import close_due
from orders.operations.sweeping import run_due
from orders.states import Act, MilestoneStatus, OrderStatus, Reason
from tests.orders import stories

pytestmark = pytest.mark.django_db


def test_six_milestones_stopped_after_five_is_completed_and_the_sixth_is_never_charged(
    buyer: User, seller: User
) -> None:
    order = stories.order_of(seller, buyer, milestones=6, amount_minor=18_000)
    for _ in range(4):
        stories.deliver(order)
        stories.accept(order, Act.ACCEPT_AND_CONTINUE)
    stories.deliver(order)
    stories.accept(order, Act.ACCEPT_AND_STOP)

    order = stories.fresh(order)
    assert (order.status, order.reason) == (OrderStatus.COMPLETED, Reason.STOPPED)
    statuses = list(order.milestones.values_list("status", flat=True))
    assert statuses == [MilestoneStatus.ACCEPTED] * 5 + [MilestoneStatus.DROPPED]
    assert balance(pending(seller.pk)) == 5 * (18_000 - 3_600)
    sixth = order.milestones.get(position=6)
    assert not Intent.objects.filter(subject_id=sixth.pk).exists()
    assert not Intent.objects.filter(purpose="refund").exists()
    assert balance(held(sixth.pk)) == 0
    assert Settlement.objects.filter(milestone__order=order).count() == 5
    assert broken_invariants() == []

    run_due()
    never = "Do not go on with the remaining milestones: they will never be charged."
    bell = Notification.objects.filter(user=seller, url=f"/orders/{order.number}/").latest("pk")
    assert never in bell.text
    mail = Mail.objects.filter(user=seller).latest("created_at")
    assert "stopped" in mail.text
    assert "Do not go on" in mail.text
    assert balance(pending(seller.pk)) == 5 * (18_000 - 3_600)
    assert not Intent.objects.filter(subject_id=sixth.pk).exists()


def test_silence_for_eight_days_pays_the_delivered_milestone_and_charges_nothing_more(
    buyer: User, seller: User
) -> None:
    order = stories.order_of(seller, buyer, milestones=3, amount_minor=10_000)
    stories.deliver(order)
    with stories.later(days=8, seconds=-5) as at:
        assert close_due(at=at) == 0
    assert stories.fresh(order).status == OrderStatus.ACTIVE
    with stories.later(days=8) as at:
        assert close_due(at=at) == 1

    order = stories.fresh(order)
    assert (order.status, order.reason) == (OrderStatus.COMPLETED, Reason.UNANSWERED)
    assert balance(pending(seller.pk)) == 8_000
    assert Intent.objects.count() == 1
    assert broken_invariants() == []


def test_a_card_that_declines_later_makes_the_order_wait_and_another_card_goes_on(
    buyer: User, seller: User
) -> None:
    order = stories.order_of(seller, buyer, milestones=2, number=stories.FIRST_ONLY)
    stories.deliver(order)
    stories.accept(order, Act.ACCEPT_AND_CONTINUE)

    second = stories.current(order)
    assert second.position == 2
    assert second.status == MilestoneStatus.AWAITING_PAYMENT
    assert second.payment_trouble
    assert stories.fresh(order).status == OrderStatus.ACTIVE
    assert balance(pending(seller.pk)) == 18_000 - 3_600

    stories.pay(order)
    second = stories.current(order)
    assert second.status == MilestoneStatus.IN_PROGRESS
    assert second.payment_trouble == ""
    assert balance(held(second.pk)) == 18_000
    stories.deliver(order)
    stories.accept(order, Act.ACCEPT_FINAL)
    assert stories.fresh(order).reason == Reason.FINISHED
    assert broken_invariants() == []


def test_a_lost_answer_is_found_by_a_job_and_charged_once(buyer: User, seller: User) -> None:
    from_lost = stories.order_of(seller, buyer, milestones=2, number=stories.ANSWER_LOST)
    assert stories.fresh(from_lost).status == OrderStatus.AWAITING_PAYMENT
    with stories.later(minutes=3) as at:
        stories.funding.recover_payments(at=at)
    order = stories.fresh(from_lost)
    assert order.status == OrderStatus.ACTIVE
    assert balance(held(stories.current(order).pk)) == 18_000
    assert broken_invariants() == []
