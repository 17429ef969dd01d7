"""The one way to a gig for somebody who acts or looks."""

from typing import Any

from django.http import Http404

from gigs.models import Gig

_WITH = ("subcategory__category", "seller")


def gig_for_owner(user: Any, slug: str) -> Gig:
    """The member's own gig, in any state. Raises Http404 for everybody else, who learns nothing."""
    gig = Gig.objects.owned_by(user).select_related(*_WITH).filter(slug=slug).first()
    if gig is None:
        raise Http404
    return gig


def gig_for_viewer(user: Any, slug: str) -> Gig:
    """A live or paused gig; drafts and denied ones for their owner only. Raises Http404."""
    gig = Gig.objects.visible_to(user).select_related(*_WITH).filter(slug=slug).first()
    if gig is None:
        raise Http404
    return gig
