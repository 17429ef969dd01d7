"""What an offer can begin with: the gig's own workflow, a template, a buyer's request, an earlier offer.

Each gives rows as a person would type them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q

from config.shared.money import format_plain, split_evenly
from gigs.models import Gig, WorkflowTemplate
from gigs.queries import PackageTerms
from gigs.queries.terms import packages_of
from offers.kinds import KindRules
from offers.models import OfferMilestone, OfferRequest
from offers.repeating import Terms, terms_of

UNLIMITED = "unlimited"
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Start:
    """One workflow to begin with; ``key`` is what the form sends."""

    key: str
    name: str
    group: str
    rows: tuple[Row, ...]


def starts_of(gig: Gig, user_id: int) -> tuple[Start, ...]:
    """Packages with a workflow, the platform's templates of the subcategory, the seller's own; five statements."""
    return (*_of_packages(packages_of(gig)), *_of_templates(gig, user_id))


def rows_of_offer(rows: Iterable[OfferMilestone], *, as_version: bool = False) -> list[Row]:
    """The rows of an offer; as a new version each remembers its place."""
    return [
        {
            "name": row.name,
            "description": row.description,
            "amount": format_plain(row.amount_minor),
            "days": str(row.days),
            "revisions": _revisions(row.revisions),
            "zoom": row.zoom,
            "was": str(row.position) if as_version else "",
        }
        for row in rows
    ]


def rows_of_request(request: OfferRequest, rules: KindRules, today: date) -> list[Row]:
    """The milestones of the order that is wanted again; else budget and wished date, split evenly, where named."""
    if wanted := terms_of(request):
        return converted(_of_repeated(wanted), rules)
    count = rules.rows_min
    amounts = split_evenly(request.budget_minor, count) if request.budget_minor else ()
    left = (request.wanted_by - today).days if request.wanted_by else 0
    days = str(min(max(left // count, 1), rules.days_max)) if left > 0 else ""
    return [
        {"revisions": "1", "days": days, "amount": format_plain(amounts[n]) if amounts else ""}
        for n in range(count)
    ]


def _of_repeated(wanted: Terms) -> list[Row]:
    """What was done in substeps stands in the description: an offer has none."""
    return [
        {
            "name": row.name,
            "description": row.in_words(),
            "amount": format_plain(row.amount_minor),
            "days": str(row.days),
            "revisions": _revisions(row.revisions),
            "zoom": row.zoom,
        }
        for row in wanted.rows
    ]


def converted(rows: Sequence[Row], rules: KindRules) -> list[Row]:
    """Rows for another order type: the first ones are kept, missing ones are empty."""
    kept = [dict(row) for row in rows[: rules.rows_max]]
    return kept + [{"revisions": "1"} for _ in range(rules.rows_min - len(kept))]


def _of_packages(packages: Iterable[PackageTerms]) -> Iterable[Start]:
    least = settings.OFFER_MILESTONES_MIN
    for package in packages:
        if len(package.steps) >= least:
            rows = tuple(
                {
                    "name": step.name,
                    "description": step.description,
                    "amount": format_plain(step.amount_minor) if step.amount_minor else "",
                    "days": str(min(step.days, settings.OFFER_MILESTONE_DAYS_MAX)) if step.days else "",
                    "revisions": _revisions(package.revisions),
                    "zoom": step.zoom,
                }
                for step in package.steps
            )
            yield Start(f"package-{package.tier}", package.tier_label, "This gig's workflow", rows)


def _of_templates(gig: Gig, user_id: int) -> Iterable[Start]:
    found = WorkflowTemplate.objects.filter(
        Q(subcategory_id=gig.subcategory_id, active=True) | Q(owner_id=user_id)
    ).prefetch_related("milestones")
    for template in found:
        rows = tuple(
            {"name": one.name, "description": one.description, "zoom": one.zoom, "revisions": "1"}
            for one in template.milestones.all()
        )
        if len(rows) >= settings.OFFER_MILESTONES_MIN:
            group = "Your templates" if template.owner_id else "Templates"
            yield Start(f"template-{template.pk}", template.name, group, rows)


def _revisions(revisions: int | None) -> str:
    return UNLIMITED if revisions is None else str(revisions)
