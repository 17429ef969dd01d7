"""What a gig still lacks before customers may see it, and how each tab of the editor stands."""

from dataclasses import dataclass

from django.conf import settings

from gigs.eligibility import gig_milestones
from gigs.models import Gig

TABS = ("overview", "pricing", "description", "requirements", "gallery", "publish")


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing to mend: the tab where, and the sentence."""

    tab: str
    text: str


def missing(gig: Gig) -> tuple[Missing, ...]:
    """Everything that stands between this gig and its customers; empty when it is ready."""
    found = []
    if gig.from_minor is None:
        found.append(Missing("pricing", "Set a price for the Basic package."))
    if not gig.description:
        found.append(Missing("description", "Write a description."))
    return (*found, *milestone_faults(gig))


def milestone_faults(gig: Gig) -> tuple[Missing, ...]:
    """A workflow has no milestone or 2 to 5, each in some package (product.md 2). Hidden milestones do not count."""
    if not gig.milestone_count or not gig_milestones(gig).ok:
        return ()
    found = []
    if gig.milestone_count < settings.GIG_MILESTONES_MIN:
        found.append(
            Missing("description", "Add a second milestone, or remove the only one. A workflow has 2 to 5.")
        )
    stranded = gig.milestones.filter(shares__isnull=True).values_list("name", flat=True)
    words = "“{}” belongs to no package any more. Choose one, or remove it."
    return (*found, *(Missing("description", words.format(name)) for name in stranded))
