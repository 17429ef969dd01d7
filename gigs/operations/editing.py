"""What every edit of a gig begins and ends with: the locked row, the version that moves, numbered lists."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import Case, F, Value, When

from config.shared.errors import Invalid, Refusal, Stale
from config.shared.transition import guarded_update
from gigs.models import Gig

UP, DOWN = "up", "down"


class LimitReached(Refusal):
    """The list is full."""


def locked_gig(
    *, gig_id: int, owner_id: int, version: int | None = None, content_version: int | None = None
) -> Gig:
    """The owner's gig with its subcategory, locked until the end of the transaction.

    Raises Gig.DoesNotExist for a foreign id, Stale when a version that the form showed has moved on.
    """
    rows = Gig.objects.select_for_update(of=("self",)).select_related("subcategory")
    gig = rows.get(pk=gig_id, seller_id=owner_id)
    if version is not None and gig.version != version:
        raise Stale
    if content_version is not None and gig.content_version != content_version:
        raise Stale
    return gig


def terms_moved(gig: Gig, **changes: Any) -> None:
    """Store a change of what buyers pay for."""
    guarded_update(gig, expect={"version": gig.version}, version=gig.version + 1, **changes)


def words_moved(gig: Gig, **changes: Any) -> None:
    """Store a change of the words around it."""
    expect = {"content_version": gig.content_version}
    guarded_update(gig, expect=expect, content_version=gig.content_version + 1, **changes)


def renumber(model: type[models.Model], ids: Sequence[int]) -> None:
    """Number rows 1, 2, 3 … in this order. Two statements: parked at the negative, then turned round.

    SQLite cannot defer a unique constraint, so no row may meet another on its way.
    """
    if not ids:
        return
    rows = model._default_manager.filter(pk__in=ids)
    places = [When(pk=pk, then=Value(-place)) for place, pk in enumerate(ids, start=1)]
    rows.update(position=Case(*places))
    rows.update(position=F("position") * -1)


def moved(ids: Sequence[int], pk: int, direction: str) -> list[int]:
    """The order after moving one row up or down; the same order at the ends. Raises Invalid for another direction."""
    if direction not in {UP, DOWN}:
        raise Invalid("Choose up or down.", field="direction")
    order = list(ids)
    at = order.index(pk)
    to = max(at - 1, 0) if direction == UP else min(at + 1, len(order) - 1)
    order.insert(to, order.pop(at))
    return order
