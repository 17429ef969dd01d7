"""The catalogue page by page: keyset, so that a deep page costs what the first one does.

Two statements; with words, or with places of sellers, one look more (``searching``), and one more when no gig has
exactly these words and the last one may go on. "Best match" sets the newest ``BEST_OF`` hits in the order of their
rank: ranking every hit of a common word costs 90 times as much at a million gigs. Without words it means the newest.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import Q, QuerySet

from config.shared import clock
from gigs.models import Gig
from gigs.queries import fulltext
from gigs.queries.cards import GigCard, cards
from gigs.queries.searching import Search, ask, candidates, keys_of
from gigs.queries.terms_of_search import Terms

PAGE = 24
COUNTED_MAX = 1_000
BEST_OF = 200
BEST = "best"
NOTHING = Terms()
_NUMBER = re.compile(r"[0-9]{1,15}", re.ASCII)


Narrow = Callable[[QuerySet[Gig]], QuerySet[Gig]]


def _all(gigs: QuerySet[Gig]) -> QuerySet[Gig]:
    return gigs


@dataclass(frozen=True, slots=True)
class Sort:
    """An order: the column, its direction, the words."""

    column: str
    descending: bool
    label: str


SORTS = {
    BEST: Sort("published_at", descending=True, label="Best match"),
    "newest": Sort("published_at", descending=True, label="Newest first"),
    "rating": Sort("rating_mark", descending=True, label="Best rated first"),
    "price": Sort("from_minor", descending=False, label="Lowest price first"),
    "price_desc": Sort("from_minor", descending=True, label="Highest price first"),
}


@dataclass(frozen=True, slots=True)
class Page:
    """One page of cards; ``before`` and ``after`` are the cursors of its neighbours, empty where there is none.

    ``count`` is at most one more than ``counted_max``. ``no_words``: there was nothing to look for in the text, it was
    left out. ``partial``: no gig has these words; these have words that begin like the last one. ``cut``: the last page
    of the best, with more hits than were ranked.
    """

    cards: tuple[GigCard, ...]
    count: int
    before: str = ""
    after: str = ""
    counted_max: int = COUNTED_MAX
    no_words: bool = False
    partial: bool = False
    cut: bool = False

    @property
    def count_words(self) -> str:
        """``1 gig``, ``250 gigs``, ``more than 1,000 gigs``."""
        if self.count > self.counted_max:
            return f"more than {self.counted_max:,} gigs"
        return f"{self.count:,} gig{'s' if self.count != 1 else ''}"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a page is wanted of. A cursor that cannot be read asks for the first page, an unknown sort for the best.

    ``narrow`` keeps what plain columns say of given gigs. ``trades``: ids of the subcategories that it keeps, for the
    look. ``by_price``: it keeps a range of prices, so that their index counts. ``viewer_id``: the member whose hearts
    are shown.
    """

    terms: Terms = NOTHING
    sort: str = BEST
    after: str = ""
    before: str = ""
    narrow: Narrow = field(default=_all)
    trades: Collection[int] = ()
    by_price: bool = False
    viewer_id: int | None = None

    @property
    def order(self) -> Sort:
        """The order asked for."""
        return SORTS.get(self.sort, SORTS[BEST])


def page_of(wish: Wish) -> Page:
    """One page of live gigs of members in good standing."""
    if not wish.terms:
        return _in_order(wish.narrow(Gig.objects.active()), wish, None)
    search = _asked(wish)
    if wish.terms.text and not search.look.words:
        return replace(page_of(replace(wish, terms=replace(wish.terms, text=""))), no_words=True)
    page = _found(wish, search)
    if page.count == 0 and search.look.near is not None:
        page = replace(_found(wish, replace(search, partial=True)), partial=True)
    return page


def _asked(wish: Wish) -> Search:
    order, gigs = wish.order, candidates()
    gigs = gigs.filter(subcategory_id__in=wish.trades) if wish.trades else gigs
    return ask(gigs, wish.terms, keys_of(order.column, descending=order.descending))


