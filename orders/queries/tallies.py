"""The few numbers above a dashboard; counts stop at 1,001, which reads "1,000+"."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import BigIntegerField, F, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from orders.models import Order, Settlement
from orders.querysets import OrderQuerySet
from orders.states import ENDED, Role

COUNT_MAX = 1_001
Annotated = OrderQuerySet[Any]
"""Orders with columns that no model names."""
LATELY = timedelta(days=30)


class _Count(Subquery):
    """How many rows a subquery has; it carries its own limit."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = BigIntegerField()


@dataclass(frozen=True, slots=True)
class Tallies:
    """``finished``: how many of the wanted ones ended; not counted for a text.

    Selling only: what the last 30 days brought, minor units.
    """

    finished: int
    accepted_lately: int = 0
    earned_lately: int = 0

    @property
    def finished_words(self) -> str:
        """``214``, or ``1,000+``."""
        return f"{COUNT_MAX - 1:,}+" if self.finished >= COUNT_MAX else str(self.finished)


def with_tallies(orders: Annotated, user_id: int, role: Role, at: datetime) -> Annotated:
    """Orders with the figures beside each, which the database works out once; read by ``tallies_in``.

    They travel with the list because a statement of their own costs a round trip more on every dashboard.
    """
    if role != Role.SELLER:
        return orders
    lately = Settlement.objects.filter(seller_id=user_id, at__gt=at - LATELY, to_seller_minor__gt=0)
    net = Sum(F("to_seller_minor") - F("taken_back_minor"))
    earned = lately.order_by().values("seller_id").annotate(sum=net).values("sum")
    return orders.annotate(
        accepted_lately=_Count(lately.order_by().values("pk")[:COUNT_MAX]),
        earned_lately=Coalesce(Subquery(earned, output_field=BigIntegerField()), Value(0)),
    )


def with_finished(orders: Annotated, own: OrderQuerySet[Order] | None = None) -> Annotated:
    """Orders with how many of the member's ``own`` have ended; without them 0, to fit beside such ones."""
    if own is None:
        return orders.annotate(finished=Value(0, BigIntegerField()))
    return orders.annotate(finished=_Count(own.filter(status__in=ENDED).order_by().values("pk")[:COUNT_MAX]))


def tallies_in(orders: list[Order]) -> Tallies:
    """The numbers that came along; zeros when nothing did."""
    names = ("finished", "accepted_lately", "earned_lately")
    return Tallies(**{name: max((getattr(one, name, 0) for one in orders), default=0) for name in names})
