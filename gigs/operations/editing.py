"""What every edit of a gig begins and ends with: the locked row, the version that moves, numbered lists."""

import re
from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import Case, F, Value, When

from config.shared.errors import Invalid, Refusal, Stale
from config.shared.transition import guarded_update
from gigs.models import Gig

UP, DOWN = "up", "down"
GigKey = int | str
"""A gig's id, or its slug as an address names it: saves the statement that would look the id up first."""


class LimitReached(Refusal):
    """The list is full."""


def locked_gig(
    *, gig_id: GigKey, owner_id: int, version: int | None = None, content_version: int | None = None
) -> Gig:
    """The owner's gig with its subcategory, locked until the end of the transaction.

    Raises Gig.DoesNotExist for a foreign id, Stale when a version that the form showed has moved on.
    """
    rows = Gig.objects.select_for_update(of=("self",)).select_related("subcategory")
    key = {"slug": gig_id} if isinstance(gig_id, str) else {"pk": gig_id}
    gig = rows.get(**key, seller_id=owner_id)
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
    """The order after moving one row ``up``, ``down`` or to a place (``1`` is the first); the ends are the limit.

    Raises Invalid for another direction.
    """
    order = list(ids)
    at = order.index(pk)
    to = {UP: at - 1, DOWN: at + 1}.get(direction, _place(direction))
    order.pop(at)
    order.insert(min(max(to, 0), len(order)), pk)
    return order


def inserted(ids: Sequence[int], pk: int, position: int) -> list[int]:
    """The order with a row put back at its old position, or at the end when the list is shorter now."""
    return [*ids[: position - 1], pk, *ids[position - 1 :]]


def _place(direction: str) -> int:
    if direction in {UP, DOWN}:
        return 0
    if not re.fullmatch(r"[1-9][0-9]?", direction, re.ASCII):
        raise Invalid("Choose up, down or a place.", field="direction")
    return int(direction) - 1
