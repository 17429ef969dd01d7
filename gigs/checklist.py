"""What a gig still lacks before customers may see it, and what would do it good."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from gigs.eligibility import gig_milestones
from gigs.models import Gig

TABS = ("overview", "pricing", "description", "requirements", "gallery", "publish")
Stranded = Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing to mend: the tab where, the sentence, and the id of the field or card."""

    tab: str
    text: str
    anchor: str = ""


def missing(gig: Gig, stranded: Stranded | None = None) -> tuple[Missing, ...]:
    """Everything that stands between this gig and its customers; empty when it is ready.

    ``stranded`` are its milestones without a package, for whoever has read them already.
    """
    found = []
    if gig.from_minor is None:
        found.append(Missing("pricing", "Set a price for the Basic package.", "id_basic-name"))
    if not gig.description:
        found.append(Missing("description", "Write a description.", "id_description"))
    return (*found, *milestone_faults(gig, stranded))


def milestone_faults(gig: Gig, stranded: Stranded | None = None) -> tuple[Missing, ...]:
    """A workflow has no milestone or 2 to 5, each in some package (product.md 2). Hidden milestones do not count."""
    if not gig.milestone_count or not gig_milestones(gig).ok:
        return ()
    found = []
    if gig.milestone_count < settings.GIG_MILESTONES_MIN:
        words = "Add a second milestone, or remove the only one. A workflow has 2 to 5."
        found.append(Missing("description", words, "milestones"))
    if stranded is None:
        stranded = tuple(gig.milestones.filter(shares__isnull=True).values_list("pk", "name"))
    words = "“{}” belongs to no package any more. Choose one, or remove it."
    alone = (Missing("description", words.format(name), f"milestone-{pk}") for pk, name in stranded)
    return (*found, *alone)


def wishes(gig: Gig) -> tuple[Missing, ...]:
    """What is not needed and helps to sell."""
    found = []
    if not gig.images.exists():
        found.append(Missing("gallery", "Pictures of your work. Without one a cover is drawn.", "id_file"))
    if not gig.milestone_count and gig_milestones(gig).ok:
        words = "Milestones: customers see your steps and pay one at a time."
        found.append(Missing("description", words, "milestones"))
    if not gig.questions.exists():
        found.append(
            Missing("requirements", "Questions, so that you have all you need to begin.", "questions")
        )
    return tuple(found)
