"""A seller's own gigs as a list, two statements."""

from collections import defaultdict
from dataclasses import dataclass

from gigs.checklist import Missing, Stranded, missing
from gigs.models import Gig, Milestone
from gigs.states import GigState

OWN_MAX = 200


@dataclass(frozen=True, slots=True)
class OwnGig:
    """A line of the list: ``tab`` and ``next_step`` say where to go on, ``missing`` what a draft still lacks."""

    id: int
    slug: str
    title: str
    state: str
    state_label: str
    subcategory: str
    from_minor: int | None
    milestones: int
    version: int
    deletable: bool
    tab: str
    next_step: str
    missing: tuple[Missing, ...]


def own_gigs(seller_id: int) -> tuple[OwnGig, ...]:
    """Newest first."""
    gigs = list(
        Gig.objects.filter(seller_id=seller_id).select_related("subcategory").order_by("-id")[:OWN_MAX]
    )
    stranded: dict[int, list[tuple[int, str]]] = defaultdict(list)
    lost = Milestone.objects.filter(gig__seller_id=seller_id, gig__state=GigState.DRAFT, shares__isnull=True)
    for gig_id, pk, name in lost.values_list("gig_id", "pk", "name"):
        stranded[gig_id].append((pk, name))
    return tuple(_line(gig, stranded[gig.pk]) for gig in gigs)


def next_tab(gig: Gig, stranded: Stranded | None = None) -> str:
    """Where its seller goes on: the first tab of a draft that lacks something, else the last."""
    if gig.state in {GigState.ACTIVE, GigState.PAUSED}:
        return "overview"
    lacking = missing(gig, stranded)
    return lacking[0].tab if lacking else "publish"


def _line(gig: Gig, stranded: Stranded) -> OwnGig:
    draft = gig.state == GigState.DRAFT
    return OwnGig(
        id=gig.pk,
        slug=gig.slug,
        title=gig.title,
        state=gig.state,
        state_label=gig.get_state_display(),
        subcategory=gig.subcategory.name,
        from_minor=gig.from_minor,
        milestones=gig.milestone_count,
        version=gig.version,
        deletable=draft and gig.published_at is None,
        tab=next_tab(gig, stranded) if draft else "publish" if gig.state == GigState.DENIED else "overview",
        next_step=_words(gig),
        missing=missing(gig, stranded) if draft else (),
    )


def _words(gig: Gig) -> str:
    if gig.state == GigState.DENIED:
        return f"Taken off the market: {gig.denied_reason}"
    return "Next: check and publish" if gig.state == GigState.DRAFT else ""
