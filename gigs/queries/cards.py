"""Gigs as cards: frozen values, one statement. Amounts in minor units."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import Case, CharField, Exists, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, NullIf

from config.shared.components import Picture, Post
from config.shared.ratings import average
from gigs.models import Favourite, Gig, GigImage
from gigs.querysets import eligible
from gigs.renditions import picture_of


@dataclass(frozen=True, slots=True)
class GigCard:
    """What a list shows of a gig. ``milestones`` is 0 where customers see none; ``kept``: the viewer has saved it."""

    id: int
    slug: str
    title: str
    seller: str
    handle: str
    picture_url: str
    cover: Picture | None
    from_minor: int | None
    from_days: int | None
    rating_sum: int
    rating_count: int
    milestones: int
    published_at: datetime | None
    kept: bool = False

    @property
    def rating(self) -> Decimal | None:
        """The average, None without reviews."""
        return average(self.rating_sum, self.rating_count)

    @property
    def rating_mark(self) -> int:
        """As the column of that name in ``Gig``."""
        return (self.rating_sum * 1_000 + 45_000) // (self.rating_count * 3 + 15)

    @property
    def rail_label(self) -> str:
        """``4 milestones``."""
        return f"{self.milestones} milestone{'s' if self.milestones != 1 else ''}"

    @property
    def posts(self) -> tuple[Post, ...]:
        """The small rail."""
        return tuple(Post(number=place, name=f"Milestone {place}") for place in range(1, self.milestones + 1))


def cards(gigs: QuerySet[Gig], limit: int = 24, *, viewer_id: int | None = None) -> tuple[GigCard, ...]:
    """The first ``limit`` of these gigs, in their order, as a member (None: a visitor) sees them."""
    cover = GigImage.objects.filter(gig=OuterRef("pk"), position=1).values("file")
    shown = Case(When(eligible(), then=F("milestone_count")), default=Value(0))
    rows = gigs.annotate(
        seller_label=Coalesce(NullIf("seller__display_name", Value("")), "seller__handle", output_field=CharField()),
        cover_name=Subquery(cover),
        shown_milestones=shown,
        kept_by_viewer=_kept(viewer_id),
    ).values_list(
        "id", "slug", "title", "seller_label", "seller__handle", "seller__picture", "cover_name",
        "from_minor", "from_days", "rating_sum", "rating_count", "shown_milestones", "published_at", "kept_by_viewer",
    )  # fmt: skip
    return tuple(_card(row) for row in rows[:limit])


def _kept(viewer_id: int | None) -> Exists | Value:
    if viewer_id is None:
        return Value(value=False)
    return Exists(Favourite.objects.of(viewer_id).filter(gig_id=OuterRef("pk")))


def _card(row: Any) -> GigCard:
    seller, (picture, cover), figures = row[:5], row[5:7], row[7:]
    return GigCard(*[*seller, _url(picture), picture_of(cover), *figures])


def _url(name: str | None) -> str:
    return default_storage.url(name) if name else ""
