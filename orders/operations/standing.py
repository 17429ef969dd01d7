"""The order first, always: its lock, and everything about it under that lock."""

from uuid import UUID

from config.shared.reading import Asked, read_together
from orders.models import Order, OrderMilestone
from orders.transitions import Standing


def lock(order_id: UUID, *, skip_locked: bool = False) -> Standing:
    """Lock the order and read its milestones, by one message.

    Raises Order.DoesNotExist, also when it is locked elsewhere and ``skip_locked``. SQLite ignores row locks: there
    the write transaction itself excludes others, and the conditional updates stand alone.
    """
    lock = "FOR UPDATE SKIP LOCKED" if skip_locked else "FOR UPDATE"
    orders, milestones = read_together(
        Asked(Order, "id", order_id, order_by="id", lock=lock),
        Asked(OrderMilestone, "order_id", order_id, order_by="position"),
    )
    if not orders:
        raise Order.DoesNotExist
    return Standing(orders[0], milestones)
