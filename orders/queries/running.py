"""The running orders of two people, as they stand beside their conversation."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db.models import F

from config.shared.components import Post
from orders.models import Order, OrderMilestone
from orders.queries.case import Case
from orders.queries.endings import badge, headline
from orders.queries.posts import posts_of, progress_label
from orders.standing import Standing
from orders.states import OPEN, Role

SHOWN_MAX = 5
_MILESTONES_MAX = 6


@dataclass(frozen=True, slots=True)
class Running:
    """One order in short: what anybody may know of it without reading its payments."""

    order: Order
    headline: str
    badge: tuple[str, str]
    posts: tuple[Post, ...]
    progress: str


def running_between(conversation_id: UUID, user_id: int, at: datetime) -> list[Running]:
    """The running orders of a conversation, the nearest deadline first, as this member sees them; one statement."""
    rows = OrderMilestone.objects.filter(
        order__conversation_id=conversation_id,
        order__status__in=OPEN,
        position__lte=F("order__milestone_count"),
    ).select_related("order__buyer", "order__seller")
    found = rows.order_by("order__due_at", "order_id", "position")[: SHOWN_MAX * _MILESTONES_MAX]
    by_order = [list(group) for _, group in groupby(found, key=lambda row: row.order_id)]
    whole = [group for group in by_order if len(group) == group[0].order.milestone_count]
    return [_running(group, user_id, at) for group in whole[:SHOWN_MAX]]


def runs_in(conversation_id: UUID) -> bool:
    """Whether an order of the two runs: then their conversation stays open, whoever blocked whom (product.md 4)."""
    return Order.objects.filter(conversation_id=conversation_id, status__in=OPEN).exists()


def _running(milestones: list[OrderMilestone], user_id: int, at: datetime) -> Running:
    order = milestones[0].order
    role = Role.BUYER if order.buyer_id == user_id else Role.SELLER
    case = Case(Standing(order, milestones), role, at)
    return Running(
        order=order,
        headline=headline(case),
        badge=badge(case),
        posts=posts_of(order, milestones, at),
        progress=progress_label(order, milestones),
    )
