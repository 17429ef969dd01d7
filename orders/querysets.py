"""Chainable filters of orders, named as adjectives."""

from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from django.db import models
from django.db.models import Q

from orders.states import OPEN

if TYPE_CHECKING:
    from accounts.models import User

T = TypeVar("T", bound=models.Model)


class OrderQuerySet(models.QuerySet[T]):
    """Filters over orders."""

    def open(self) -> "OrderQuerySet[T]":
        """Not ended."""
        return self.filter(status__in=OPEN)

    def due(self, at: datetime) -> "OrderQuerySet[T]":
        """Whose deadline has passed, unless a failed attempt pushed the next one forward.

        Answered by a partial index.
        """
        return self.filter(
            Q(sweep_after__isnull=True) | Q(sweep_after__lte=at), due_at__isnull=False, due_at__lte=at
        )

    def bought_by(self, user: "User") -> "OrderQuerySet[T]":
        """On the buying side."""
        return self.filter(buyer=user)

    def sold_by(self, user: "User") -> "OrderQuerySet[T]":
        """On the selling side."""
        return self.filter(seller=user)

    def visible_to(self, user: "User") -> "OrderQuerySet[T]":
        """Where the member is a party."""
        return self.filter(Q(buyer=user) | Q(seller=user))
