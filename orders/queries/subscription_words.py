"""A subscription's state: as a mark and a word, and in a sentence."""

from config.shared.moments import day_words
from config.shared.money import format_money
from orders.models import Order, Subscription
from orders.states import OrderStatus, Role
from orders.subscription_states import EndReason, SubscriptionStatus

MARKS = {
    SubscriptionStatus.ACTIVE: "in_progress",
    SubscriptionStatus.CANCELLED: "dropped",
    SubscriptionStatus.ENDED: "accepted",
}
WHY = {
    EndReason.ALL_PAID: "all months were ordered and paid",
    EndReason.NOT_PAID: "a month was not paid in time",
    EndReason.NO_REQUIREMENTS: "the seller\u2019s questions were not answered in time",
    EndReason.ABANDONED: "a month was never delivered",
    EndReason.SUSPENDED: "one of the two accounts cannot begin anything new",
    EndReason.GIG_DENIED: "its gig was taken off the market",
    EndReason.APART: "new orders between the two of you are not possible any more",
}


def subscription_badge(subscription: Subscription) -> tuple[str, str]:
    """The state as a mark and a word."""
    status = SubscriptionStatus(subscription.status)
    mark = "dropped" if subscription.reason not in {"", EndReason.ALL_PAID} else MARKS[status]
    return mark, str(status.label)


def sentence(subscription: Subscription, newest: Order, role: Role) -> str:
    """How it stands, and what comes next."""
    if subscription.status == SubscriptionStatus.CANCELLED:
        return f"{_who_cancelled(subscription, role)} cancelled it. Nothing more is charged; months that run go on."
    if subscription.status == SubscriptionStatus.ENDED:
        return f"It has ended: {WHY[EndReason(subscription.reason)]}. Nothing more is charged."
    month = f"Month {newest.month} of {subscription.months}"
    if newest.status == OrderStatus.AWAITING_PAYMENT:
        return f"{month} is not paid yet. Without its payment the subscription ends."
    if subscription.next_at is None:
        return f"{month} runs."
    total = format_money(subscription.total_minor)
    payer = "Your card is charged" if role == Role.BUYER else f"{subscription.buyer.label} is charged"
    return f"{month} runs. {payer} {total} for month {subscription.made + 1} on {day_words(subscription.next_at)}."


def _who_cancelled(subscription: Subscription, role: Role) -> str:
    if subscription.cancelled_by == role:
        return "You"
    if subscription.cancelled_by == Role.STAFF:
        return "Milepost"
    buyer = subscription.cancelled_by == Role.BUYER
    return subscription.buyer.label if buyer else subscription.seller.label