def _found(wish: Wish, search: Search) -> Page:
    gigs = wish.narrow(candidates())
    if wish.terms.text and wish.order is SORTS[BEST]:
        return _best(gigs, wish, search)
    return _in_order(gigs, wish, search)


def _best(gigs: QuerySet[Gig], wish: Wish, search: Search) -> Page:
    """The newest hits by rank; a cursor is how many gigs stand before the page (after it, when going back)."""
    start = _start(wish)
    found = cards(search.best_of(gigs, BEST_OF)[start:], PAGE + 1, viewer_id=wish.viewer_id)
    more = len(found) > PAGE
    page = _counted(found[:PAGE], gigs, wish, search, whole=not start and not more)
    last = start + PAGE >= BEST_OF
    return replace(
        page,
        before=str(start) if start else "",
        after=str(start + PAGE) if more else "",
        cut=last and page.count > BEST_OF,
    )


def _start(wish: Wish) -> int:
    """Where the page begins; what is no place asks for the first page."""
    cursor = wish.before or wish.after
    place = int(cursor) if _NUMBER.fullmatch(cursor) else 0
    if place >= BEST_OF:
        return 0
    return max(0, place - PAGE) if wish.before else place


def _in_order(gigs: QuerySet[Gig], wish: Wish, search: Search | None) -> Page:
    """A page of an order that has an index."""
    order, edge = wish.order, _read(wish.order, wish.before or wish.after)
    backwards = bool(wish.before) and edge is not None
    rows = gigs.filter(_beyond(order, edge, backwards=backwards)) if edge else gigs
    found = list(cards(_sorted(rows, order, search, backwards=backwards), PAGE + 1, viewer_id=wish.viewer_id))
    more, found = len(found) > PAGE, found[:PAGE]
    if backwards:
        found.reverse()
    older, newer = (True, more) if backwards else (more, edge is not None)
    page = _counted(tuple(found), gigs, wish, search, whole=edge is None and not more)
    return replace(
        page,
        before=_cursor(order, found[0]) if newer and found else "",
        after=_cursor(order, found[-1]) if older and found else "",
    )


def _counted(
    found: tuple[GigCard, ...], gigs: QuerySet[Gig], wish: Wish, search: Search | None, *, whole: bool
) -> Page:
    """The page with how many there are; of partial words no more is told than that there are more."""
    if whole:
        return Page(found, len(found))
    if search and search.partial:
        return Page(found, PAGE + 1, counted_max=PAGE)
    return Page(found, _count(gigs, wish, search))


def _sorted(rows: QuerySet[Gig], order: Sort, search: Search | None, *, backwards: bool) -> QuerySet[Gig]:
    descending = order.descending != backwards
    if search:
        return search.ordered(rows, order.column, descending=descending, wanted=PAGE + 1)
    return rows.order_by(*keys_of(order.column, descending=descending))


def _count(gigs: QuerySet[Gig], wish: Wish, search: Search | None) -> int:
    """How many there are, at most one more than is told.

    In the order of an index, or the database would begin to read every gig; of a rare word in no order at all.
    """
    order = SORTS["price"] if wish.by_price else wish.order
    rows = search.of(gigs, walking=search.share >= fulltext.COMMON) if search else gigs
    if not search or search.share >= fulltext.COMMON:
        rows = rows.order_by(*keys_of(order.column, descending=order.descending))
    return rows.values("pk")[: COUNTED_MAX + 1].count()


def _value(order: Sort, card: GigCard) -> datetime | int | None:
    match order.column:
        case "published_at":
            return card.published_at
        case "rating_mark":
            return card.rating_mark
    return card.from_minor


def _cursor(order: Sort, card: GigCard) -> str:
    value = _value(order, card)
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
    """What lies behind the edge. The first part says it once more, in a shape that an index begins at."""
    value, pk = edge
    side = "lt" if order.descending != backwards else "gt"
    column = order.column
    from_there = Q(**{f"{column}__{side}e": value})
    return from_there & (Q(**{f"{column}__{side}": value}) | Q(**{column: value, f"id__{side}": pk}))
