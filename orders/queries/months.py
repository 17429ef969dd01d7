"""The months of a subscription, ordered or to come, as posts of its rail and as rows of its list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from config.shared.components import Post
from config.shared.moments import day_words
from config.shared.money import format_money
from orders.deadlines import renewal_at
from orders.models import Order, OrderMilestone, Subscription
from orders.states import OPEN, MilestoneStatus
from orders.subscription_states import SubscriptionStatus


@dataclass(frozen=True, slots=True)
class Month:
    """One month: its charge with the fee in minor units, its day, its order once there is one."""

    post: Post
    total_minor: int
    day: datetime | None
    order: Order | None = None

    @property
    def is_open(self) -> bool:
        """Its order has not ended."""
        return self.order is not None and self.order.status in OPEN


def months_of(
    subscription: Subscription,
    orders: Sequence[Order],
    milestones: Mapping[UUID, OrderMilestone],
    at: datetime,
) -> tuple[Month, ...]:
    """Every month that was agreed: ordered ones as they stand, the others planned or never to be."""
    made = [_ordered(order, milestones[order.pk], at) for order in orders]
    rest = range(len(made) + 1, subscription.months + 1)
    return (*made, *(_to_come(subscription, number) for number in rest))


def _ordered(order: Order, row: OrderMilestone, at: datetime) -> Month:
    state = "refunded" if row.status == MilestoneStatus.CANCELLED else row.status
    late = ", late" if row.is_late(at) else ""
    post = Post(
        number=order.month or 1,
        name=row.name,
        state=state,
        state_label=f"{MilestoneStatus(row.status).label}{late}",
        price=format_money(row.total_minor),
        when=day_words(row.started_at or order.placed_at),
        current=order.status in OPEN,
    )
    return Month(post, row.total_minor, row.started_at or order.placed_at, order)


def _to_come(subscription: Subscription, number: int) -> Month:
    over = subscription.status != SubscriptionStatus.ACTIVE
    day = None if over else planned_at(subscription, number)
    post = Post(
        number=number,
        name=f"Month {number}",
        state="dropped" if over else "planned",
        state_label="Never charged" if over else "To come",
        price=format_money(subscription.total_minor),
        when=day_words(day) if day else "",
    )
    return Month(post, subscription.total_minor, day)


def planned_at(subscription: Subscription, month: int) -> datetime | None:
    """When a month that is not ordered yet is charged; None as long as the first one is not paid."""
    if subscription.anchor_at is None:
        return None
    if month == subscription.made + 1 and subscription.next_at is not None:
        return subscription.next_at
    return renewal_at(subscription.anchor_at, subscription.period, month - 1)
