"""Whoever has not written a review is asked once more before the time is over (product.md 7, reminders)."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.notifications import mail, ring
from config.shared import clock, outbox
from orders import deadlines
from orders.models import Order, Review, ReviewAsk
from orders.queries.words import moment_words
from orders.states import OrderStatus, Role

BEFORE = timedelta(days=3)


def ask_later(order: Order) -> None:
    """Plan it for an order that was just completed; again is harmless."""
    if order.status == OrderStatus.COMPLETED and order.ended_at is not None:
        row = ReviewAsk(order_id=order.pk, due_at=_moment(order, order.ended_at))
        ReviewAsk.objects.bulk_create([row], ignore_conflicts=True)


def _moment(order: Order, ended_at: datetime) -> datetime:
    """Three days before the end; at half of a time that is not twice as long."""
    until = deadlines.review_until(order.windows, ended_at)
    return max(until - BEFORE, ended_at + (until - ended_at) / 2)


@outbox.handler("orders.ask_for_review")
def ask_for_review(payload: dict[str, Any]) -> None:
    """Ask each side that can still write and has not."""
    order = Order.objects.select_related("buyer", "seller").get(pk=payload["order"])
    until = deadlines.review_until(order.windows, order.ended_at or clock.now())
    wrote = set(Review.objects.filter(order_id=order.pk).values_list("role", flat=True))
    sides = {Role.BUYER: (order.buyer, order.seller), Role.SELLER: (order.seller, order.buyer)}
    for role, (reader, other) in sides.items():
        if role not in wrote and clock.now() < until:
            with timezone.override(reader.zone):
                _ask(order, reader, other, moment_words(until), quiet=bool(payload.get("quiet")))


def _ask(order: Order, reader: User, other: User, until: str, *, quiet: bool) -> None:
    happened = f"You have until {until} to review your work with {other.label} on “{order.title}”."
    key, url = f"review:{order.pk}", f"/orders/{order.number}/review/"
    ring(user_id=reader.pk, key=key, text=happened, url=url, at=clock.now())
    mail(
        user_id=reader.pk,
        key=key,
        subject=f"How was it to work with {other.label}?",
        template="notice",
        context={
            "lines": (happened, "Three questions and, if you like, a few words."),
            "facts": (("Order", order.number), ("With", other.label)),
            "url": url,
            "button": "Write a review",
        },
        kind="reminders",
        quiet=quiet,
    )
