"""A member's orders as rows of a table to be downloaded."""

from collections.abc import Iterator
from datetime import tzinfo
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum

from config.shared.money import format_plain
from orders.models import Order, OrderMilestone
from orders.queries.narrowing import Wanted, narrowed
from orders.querysets import OrderQuerySet
from orders.states import Kind, MilestoneStatus, OrderStatus, Reason, Role

HEAD = (
    "Order", "Title", "State", "Why it ended", "Kind", "With", "Ordered", "Ended", "Milestones", "Accepted", "Price",
)  # fmt: skip
CHUNK = 1_000
MOMENT = "%Y-%m-%d %H:%M"


def order_rows(user_id: int, role: Role, wanted: Wanted, zone: tzinfo) -> Iterator[tuple[str, ...]]:
    """The head, then one row for each wanted order, the newest first; read in pieces. Moments in ``zone``.

    What is wanted is worked out now: days are those of the zone that is active while the request is answered, and not
    any more when the rows are sent.
    """
    other = "seller" if role == Role.BUYER else "buyer"
    own = narrowed(Order.objects.filter(**{f"{role}_id": user_id}), role, wanted).select_related(other)
    rail = OrderMilestone.objects.filter(order=OuterRef("pk"), position__lte=F("order__milestone_count"))
    by_order = rail.order_by().values("order")
    accepted = Count("pk", filter=Q(status=MilestoneStatus.ACCEPTED))
    orders = own.annotate(
        price=Subquery(by_order.annotate(sum=Sum("amount_minor")).values("sum")),
        accepted=Subquery(by_order.annotate(n=accepted).values("n")),
        released=Subquery(by_order.annotate(sum=Sum("released_minor")).values("sum")),
    )
    return _rows(orders.order_by("-placed_at", "-id"), other, zone)


def _rows(orders: OrderQuerySet[Any], other: str, zone: tzinfo) -> Iterator[tuple[str, ...]]:
    yield (*HEAD, "Accepted price")
    for order in orders.iterator(CHUNK):
        yield (
            order.number,
            order.title,
            str(OrderStatus(order.status).label),
            str(Reason(order.reason).label) if order.reason else "",
            str(Kind(order.kind).label),
            getattr(order, other).label,
            f"{order.placed_at.astimezone(zone):{MOMENT}}",
            f"{order.ended_at.astimezone(zone):{MOMENT}}" if order.ended_at else "",
            str(order.milestone_count),
            str(order.accepted),
            format_plain(order.price or 0),
            format_plain(order.released or 0),
        )
