"""The catalogue page by page: keyset, so that a deep page costs what the first one does."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from config.shared import clock
from gigs.models import Category, Gig
from gigs.queries.cards import GigCard, cards

PAGE = 24
COUNTED_MAX = 1_000
_NUMBER = re.compile(r"[0-9]{1,15}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Sort:
    """An order: the column, its direction, the words."""

    column: str
    descending: bool
    label: str


SORTS = {
    "newest": Sort("published_at", descending=True, label="Newest first"),
    "price": Sort("from_minor", descending=False, label="Lowest price first"),
    "price_desc": Sort("from_minor", descending=True, label="Highest price first"),
}


@dataclass(frozen=True, slots=True)
class Page:
    """One page of cards; ``before`` and ``after`` are the cursors of its neighbours, empty where there is none."""

    cards: tuple[GigCard, ...]
    count: int
    before: str = ""
    after: str = ""

    @property
    def count_words(self) -> str:
        """``1 gig``, ``250 gigs``, ``more than 1,000 gigs``."""
        if self.count > COUNTED_MAX:
            return f"more than {COUNTED_MAX:,} gigs"
        return f"{self.count:,} gig{'s' if self.count != 1 else ''}"


def page_of(gigs: QuerySet[Gig], *, sort: str, after: str = "", before: str = "") -> Page:
    """One page, two statements. A cursor that cannot be read shows the first page."""
    order = SORTS.get(sort, SORTS["newest"])
    backwards = bool(before)
    edge = _read(order, before or after)
    rows = gigs.filter(_beyond(order, edge, backwards=backwards)) if edge else gigs
    sign = "-" if order.descending != (backwards and edge is not None) else ""
    keys = [f"{sign}{order.column}", f"{sign}id"]
    found = list(cards(rows.order_by(*keys), PAGE + 1))
    more, found = len(found) > PAGE, found[:PAGE]
    if backwards and edge:
        found.reverse()
    count = len(gigs.order_by().values_list("pk")[: COUNTED_MAX + 1])
    older, newer = (bool(before), more) if backwards and edge else (more, edge is not None)
    return Page(
        cards=tuple(found),
        count=count,
        before=_cursor(order, found[0]) if newer and found else "",
        after=_cursor(order, found[-1]) if older and found else "",
    )


def _cursor(order: Sort, card: GigCard) -> str:
    value = card.published_at if order.column == "published_at" else card.from_minor
    return f"{value.isoformat() if isinstance(value, datetime) else value}~{card.id}"


def _read(order: Sort, cursor: str) -> tuple[datetime | int, int] | None:
    text, _, pk = cursor.rpartition("~")
    if not _NUMBER.fullmatch(pk):
        return None
    if order.column != "published_at":
        return (int(text), int(pk)) if _NUMBER.fullmatch(text) else None
    moment = clock.read_moment(text)
    return (moment, int(pk)) if moment else None


def _beyond(order: Sort, edge: tuple[datetime | int, int], *, backwards: bool) -> Q:
    value, pk = edge
    side = "lt" if order.descending != backwards else "gt"
    return Q(**{f"{order.column}__{side}": value}) | Q(**{order.column: value, f"id__{side}": pk})


def categories() -> tuple[Category, ...]:
    """All categories with their subcategories, two statements."""
    return tuple(Category.objects.prefetch_related("subcategories"))
