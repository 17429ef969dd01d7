"""The one way to a gig for somebody who acts or looks."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import Http404

from gigs.models import Favourite, Gig

_WITH = ("subcategory__category", "seller")


def gig_for_owner(user: Any, slug: str) -> Gig:
    """The member's own gig, in any state. Raises Http404 for everybody else, who learns nothing."""
    gig = Gig.objects.owned_by(user).select_related(*_WITH).filter(slug=slug).first()
    if gig is None:
        raise Http404
    return gig


def gig_for_viewer(user: Any, slug: str) -> Gig:
    """A live or paused gig for everybody; drafts and denied ones for their owner, and for staff who moderate.

    Raises Http404. For a member it knows, as ``favoured``, whether the gig is on the member's list.
    """
    gigs = Gig.objects.select_related(*_WITH).filter(slug=slug)
    if not may_moderate(user):
        gigs = gigs.visible_to(user)
    if user.is_authenticated:
        gigs = gigs.annotate(favoured=Exists(Favourite.objects.of(user.pk).filter(gig_id=OuterRef("pk"))))
    gig = gigs.first()
    if gig is None:
        raise Http404
    return gig


def may_moderate(user: Any) -> bool:
    """Staff whose work is to look at gigs."""
    return bool(user.is_authenticated and user.is_staff and user.has_perm("gigs.view_gig"))
