"""A seller's own gigs as a list, one statement."""

from dataclasses import dataclass

from gigs.models import Gig
from gigs.states import GigState

OWN_MAX = 200


@dataclass(frozen=True, slots=True)
class OwnGig:
    """A line of the list: ``tab`` and ``next_step`` say where to go on."""

    id: int
    slug: str
    title: str
    state: str
    state_label: str
    subcategory: str
    from_minor: int | None
    milestones: int
    tab: str
    next_step: str


def own_gigs(seller_id: int) -> tuple[OwnGig, ...]:
    """Newest first."""
    gigs = Gig.objects.filter(seller_id=seller_id).select_related("subcategory").order_by("-id")[:OWN_MAX]
    return tuple(_line(gig) for gig in gigs)


def _line(gig: Gig) -> OwnGig:
    tab, next_step = _next(gig)
    return OwnGig(
        id=gig.pk,
        slug=gig.slug,
        title=gig.title,
        state=gig.state,
        state_label=gig.get_state_display(),
        subcategory=gig.subcategory.name,
        from_minor=gig.from_minor,
        milestones=gig.milestone_count,
        tab=tab,
        next_step=next_step,
    )


def _next(gig: Gig) -> tuple[str, str]:
    if gig.state == GigState.DENIED:
        return "publish", f"Taken off the market: {gig.denied_reason}"
    if gig.state != GigState.DRAFT:
        return "overview", ""
    if gig.from_minor is None:
        return "pricing", "Next: set your packages and prices"
    if not gig.description:
        return "description", "Next: describe your gig"
    return "publish", "Next: check and publish"
