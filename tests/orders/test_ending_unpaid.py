"""The seller ends an order whose next milestone is not paid (product.md 5.2, row 11)."""

import pytest

from accounts.models import Mail, Notification, User
from config.shared import outbox
from config.shared.errors import Stale
from orders.audit import broken_invariants
from orders.models import Intent, Order
from orders.operations.acting import TooLate
from orders.operations.charging import PaymentInProcess
from orders.operations.stopping import end_unpaid
from orders.payments.models import Purpose
from orders.states import Act, OrderStatus, Reason
from orders.transitions import NotInThisState, NotYourPart
from tests.orders import stories
from tests.orders.stories import click, fresh

pytestmark = pytest.mark.django_db


def undecided(seller: User, buyer: User) -> Order:
    order = stories.deliver(stories.order_of(seller, buyer, milestones=3))
    return fresh(stories.accept(order, Act.ACCEPT_DECIDE_LATER))


def test_completes_the_order_and_charges_and_refunds_nothing(seller: User, buyer: User) -> None:
    order = undecided(seller, buyer)
    end_unpaid(order_id=order.pk, click=click(seller, order))
    ended = fresh(order)
    assert (ended.status, ended.reason) == (OrderStatus.COMPLETED, Reason.REMAINDER_CANCELLED)
    assert [m.status for m in ended.milestones.order_by("position")] == ["accepted", "dropped", "dropped"]
    assert not Intent.objects.filter(purpose=Purpose.REFUND).exists()
    assert Intent.objects.filter(purpose=Purpose.MILESTONE).count() == 1
    assert broken_invariants() == []


def test_tells_the_buyer_by_bell_and_mail(seller: User, buyer: User) -> None:
    order = undecided(seller, buyer)
    outbox.drain(100)
    end_unpaid(order_id=order.pk, click=click(seller, order))
    outbox.drain(100)
    bell = Notification.objects.filter(user=buyer).latest("id")
    assert bell.text.startswith(f"{seller.label} ended “")
    assert "Nothing more is charged" in bell.text
    assert Mail.objects.filter(user=buyer, subject=f"{seller.label} ended the order").count() == 1
    assert not Mail.objects.filter(user=seller, subject__contains="ended the order").exists()


def test_is_refused_while_a_charge_is_in_process(seller: User, buyer: User) -> None:
    order = fresh(stories.pay(undecided(seller, buyer), stories.ANSWER_LOST))
    with pytest.raises(PaymentInProcess):
        end_unpaid(order_id=order.pk, click=click(seller, order))
    assert fresh(order).status == OrderStatus.ACTIVE


def test_a_declined_try_does_not_stand_in_its_way(seller: User, buyer: User) -> None:
    order = fresh(stories.pay(undecided(seller, buyer), stories.DECLINED))
    end_unpaid(order_id=order.pk, click=click(seller, order))
    assert fresh(order).status == OrderStatus.COMPLETED
    assert broken_invariants() == []


def test_is_the_sellers_alone_and_only_there(seller: User, buyer: User) -> None:
    order = undecided(seller, buyer)
    with pytest.raises(NotYourPart):
        end_unpaid(order_id=order.pk, click=click(buyer, order))
    running = stories.order_of(seller, buyer, milestones=2)
    with pytest.raises(NotInThisState):
        end_unpaid(order_id=running.pk, click=click(seller, running))
    with pytest.raises(Stale):
        end_unpaid(order_id=order.pk, click=click(seller, stories.order_of(seller, buyer, milestones=2)))


def test_comes_too_late_when_the_time_to_pay_is_over(seller: User, buyer: User) -> None:
    order = undecided(seller, buyer)
    assert order.due_at is not None
    with pytest.raises(TooLate):
        end_unpaid(order_id=order.pk, click=click(seller, order, at=order.due_at))
    assert fresh(order).reason == Reason.NOT_FUNDED
