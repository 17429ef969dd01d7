"""Orders of one member, narrowed by what was asked for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Self
from urllib.parse import urlencode

from django.db.models import Q
from django.utils import timezone

from orders.models import Order
from orders.models.order import ALPHABET
from orders.querysets import OrderQuerySet
from orders.states import OPEN, Role

Orders = OrderQuerySet[Order]


@dataclass(frozen=True, slots=True)
class Wanted:
    """``text``: in number, title or the other person's name; ``state``: an order's status, or "open" for all that run.

    ``since``, ``until``: days of the placing, in the reader's zone; ``until`` is one of them.
    """

    text: str = ""
    state: str = ""
    kind: str = ""
    person: str = ""
    gig: str = ""
    since: date | None = None
    until: date | None = None
    asked: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, known: Mapping[str, Any]) -> Self:
        """From what a form could read."""
        asked = {name: str(value) for name, value in known.items()}
        named = {name: value for name, value in known.items() if name != "q"}
        return cls(text=known.get("q", ""), asked=asked, **named)

    def __bool__(self) -> bool:
        return bool(self.asked)

    def address(self, **more: str) -> str:
        """The same once more, as the end of an address; an empty value leaves something out."""
        values = {name: value for name, value in {**self.asked, **more}.items() if value}
        return f"?{urlencode(values)}" if values else "?"


EVERYTHING = Wanted()
NUMBER = re.compile(rf"(?:MP-)?([{ALPHABET}]{{8}})", re.ASCII)
"""A whole order number, with or without its beginning: found by its index alone."""


def narrowed(orders: Orders, role: Role, wanted: Wanted) -> Orders:
    """Those orders of a member that are wanted."""
    other = "seller" if role == Role.BUYER else "buyer"
    exact = {
        "status": wanted.state,
        "kind": wanted.kind,
        f"{other}__handle": wanted.person,
        "gig__slug": wanted.gig,
    }
    if wanted.state == "open":
        orders, exact["status"] = orders.filter(status__in=OPEN), ""
    found = orders.filter(**{name: value for name, value in exact.items() if value})
    if wanted.since:
        found = found.filter(placed_at__gte=_begins(wanted.since))
    if wanted.until and wanted.until < date.max:  # the calendar has no day after its last
        found = found.filter(placed_at__lt=_begins(wanted.until + timedelta(days=1)))
    if number := NUMBER.fullmatch(wanted.text.upper()):
        return found.filter(number=f"MP-{number[1]}")
    return found.filter(_says(wanted.text, other)) if wanted.text else found


def _says(text: str, other: str) -> Q:
    named = Q(**{f"{other}__display_name__icontains": text}) | Q(**{f"{other}__handle__icontains": text})
    return Q(number__icontains=text) | Q(title__icontains=text) | named


def _begins(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_current_timezone())
