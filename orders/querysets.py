"""Chainable filters of orders, named as adjectives."""

from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from django.db import models
from django.db.models import Q

from orders.states import OPEN, Role

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

    def to_remind_of(self, at: datetime) -> "OrderQuerySet[T]":
        """Whose next reminder is due. Answered by a partial index."""
        return self.filter(remind_at__isnull=False, remind_at__lte=at)

    def visible_to(self, user: "User") -> "OrderQuerySet[T]":
        """Where the member is a party."""
        return self.filter(Q(buyer=user) | Q(seller=user))


class ReviewQuerySet(models.QuerySet[T]):
    """Filters over reviews."""

    def public(self) -> "ReviewQuerySet[T]":
        """What everybody may read."""
        return self.filter(published_at__isnull=False, hidden_at__isnull=True)

    def due(self, at: datetime) -> "ReviewQuerySet[T]":
        """Not published, though the time for the other side to write is over. Answered by a partial index."""
        return self.filter(published_at__isnull=True, due_at__lte=at)

    def of_gig(self, gig_id: int) -> "ReviewQuerySet[T]":
        """What buyers say of it."""
        return self.filter(gig_id=gig_id, role=Role.BUYER)

    def about(self, user_id: int, author: Role) -> "ReviewQuerySet[T]":
        """What authors in that part say of a member."""
        return self.filter(subject_id=user_id, role=author)


class SubscriptionQuerySet(models.QuerySet[T]):
    """Filters over subscriptions."""

    def due(self, at: datetime) -> "SubscriptionQuerySet[T]":
        """Where the clock has something to do: a reminder or a charge. Answered by a partial index."""
        return self.filter(due_at__isnull=False, due_at__lte=at)

    def visible_to(self, user: "User") -> "SubscriptionQuerySet[T]":
        """Where the member is a party."""
        return self.filter(Q(buyer=user) | Q(seller=user))
