"""A member's subscriptions, for the pages that list what they buy or sell."""

from dataclasses import dataclass

from accounts.models import User
from orders.models import Subscription
from orders.queries.subscription_words import subscription_badge
from orders.states import Role
from orders.subscription_states import SubscriptionStatus

LISTED_MAX = 50


@dataclass(frozen=True, slots=True)
class SubscriptionRow:
    """One of them, for one side."""

    subscription: Subscription
    other: User
    badge: tuple[str, str]

    @property
    def is_over(self) -> bool:
        """Nothing more is charged."""
        return self.subscription.status != SubscriptionStatus.ACTIVE


def subscriptions_of(user_id: int, role: Role) -> list[SubscriptionRow]:
    """What still runs first, by the next charge; then what is over, the newest first. One statement."""
    rows = Subscription.objects.filter(**{f"{role}_id": user_id}).select_related("buyer", "seller")
    found = rows.order_by("-placed_at")[:LISTED_MAX]
    both = [
        SubscriptionRow(one, one.seller if role == Role.BUYER else one.buyer, subscription_badge(one))
        for one in found
    ]
    return sorted(both, key=lambda row: (row.is_over, row.subscription.next_at is None))
