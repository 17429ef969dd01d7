"""Whether milestones are allowed, and the reason in words (article, note on eligible gigs; product.md 2)."""

from dataclasses import dataclass

from django.conf import settings

from config.shared.money import format_money
from gigs.models import Gig, Subcategory


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The answer. ``tab`` is the editor tab that mends it: ``overview`` or ``pricing``; empty when all is well."""

    ok: bool
    reason: str = ""
    tab: str = ""


ALLOWED = Eligibility(ok=True)


def gig_milestones(gig: Gig) -> Eligibility:
    """A gig may show and sell milestones: its subcategory allows it and Basic costs strictly more than the floor."""
    floor = format_money(settings.GIG_MILESTONES_FLOOR_MINOR)
    if not gig.subcategory.gig_milestones:
        return Eligibility(
            ok=False,
            reason=f"Gigs in {gig.subcategory.name} cannot carry milestones. Some other subcategories allow them.",
            tab="overview",
        )
    if gig.from_minor is None:
        return Eligibility(ok=False, reason=f"Set a Basic price over {floor} first.", tab="pricing")
    if gig.from_minor <= settings.GIG_MILESTONES_FLOOR_MINOR:
        price = format_money(gig.from_minor)
        return Eligibility(
            ok=False,
            reason=f"The Basic package has to cost more than {floor}; it costs {price}.",
            tab="pricing",
        )
    return ALLOWED


def offer_milestones(subcategory: Subcategory) -> Eligibility:
    """A custom offer on a gig of this subcategory may be split into milestones (article: not in all categories)."""
    if subcategory.offer_milestones:
        return ALLOWED
    reason = f"Milestones are not available for offers in {subcategory.name}."
    return Eligibility(ok=False, reason=reason, tab="overview")
