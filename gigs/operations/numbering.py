"""Lists that people put in order: rows are numbered 1, 2, 3 … and moved by one or to a place."""

import re
from collections.abc import Sequence

from django.db import models
from django.db.models import Case, F, Value, When

from config.shared.errors import Invalid

UP, DOWN = "up", "down"


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
