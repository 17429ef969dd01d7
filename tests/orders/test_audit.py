"""The audit is silent on healthy orders, and names what was broken by hand."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db.models import F

from accounts.models import User
from orders.audit import broken_invariants, states
from orders.models import Intent, Order, OrderMilestone, Settlement
from orders.operations.sweeping import run_due
from orders.states import Act, MilestoneStatus, OrderStatus
from tests.orders import stories

pytestmark = pytest.mark.django_db

Sabotage = Callable[[Order], object]


@pytest.fixture
def running(buyer: User, seller: User) -> Order:
    """One milestone accepted, the second delivered, a third to come."""
    order = stories.order_of(seller, buyer, milestones=3)
    stories.deliver(order)
    stories.accept(order, Act.ACCEPT_AND_CONTINUE)
    return stories.fresh(stories.deliver(order))


def _second(order: Order) -> OrderMilestone:
    return order.milestones.get(position=2)


def _milestones(order: Order, position: int, **changes: object) -> int:
    return OrderMilestone.objects.filter(order=order, position=position).update(**changes)


SABOTAGE: dict[str, Sabotage] = {
    "was charged, not": lambda order: _milestones(order, 2, amount_minor=F("amount_minor") + 1),
    "came in and": lambda order: _milestones(order, 2, status=MilestoneStatus.ACCEPTED),
    "it was settled without a settlement": lambda order: Settlement.objects.filter(
        milestone__order=order
    ).delete(),
    "do not add up with its settlement": lambda order: Settlement.objects.update(seller_id=order.buyer_id),
    "its settlement and the ledger differ": lambda _: Settlement.objects.update(
        commission_minor=F("commission_minor") + 1, to_seller_minor=F("to_seller_minor") - 1
    ),
    "refunds of": lambda _: Settlement.objects.update(to_buyer_minor=5),
    "a charge was begun": lambda order: Intent.objects.filter(subject_id=_second(order).pk).update(
        subject_id=order.milestones.get(position=3).pk
    ),
    "no order can be": lambda order: Order.objects.filter(pk=order.pk).update(
        status=OrderStatus.AWAITING_PAYMENT
    ),
    "the current one is": lambda order: Order.objects.filter(pk=order.pk).update(current=3),
    "and its current milestone does not run": lambda order: Order.objects.filter(pk=order.pk).update(
        current=1
    ),
    "and no deadline is set": lambda order: Order.objects.filter(pk=order.pk).update(due_at=None),
    "the order's clock at": lambda order: Order.objects.filter(pk=order.pk).update(
        due_at=F("due_at") + timedelta(hours=1)
    ),
    "its history leads to": lambda order: Order.objects.filter(pk=order.pk).update(version=F("version") + 1),
    "milestones, 1 running": lambda order: Order.objects.filter(pk=order.pk).update(milestone_count=4),
}


@pytest.mark.parametrize("words", SABOTAGE)
def test_names_what_is_broken(words: str, running: Order) -> None:
    assert broken_invariants() == []

    SABOTAGE[words](running)

    assert [line for line in broken_invariants() if words in line]


def test_looks_at_one_order_only_when_asked(running: Order, outsider: User, seller: User) -> None:
    other = stories.order_of(seller, outsider, milestones=2)
    SABOTAGE["its history leads to"](other)

    assert broken_invariants(order_id=running.pk) == []
    assert len(broken_invariants(order_id=other.pk)) == 1


def test_sees_sellers_whose_pending_money_is_not_what_they_earned(running: Order, seller: User) -> None:
    with stories.later(days=15):
        run_due()
        assert broken_invariants() == []
        Settlement.objects.filter(milestone__order=running, milestone__position=1).update(cleared_at=None)

        assert [line for line in broken_invariants() if line.startswith(f"seller {seller.pk}: pending")]


def test_a_refund_that_was_never_sent_is_owed_and_not_broken(buyer: User, seller: User) -> None:
    order = stories.order_of(seller, buyer, milestones=2)
    with stories.later(days=36):
        run_due()
        assert stories.fresh(order).status == OrderStatus.CANCELLED
        assert broken_invariants() == []
        Intent.objects.filter(purpose="refund").update(amount_minor=F("amount_minor") - 1)

        assert [line for line in broken_invariants() if line.startswith("refund ")]


def test_no_pair_is_reachable_that_holds_money_after_the_end() -> None:
    for order, milestone in states.reachable():
        if order in {OrderStatus.COMPLETED, OrderStatus.CANCELLED}:
            assert milestone in {
                MilestoneStatus.ACCEPTED,
                MilestoneStatus.CANCELLED,
                MilestoneStatus.DROPPED,
            }


def test_the_command_says_that_nothing_is_broken(running: Order, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("audit")

    assert capsys.readouterr().out == "nothing broken\n"


def test_the_command_prints_each_line_and_ends_with_1(
    running: Order, capsys: pytest.CaptureFixture[str]
) -> None:
    SABOTAGE["and no deadline is set"](running)

    with pytest.raises(SystemExit) as ended:
        call_command("audit")

    assert ended.value.code == 1
    assert f"{running.number}: active, and no deadline is set\n" in capsys.readouterr().out
