"""Which gigs a member keeps."""

import re
from dataclasses import dataclass
from typing import Any

from gigs.models import Favourite, Gig
from gigs.queries.cards import GigCard, cards

PAGE = 24
_NUMBER = re.compile(r"[0-9]{1,15}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Kept:
    """One entry of the list. ``card`` is None when the gig is not shown any more; ``orderable`` says if it is sold."""

    id: int
    card: GigCard | None
    orderable: bool


@dataclass(frozen=True, slots=True)
class FavouritePage:
    """One page, the last saved first; ``older`` is the cursor of the next page, empty at the end."""

    entries: tuple[Kept, ...]
    older: str


def favourite_page(user: Any, before: str = "") -> FavouritePage:
    """A member's list, three statements at most; an unreadable cursor shows the first page."""
    rows = Favourite.objects.of(user.pk).newest_first()
    if _NUMBER.fullmatch(before):
        rows = rows.filter(pk__lt=int(before))
    found = list(rows.values_list("pk", "gig_id")[: PAGE + 1])
    shown = found[:PAGE]
    gigs = Gig.objects.filter(pk__in=[gig_id for _, gig_id in shown])
    known = {card.id: card for card in cards(gigs.visible_to(user), PAGE, viewer_id=user.pk)} if shown else {}
    sold = frozenset(gigs.active().values_list("pk", flat=True)) if shown else frozenset()
    entries = tuple(Kept(pk, known.get(gig_id), gig_id in sold) for pk, gig_id in shown)
    return FavouritePage(entries=entries, older=str(shown[-1][0]) if len(found) > PAGE else "")
