"""Everything the page of a subscription shows, in a number of statements that does not grow. Minor units."""

from dataclasses import dataclass
from datetime import datetime

from config.shared.components import Post
from config.shared.money import fee_of
from orders.models import Order, OrderMilestone, Subscription
from orders.queries.months import Month, months_of
from orders.queries.subscription_words import sentence, subscription_badge
from orders.queries.words import counted, revisions_words
from orders.states import HELD, OrderStatus, Role
from orders.subscription_states import SubscriptionAct, SubscriptionStatus, subscription_acts


@dataclass(frozen=True, slots=True)
class MonthSums:
    """The money of all months. What the buyer paid, got back and is still to pay includes the fee.

    ``earned`` and ``to_earn`` are the seller's, after commission.
    """

    paid: int
    held: int
    released: int
    earned: int
    refunded: int
    to_come: int
    to_earn: int


@dataclass(frozen=True, slots=True)
class SubscriptionPage:
    """The page of one party. ``unpaid``: the month that waits for its payment."""

    subscription: Subscription
    role: Role
    at: datetime
    sentence: str
    badge: tuple[str, str]
    months: tuple[Month, ...]
    posts: tuple[Post, ...]
    sums: MonthSums
    work: str
    unpaid: Order | None
    acts: tuple[SubscriptionAct, ...]

    @property
    def is_buyer(self) -> bool:
        """The reader buys."""
        return self.role == Role.BUYER

    @property
    def is_over(self) -> bool:
        """Nothing more is charged."""
        return self.subscription.status != SubscriptionStatus.ACTIVE

    @property
    def is_live(self) -> bool:
        """Something may still change by itself."""
        return not self.is_over or any(month.is_open for month in self.months)

    @property
    def first_never(self) -> int:
        """The first month that was not ordered."""
        return self.subscription.made + 1

    @property
    def can_cancel(self) -> bool:
        """The table has the button for the reader."""
        return SubscriptionAct.CANCEL in self.acts

    @property
    def can_change_card(self) -> bool:
        """There is a charge to come, and the reader pays it."""
        return SubscriptionAct.CHANGE_CARD in self.acts and (
            self.subscription.next_at is not None or self.unpaid is not None
        )

    @property
    def shown(self) -> str:
        """Changes whenever the page would read differently: polling answers 204 while it is the same."""
        return shown_token(self.subscription, [month.order for month in self.months if month.order])


def shown_token(subscription: Subscription, orders: list[Order]) -> str:
    """The versions of all that it shows."""
    return "-".join(map(str, [subscription.version, *(order.version for order in orders)]))


def subscription_page(subscription: Subscription, role: Role, at: datetime) -> SubscriptionPage:
    """Read its months: one statement for the orders, one for their milestones and settlements."""
    orders = list(Order.objects.filter(subscription_id=subscription.pk).order_by("month"))
    rows = OrderMilestone.objects.filter(order__in=orders, position=1).select_related("settlement")
    milestones = {row.order_id: row for row in rows}
    months = months_of(subscription, orders, milestones, at)
    waiting = [order for order in orders if order.status == OrderStatus.AWAITING_PAYMENT]
    return SubscriptionPage(
        subscription=subscription,
        role=role,
        at=at,
        sentence=sentence(subscription, orders[-1], role),
        badge=subscription_badge(subscription),
        months=months,
        posts=tuple(month.post for month in months),
        sums=_sums(subscription, list(milestones.values())),
        work=f"{counted(subscription.days, 'day')} of work, {revisions_words(subscription.revisions).lower()}",
        unpaid=waiting[0] if waiting else None,
        acts=subscription_acts(subscription.status, role),
    )


def _sums(subscription: Subscription, rows: list[OrderMilestone]) -> MonthSums:
    settled = [row.settlement for row in rows if getattr(row, "settlement", None) is not None]
    active = subscription.status == SubscriptionStatus.ACTIVE
    left = subscription.months - subscription.made if active else 0
    amount = subscription.amount_minor
    return MonthSums(
        paid=sum(row.total_minor for row in rows if row.started_at),
        held=sum(row.amount_minor for row in rows if row.status in HELD),
        released=sum(one.kept_minor for one in settled),
        earned=sum(one.net_minor for one in settled),
        refunded=sum(one.back_minor for one in settled),
        to_come=left * subscription.total_minor,
        to_earn=left * (amount - fee_of(amount, subscription.commission_bp)),
    )
