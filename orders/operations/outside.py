"""Nobody of staff judges, pays or hides anything in an order of their own (product.md 8)."""

from config.shared.errors import Forbidden
from orders.models import Order


class OwnOrder(Forbidden):
    """Whoever acts as staff is its buyer or seller."""

    default_message = "You are a party of this order. Somebody else of staff has to do this."


def must_be_outside(order: Order, staff_id: int) -> None:
    """Refuse an act of staff on their own order. Raises OwnOrder."""
    if staff_id in {order.buyer_id, order.seller_id}:
        raise OwnOrder
