"""Visitors of the demo market: nobody opens a page while it is loaded, so they are made up, the same each time."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from gigs.models import Gig, GigDay
from gigs.operations.figures import Counts, add_counts

DAYS = 90
WEEKEND = 5
CHECKOUT_SHARE = 0.04


def make_figures(*, until: datetime) -> None:
    """Views and visits to checkout of every gig since it went live, 90 days at most. Orders are counted already."""
    today = until.astimezone(UTC).date()
    ordered = {
        (slug, day): orders
        for slug, day, orders in GigDay.objects.filter(orders__gt=0).values_list("gig__slug", "day", "orders")
    }
    live = Gig.objects.filter(published_at__isnull=False).order_by("pk").values_list("slug", "published_at")
    counts = {
        (slug, day): _visits(chance, day, number, ordered.get((slug, day), 0))
        for slug, published in live
        if published is not None
        for chance in [random.Random(slug)]  # noqa: S311 - plausible, not secret
        for number, day in enumerate(_days(published.date(), today))
    }
    add_counts(counts)


def _days(published: date, today: date) -> Iterator[date]:
    first = max(published, today - timedelta(days=DAYS - 1))
    return (first + timedelta(days=place) for place in range((today - first).days + 1))


def _visits(chance: random.Random, day: date, number: int, orders: int) -> Counts:
    """More as a gig becomes known, fewer at weekends; whoever ordered was at checkout, and on the page before."""
    usual = (12 if day.weekday() < WEEKEND else 7) * (1 + number / DAYS)
    views = max(0, round(chance.gauss(usual, usual / 3)))
    checkouts = orders + sum(chance.random() < CHECKOUT_SHARE for _ in range(views))
    return Counts(views=views + checkouts, checkouts=checkouts)
