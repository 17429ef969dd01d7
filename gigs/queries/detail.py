"""Everything on a gig's page, a constant number of statements. Amounts in minor units."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from config.shared.components import Post, Step
from config.shared.money import fee_of, format_money
from gigs.models import FaqEntry, Gig, GigImage
from gigs.queries.cards import GigCard, cards
from gigs.queries.terms import PackageTerms, WorkflowStep, packages_of

SIMILAR_MAX = 24


@dataclass(frozen=True, slots=True)
class GigPage:
    """Packages with the chosen one's rail, FAQ as (question, answer), pictures, similar gigs."""

    packages: tuple[PackageTerms, ...]
    chosen: PackageTerms | None
    posts: tuple[Post, ...]
    ready_by: datetime | None
    first_charge_minor: int
    full_charge_minor: int
    faq: tuple[tuple[str, str], ...]
    images: tuple[GigImage, ...]
    similar: tuple[GigCard, ...]


def gig_page(gig: Gig, *, tier: str, now: datetime) -> GigPage:
    """The page of one gig (with its subcategory at hand); an unknown ``tier`` shows the first package."""
    packages = packages_of(gig)
    chosen = next(
        (package for package in packages if package.tier == tier), packages[0] if packages else None
    )
    alike = Gig.objects.active().filter(subcategory_id=gig.subcategory_id).exclude(pk=gig.pk)
    return GigPage(
        packages=packages,
        chosen=chosen,
        posts=posts_of(chosen.steps, now=now) if chosen else (),
        ready_by=now + timedelta(days=chosen.days) if chosen else None,
        first_charge_minor=charge(chosen.first_minor) if chosen else 0,
        full_charge_minor=charge(chosen.price_minor) if chosen else 0,
        faq=tuple(FaqEntry.objects.filter(gig_id=gig.pk).values_list("question", "answer")),
        images=tuple(GigImage.objects.filter(gig_id=gig.pk)),
        similar=cards(alike.order_by("-published_at", "-id"), SIMILAR_MAX),
    )


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
