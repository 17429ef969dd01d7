"""The order first, always: its lock, and everything about it under that lock."""

from uuid import UUID

from django.db import connection

from config.shared.commands import Click, claiming, first_outcome
from config.shared.errors import Stale
from config.shared.reading import Asked, read_and_write, read_together
from orders.models import Amendment, Order, OrderMilestone, Subscription
from orders.standing import Standing

ROW_LOCK = "FOR UPDATE"


def lock(order_id: UUID, *, skip_locked: bool = False) -> Standing:
    """Lock the order and read its milestones, by one message, and its open amendment when it can have one.

    Raises Order.DoesNotExist, also when it is locked elsewhere and ``skip_locked``. SQLite ignores row locks: there
    the write transaction itself excludes others, and the conditional updates stand alone.
    """
    how = f"{ROW_LOCK} SKIP LOCKED" if skip_locked and ROW_LOCK else ROW_LOCK
    return _standing(*read_together(*_of_order(order_id, how)))


def lock_for(order_id: UUID, click: Click, name: str) -> tuple[Standing, bool]:
    """The same, and the click's command is claimed by that message too; False when it was carried out before.

    Raises Order.DoesNotExist, and Stale when the one-time id was used by somebody else, for another command, or on
    another order.
    """
    outcome = {"order": str(order_id)}
    claim = claiming(click, name, outcome)
    found, written = read_and_write(*_of_order(order_id, ROW_LOCK), writing=claim)
    standing = _standing(*found)
    if not written and first_outcome(click, name) != outcome:
        raise Stale
    return standing, bool(written)


def _of_order(order_id: UUID, how: str) -> tuple[Asked, Asked]:
    return (
        Asked(Order, "id", order_id, order_by="id", lock=how),
        Asked(OrderMilestone, "order_id", order_id, order_by="position"),
    )


def _standing(orders: list[Order], milestones: list[OrderMilestone]) -> Standing:
    if not orders:
        raise Order.DoesNotExist
    order = orders[0]
    rail = [one for one in milestones if one.position <= order.milestone_count]
    return Standing(order, rail, _proposed(order) if order.asked else None)


def _proposed(order: Order) -> Amendment | None:
    return Amendment.objects.filter(order_id=order.pk, closed_at__isnull=True).first()


def lock_subscription(subscription_id: UUID, *, skip_locked: bool = False) -> Subscription:
    """Lock a subscription, after the order where both are needed. Raises Subscription.DoesNotExist."""
    rows = Subscription.objects.all()
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(of=("self",), skip_locked=skip_locked)
    return rows.get(pk=subscription_id)
