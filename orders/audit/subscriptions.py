"""Subscriptions against the orders of their months."""

from collections.abc import Iterator

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet

from orders.models import Order, OrderMilestone, Subscription
from orders.payments.models import IN_FLIGHT, Attempt, AttemptStatus
from orders.states import OrderStatus
from orders.subscription_states import EndReason, SubscriptionStatus


def broken(orders: QuerySet[Order]) -> Iterator[str]:
    """Months are numbered without a gap, on the terms that were agreed, and none is asked for after the end."""
    rows = Subscription.objects.filter(Exists(orders.filter(subscription=OuterRef("pk"))))
    yield from _counted(rows)
    yield from _clocks(rows)
    yield from _terms(rows)
    yield from _after_the_end(rows)


def _counted(rows: QuerySet[Subscription]) -> Iterator[str]:
    found = rows.annotate(count=Count("orders"), first=Min("orders__month"), last=Max("orders__month"))
    for one in found.exclude(count=F("made"), first=1, last=F("made")):
        yield f"subscription {one.pk}: {one.count} months from {one.first} to {one.last}, {one.made} were made"


def _clocks(rows: QuerySet[Subscription]) -> Iterator[str]:
    """The first payment sets the clock, the last month ends it."""
    begun = OrderMilestone.objects.filter(order__subscription=OuterRef("pk"), started_at__isnull=False)
    first, last = begun.filter(order__month=1), begun.filter(order__month=OuterRef("months"))
    for one in rows.filter(anchor_at__isnull=True).filter(Exists(first)):
        yield f"subscription {one.pk}: its first month is paid, and it has no anchor"
    for one in rows.filter(anchor_at__isnull=False).filter(~Exists(first)):
        yield f"subscription {one.pk}: it has an anchor, and its first month was never paid"
    waits = Q(status=SubscriptionStatus.ACTIVE, anchor_at__isnull=False, made__lt=F("months"))
    for one in rows.filter(waits, due_at__isnull=True):
        yield f"subscription {one.pk}: months are left, and nothing is planned"
    for one in rows.filter(status=SubscriptionStatus.ACTIVE).filter(Exists(last)):
        yield f"subscription {one.pk}: its last month is paid, and it has not ended"
    for one in rows.filter(reason=EndReason.ALL_PAID).filter(~Exists(last)):
        yield f"subscription {one.pk}: it ended as all paid, and its last month was not"


def _terms(rows: QuerySet[Subscription]) -> Iterator[str]:
    """A month costs what was agreed, unless an amendment changed that month."""
    other = OrderMilestone.objects.filter(order__subscription__in=rows, order__amendments__isnull=True)
    agreed = Q(
        amount_minor=F("order__subscription__amount_minor"), fee_minor=F("order__subscription__fee_minor")
    )
    for row in other.exclude(agreed).select_related("order"):
        yield f"{row.order.number}: month {row.order.month} costs {row.amount_minor}, not what was agreed"


def _after_the_end(rows: QuerySet[Subscription]) -> Iterator[str]:
    """Nothing waits for a payment any more, unless its charge was under way at the end."""
    waiting = Order.objects.filter(subscription__in=rows, status=OrderStatus.AWAITING_PAYMENT)
    tried = Attempt.objects.filter(intent__subject_id=OuterRef("milestones__pk"))
    under_way = tried.filter(status__in=(*IN_FLIGHT, AttemptStatus.SUCCEEDED))
    over = waiting.exclude(subscription__status=SubscriptionStatus.ACTIVE)
    for order in over.filter(~Exists(under_way)):
        yield f"{order.number}: its subscription is over, and it still waits for a payment"
