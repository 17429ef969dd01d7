"""Everything on a gig's page, a constant number of statements. Amounts in minor units."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import itemgetter

from django.conf import settings
from django.db.models import Value
from django.utils import timezone
from django.utils.formats import date_format

from config.shared.components import Picture, Post, Step
from config.shared.money import fee_of, format_money
from gigs.models import FaqEntry, Gig, GigImage
from gigs.queries.terms import PackageTerms, WorkflowStep, packages_of
from gigs.renditions import picture_of


@dataclass(frozen=True, slots=True)
class GigPage:
    """Packages with the chosen one's rail, FAQ as (question, answer), pictures.

    ``workflow`` has every milestone that customers see, with its price in each package (None where it is no part).
    """

    packages: tuple[PackageTerms, ...]
    chosen: PackageTerms | None
    posts: tuple[Post, ...]
    workflow: tuple[tuple[str, tuple[int | None, ...]], ...]
    ready_by: datetime | None
    first_charge_minor: int
    full_charge_minor: int
    faq: tuple[tuple[str, str], ...]
    pictures: tuple[Picture, ...]


def gig_page(gig: Gig, *, tier: str, now: datetime) -> GigPage:
    """The page of one gig (with its subcategory at hand); an unknown ``tier`` shows the first package."""
    packages = packages_of(gig)
    chosen = next(
        (package for package in packages if package.tier == tier), packages[0] if packages else None
    )
    faq, pictures = _faq_and_pictures(gig)
    return GigPage(
        packages=packages,
        chosen=chosen,
        posts=posts_of(chosen.steps, now=now) if chosen else (),
        workflow=_workflow(packages),
        ready_by=now + timedelta(days=chosen.days) if chosen else None,
        first_charge_minor=charge(chosen.first_minor) if chosen else 0,
        full_charge_minor=charge(chosen.price_minor) if chosen else 0,
        faq=faq,
        pictures=pictures,
    )


def _workflow(packages: tuple[PackageTerms, ...]) -> tuple[tuple[str, tuple[int | None, ...]], ...]:
    steps = {step.milestone_id: step for package in packages for step in package.steps}
    amounts = [{step.milestone_id: step.amount_minor for step in package.steps} for package in packages]
    ordered = sorted(steps.values(), key=lambda step: step.position)
    return tuple((step.name, tuple(held.get(step.milestone_id) for held in amounts)) for step in ordered)


def _faq_and_pictures(gig: Gig) -> tuple[tuple[tuple[str, str], ...], tuple[Picture, ...]]:
    """Both at once: two short lists of one gig need no statement each."""
    nothing = Value(0)
    faq = FaqEntry.objects.filter(gig_id=gig.pk).order_by()
    images = GigImage.objects.filter(gig_id=gig.pk).order_by()
    rows = faq.values_list("position", "question", "answer", nothing, nothing).union(
        images.values_list("position", "alt", "file", "width", "height"), all=True
    )
    entries, pictures = [], []
    for _, words, text, width, height in sorted(rows, key=itemgetter(0)):
        if not width:
            entries.append((words, text))
        elif picture := picture_of(text, width=width, height=height, alt=words):
            pictures.append(picture)
    return tuple(entries), tuple(pictures)


def charge(amount_minor: int) -> int:
    """What a buyer is charged for an amount: service fee included."""
    return amount_minor + fee_of(amount_minor, settings.BUYER_FEE_BP)


def posts_of(steps: tuple[WorkflowStep, ...], *, now: datetime) -> tuple[Post, ...]:
    """The rail of a workflow, with the day each milestone would be due if ordered now and accepted at once."""
    posts, due = [], now
    for number, step in enumerate(steps, start=1):
        due += timedelta(days=step.days)
        posts.append(
            Post(
                number=number,
                name=step.name,
                description=step.description,
                price=format_money(step.amount_minor),
                when=f"{days_in_words(step.days)} · by {date_format(timezone.localtime(due), 'j M')}",
                zoom=step.zoom,
                steps=tuple(Step(name) for name in step.substeps),
            )
        )
    return tuple(posts)


def days_in_words(days: int) -> str:
    """``1 day``, ``4 days``."""
    return f"{days} day{'s' if days != 1 else ''}"
