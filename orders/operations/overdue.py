"""Many orders whose deadline has passed, locked together, and as much of them as closing them wants to know."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F, OuterRef

from orders.glances import Glance
from orders.models import Order, OrderMilestone
from orders.queries.call_facts import calls_ahead

_OF_ORDER = (
    "pk",
    "status",
    "version",
    "current",
    "milestone_count",
    "seller_id",
    "commission_bp",
    "windows__CLEARING",
    "asked",
)
_OF_MILESTONE = ("order_id", "pk", "status", "amount_minor", "fee_minor", "calls_ahead")


def lock_due(at: datetime, limit: int) -> list[tuple[Any, ...]]:
    """Lock up to ``limit`` orders whose deadline has passed, the longest overdue first; to be handed to ``glances``.

    What somebody else works on is left out, so that workers share the work. SQLite ignores row locks (``standing``).
    """
    orders = Order.objects.due(at).order_by("due_at")
    if connection.features.has_select_for_update_skip_locked:
        orders = orders.select_for_update(skip_locked=True)
    return list(orders.values_list(*_OF_ORDER)[:limit])


def glances(locked: Iterable[tuple[Any, ...]], at: datetime) -> Iterator[Glance]:
    """Read the current milestones of locked orders, and whether any of an order's have calls to come."""
    orders = {order[0]: order for order in locked}
    current = OrderMilestone.objects.filter(order_id__in=list(orders), position=F("order__current"))
    rows = current.annotate(calls_ahead=calls_ahead(OuterRef("order_id"), at)).values_list(*_OF_MILESTONE)
    found = {row[0]: row[1:] for row in rows}
    return (Glance(*order, *found[order_id]) for order_id, order in orders.items())
