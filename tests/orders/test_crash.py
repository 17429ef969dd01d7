"""The process dies in the middle of "Accept and continue": accepting stands, the next charge happens once."""

import uuid
from datetime import timedelta

import pytest

from accounts.models import User
from config.shared import clock
from orders.audit import broken_invariants
from orders.ledger.accounts import held, pending
from orders.ledger.balances import balance
from orders.models import DemoPayment, Order
from orders.operations.closing import close_due
from orders.operations.funding import recover_payments
from orders.states import Act, MilestoneStatus, OrderStatus
from tests.orders import stories
from tests.support.dying import run_and_die

pytestmark = [pytest.mark.crash, pytest.mark.django_db(transaction=True)]

DEMO = "orders.payments.demo.processor:DemoGateway"
DEATHS = (
    (f"{DEMO}.create", "before"),
    (f"{DEMO}.create", "after"),
    (f"{DEMO}.confirm", "before"),
    (f"{DEMO}.confirm", "after"),
    ("orders.payments.recording:record", "after"),
    ("orders.operations.funding:finalize", "before"),
)


def accept_and_continue(order_id: uuid.UUID) -> None:
    """What the dying process does."""
    stories.accept(Order.objects.get(pk=order_id), Act.ACCEPT_AND_CONTINUE)


@pytest.mark.parametrize(("at", "moment"), DEATHS)
def test_a_killed_process_is_recovered_by_the_next_sweep_and_charges_once(
    buyer: User, seller: User, at: str, moment: str
) -> None:
    order = stories.order_of(seller, buyer, milestones=3)
    stories.deliver(order)
    run_and_die("tests.orders.test_crash:accept_and_continue", order.pk, at=at, moment=moment)

    assert balance(pending(seller.pk)) == 14_400, "accepting stands"
    assert stories.current(order).status == MilestoneStatus.AWAITING_PAYMENT
    for minutes in (2, 4, 8):
        with clock.travelled_to(clock.now() + timedelta(minutes=minutes)):
            recover_payments(at=clock.now())

    second = stories.current(order)
    assert (second.position, second.status) == (2, MilestoneStatus.IN_PROGRESS)
    assert balance(held(second.pk)) == 18_000
    assert sorted(DemoPayment.objects.values_list("status", flat=True)) == ["succeeded", "succeeded"]
    assert broken_invariants() == []


def test_jobs_that_were_down_for_three_days_give_the_same_end_state(buyer: User, seller: User) -> None:
    order = stories.order_of(seller, buyer, milestones=2)
    stories.deliver(order)
    deadline = stories.current(order).deadline_at
    assert deadline is not None
    with clock.travelled_to(deadline + timedelta(days=3)):
        assert close_due(at=clock.now()) == 1
    order = stories.fresh(order)
    assert (order.status, order.reason) == (OrderStatus.COMPLETED, "unanswered")
    assert balance(pending(seller.pk)) == 14_400
