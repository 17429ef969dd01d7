"""The order first, always: its lock, and everything about it under that lock."""

from uuid import UUID

from django.db import connection

from orders.models import Order, OrderMilestone
from orders.transitions import Standing


def lock(order_id: UUID, *, skip_locked: bool = False) -> Standing:
    """Lock the order and read its milestones.

    Raises Order.DoesNotExist, also when it is locked elsewhere and ``skip_locked``. SQLite ignores row locks:
    there the write transaction itself excludes others, and the conditional updates stand alone.
    """
    orders = Order.objects.all()
    if connection.features.has_select_for_update:
        skip = skip_locked and connection.features.has_select_for_update_skip_locked
        orders = orders.select_for_update(skip_locked=skip, of=("self",))
    order = orders.get(pk=order_id)
    return Standing(order, list(OrderMilestone.objects.filter(order_id=order_id).order_by("position")))
