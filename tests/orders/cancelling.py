"""Short ways to ask for a cancellation and to answer it, in tests: everything goes through the operations."""

from accounts.models import User
from orders.models import CancellationRequest, Order
from orders.operations import agreeing, cancelling
from tests.orders.stories import click, fresh


def ask(order: Order, user: User, released_minor: int = 0, reason: str = "Plans have changed.") -> Order:
    """One side asks."""
    order = fresh(order)
    return cancelling.request_cancellation(
        order_id=order.pk, released_minor=released_minor, reason=reason, click=click(user, order)
    )


def agree(order: Order, user: User) -> Order:
    """The other side accepts."""
    order = fresh(order)
    return agreeing.accept_cancellation(order_id=order.pk, click=click(user, order))


def refuse(order: Order, user: User, text: str = "It is nearly done.") -> Order:
    """The other side refuses."""
    order = fresh(order)
    return agreeing.refuse_cancellation(order_id=order.pk, text=text, click=click(user, order))


def take_back(order: Order, user: User) -> Order:
    """Whoever asked withdraws."""
    order = fresh(order)
    return agreeing.withdraw_cancellation(order_id=order.pk, click=click(user, order))


def request_of(order: Order) -> CancellationRequest:
    """The newest request on it."""
    return CancellationRequest.objects.filter(order_id=order.pk).latest("opened_at")
