"""The audit names what is wrong with requests to cancel."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models import F
from django.urls import reverse

from accounts.models import User
from orders.audit import broken_invariants
from orders.models import CancellationRequest, Order, OrderMilestone
from orders.states import OrderStatus
from tests.orders import stories
from tests.orders.cancelling import agree, ask
from tests.orders.pages import signed_in

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
SABOTAGE: dict[str, Callable[[Order], object]] = {
    "no paid work of it runs": lambda order: Order.objects.filter(pk=order.pk).update(
        status=OrderStatus.DISPUTED
    ),
    "an answer is due at": lambda order: Order.objects.filter(pk=order.pk).update(due_at=F("due_at") + HOUR),
    "the delivery ends at": lambda order: OrderMilestone.objects.filter(order=order, position=1).update(
        deadline_at=F("deadline_at") + HOUR
    ),
}


@pytest.mark.parametrize("words", SABOTAGE)
def test_names_what_is_broken(words: str, seller: User, buyer: User) -> None:
    order = ask(stories.deliver(stories.order_of(seller, buyer, milestones=2)), seller, 6_000)
    assert broken_invariants() == []
    SABOTAGE[words](order)
    assert [line for line in broken_invariants() if words in line]


@pytest.mark.parametrize("change", [{"released_minor": 1}, {"outcome": "void"}])
def test_what_was_agreed_is_what_was_settled(seller: User, buyer: User, change: dict[str, object]) -> None:
    order = ask(stories.order_of(seller, buyer, milestones=2), seller, 6_000)
    agree(order, buyer)
    assert broken_invariants() == []
    CancellationRequest.objects.update(**change)
    assert [line for line in broken_invariants(order_id=order.pk) if "is not what was settled" in line]


def test_staff_read_requests_and_change_none(seller: User, buyer: User, staff: User) -> None:
    order = ask(stories.order_of(seller, buyer, milestones=2), seller, 6_000, "I am ill.")
    request = CancellationRequest.objects.get()
    client = signed_in(staff)
    listed = client.get(reverse("admin:orders_cancellationrequest_changelist"), {"q": order.number})
    assert "$60.00" in listed.content.decode()
    page = client.get(reverse("admin:orders_cancellationrequest_change", args=[request.pk]))
    assert "I am ill." in page.content.decode()
    assert client.post(page.request["PATH_INFO"], {"reason": "x"}).status_code == 403
