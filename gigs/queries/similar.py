"""Gigs like this one: of its trade, with its tags, about its price. Amounts in minor units."""

import json
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db import connection
from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from config.shared.ratings import average
from gigs.models import Gig

SIMILAR_MAX = 24
POOL = 24
"""Gigs that are looked at of each kind: the newest of the trade, the next dearer ones, the next cheaper ones."""

_COLUMNS = (
    "id", "slug", "title", "seller_label", "from_minor", "rating_sum", "rating_count", "milestone_count", "tags",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SimilarGig:
    """What the short cards below a gig show. ``milestones`` is 0 where customers see none."""

    id: int
    slug: str
    title: str
    seller: str
    from_minor: int
    rating_sum: int
    rating_count: int
    milestones: int
    tags: tuple[str, ...]

    @property
    def rating(self) -> Decimal | None:
        """The average, None without reviews."""
        return average(self.rating_sum, self.rating_count)


def similar_to(gig: Gig) -> tuple[SimilarGig, ...]:
    """At most 24, the most alike first: shared tags, then nearness of price (a factor, up or down), then the newest.

    One statement. It reads three short stretches of indexes, however many gigs there are; ``gig`` has its
    subcategory at hand.
    """
    found = {row.id: row for row in (_gig(gig, row) for row in _pool(gig))}
    return tuple(sorted(found.values(), key=lambda other: _distance(gig, other))[:SIMILAR_MAX])


def _pool(gig: Gig) -> list[tuple]:
    """Rows of the stretches, some twice. Each is cut off on its own, which Django's union cannot do on SQLite."""
    stretches = [found.values_list(*_COLUMNS)[:POOL].query.sql_with_params() for found in _stretches(gig)]
    parts = " UNION ALL ".join(f"SELECT * FROM ({sql}) AS part" for sql, _ in stretches)  # noqa: S608 - Django's
    with connection.cursor() as cursor:
        cursor.execute(parts, [value for _, values in stretches for value in values])
        return list(cursor.fetchall())


def _stretches(gig: Gig) -> tuple[QuerySet[Gig], ...]:
    label = Coalesce(NullIf("seller__display_name", Value("")), "seller__handle", output_field=CharField())
    alike = Gig.objects.active().filter(subcategory_id=gig.subcategory_id).exclude(pk=gig.pk)
    alike = alike.annotate(seller_label=label)
    newest = alike.order_by("-published_at", "-id")
    if gig.from_minor is None:
        return (newest,)
    dearer = alike.filter(from_minor__gte=gig.from_minor).order_by("from_minor", "id")
    cheaper = alike.filter(from_minor__lt=gig.from_minor).order_by("-from_minor", "-id")
    return newest, dearer, cheaper


def _gig(gig: Gig, row: tuple) -> SimilarGig:
    *_, from_minor, rating_sum, rating_count, milestones, tags = row
    offered = gig.subcategory.gig_milestones and from_minor > settings.GIG_MILESTONES_FLOOR_MINOR
    return SimilarGig(
        id=row[0],
        slug=row[1],
        title=row[2],
        seller=row[3],
        from_minor=from_minor,
        rating_sum=rating_sum,
        rating_count=rating_count,
        milestones=milestones if offered else 0,
        tags=tuple(json.loads(tags) if isinstance(tags, str) else tags),
    )


def _distance(gig: Gig, other: SimilarGig) -> tuple[int, float, int]:
    shared = len({tag.lower() for tag in gig.tags} & {tag.lower() for tag in other.tags})
    price = gig.from_minor or other.from_minor
    return -shared, max(price, other.from_minor) / min(price, other.from_minor), -other.id
