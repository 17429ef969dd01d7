"""Counts of a gig by UTC day. They are only ever added to, so several processes may write at the same time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import connection, transaction

from gigs.models import Gig

BATCH = 150
"""Rows of one statement: five values each stay far below what SQLite takes."""

_ADD = """
INSERT INTO gigs_gigday (gig_id, day, views, checkouts, orders) VALUES {rows}
ON CONFLICT (gig_id, day) DO UPDATE SET
    views = gigs_gigday.views + excluded.views,
    checkouts = gigs_gigday.checkouts + excluded.checkouts,
    orders = gigs_gigday.orders + excluded.orders
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """What is added to one gig's day."""

    views: int = 0
    checkouts: int = 0
    orders: int = 0


def add_counts(counts: Mapping[tuple[str, date], Counts]) -> None:
    """Add to the days of gigs, named by their slug; a gig that is not there is left out.

    The gigs are locked before their days, in the order of their ids: placing an order does the same, so neither
    waits for the other in a circle.
    """
    with transaction.atomic():
        gigs = Gig.objects.filter(slug__in={slug for slug, _ in counts}).order_by("pk")
        ids = dict(gigs.select_for_update(no_key=True).values_list("slug", "pk"))
        rows = [(ids[slug], day, held) for (slug, day), held in counts.items() if slug in ids]
        rows.sort(key=lambda row: row[:2])
        for start in range(0, len(rows), BATCH):
            _add(rows[start : start + BATCH])


def record_order(*, gig_id: int, at: datetime) -> None:
    """A package of this gig was ordered. For the transaction that places the order and holds the gig's lock."""
    _add([(gig_id, at.astimezone(UTC).date(), Counts(orders=1))])


def _add(rows: Sequence[tuple[int, date, Counts]]) -> None:
    if not rows:
        return
    values = [
        value
        for gig_id, day, held in rows
        for value in (
            gig_id,
            connection.ops.adapt_datefield_value(day),
            held.views,
            held.checkouts,
            held.orders,
        )
    ]
    with connection.cursor() as cursor:
        cursor.execute(_ADD.format(rows=", ".join(["(%s, %s, %s, %s, %s)"] * len(rows))), values)
