"""Filters of gigs, named as adjectives."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from gigs.states import VISIBLE, GigState

if TYPE_CHECKING:
    from gigs.models import Favourite, Gig, Package  # noqa: F401 - names of the generic


def eligible() -> Q:
    """The subcategory allows milestones and Basic is strictly over the floor (article, note on eligible gigs)."""
    return Q(subcategory__gig_milestones=True, from_minor__gt=settings.GIG_MILESTONES_FLOOR_MINOR)


class GigQuerySet(models.QuerySet["Gig"]):
    """Gigs, chainable."""

    def active(self) -> "GigQuerySet":
        """Live, by members in good standing: what browse lists and what can be ordered."""
        return self.filter(state=GigState.ACTIVE, seller__is_active=True, seller__suspended_at__isnull=True)

    def visible_to(self, user: Any) -> "GigQuerySet":
        """Live and paused gigs for everybody; drafts and denied ones for their owner."""
        shown = Q(state__in=VISIBLE, seller__is_active=True)
        if user.is_authenticated:
            shown |= Q(seller_id=user.pk)
        return self.filter(shown)

    def owned_by(self, user: Any) -> "GigQuerySet":
        """This member's own."""
        return self.filter(seller_id=user.pk)

    def with_milestones(self) -> "GigQuerySet":
        """Those on whose page customers see a workflow."""
        return self.filter(eligible(), milestone_count__gte=1)


class FavouriteQuerySet(models.QuerySet["Favourite"]):
    """What members keep, chainable."""

    def of(self, user_id: int) -> "FavouriteQuerySet":
        """One member's list."""
        return self.filter(user_id=user_id)

    def newest_first(self) -> "FavouriteQuerySet":
        """In the order in which they were saved, the last one first."""
        return self.order_by("-id")
