"""The Pricing tab."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from config.shared.errors import Invalid
from config.shared.money import format_money
from gigs.eligibility import gig_milestones
from gigs.models import TIERS, Gig, Package, Tier
from gigs.notifications import milestones_hidden
from gigs.operations.editing import locked_gig, terms_moved
from gigs.operations.shares import resplit


@dataclass(frozen=True, slots=True)
class PackageDraft:
    """One package as typed. ``revisions`` is None when unlimited; price in minor units."""

    tier: str
    name: str
    description: str
    price_minor: int
    days: int
    revisions: int | None


@dataclass(frozen=True, slots=True)
class Repriced:
    """The gig after saving, and the tiers that lost own amounts: their milestones are split evenly again."""

    gig: Gig
    resplit: tuple[str, ...]


@transaction.atomic
def save_packages(*, gig_id: int, owner_id: int, version: int, packages: Sequence[PackageDraft]) -> Repriced:
    """Store the packages; a tier that is left out is removed, its milestones are kept.

    Raises Invalid (field ``<tier>-<name>``) for a value outside its limits and Stale for an old page.
    """
    gig = locked_gig(gig_id=gig_id, owner_id=owner_id, version=version)
    _check(packages)
    before = gig_milestones(gig)
    held = {package.tier: package for package in gig.packages.all()}
    gig.packages.exclude(tier__in=[draft.tier for draft in packages]).delete()
    resized = [_store(gig, draft, held.get(draft.tier)) for draft in packages]
    basic = next(draft for draft in packages if draft.tier == Tier.BASIC)
    terms_moved(gig, from_minor=basic.price_minor, from_days=basic.days)
    changed = resplit(gig, package_ids=[pk for pk in resized if pk is not None])
    milestones_hidden(gig, before=before)
    return Repriced(gig=gig, resplit=changed)


def _store(gig: Gig, draft: PackageDraft, held: Package | None) -> int | None:
    """Write one package; gives its id when price or days moved, so that its split has to."""
    if held is None:
        made = Package.objects.create(
            gig=gig,
            tier=draft.tier,
            name=draft.name,
            description=draft.description,
            price_minor=draft.price_minor,
            days=draft.days,
            revisions=draft.revisions,
        )
        return made.pk
    resized = (held.price_minor, held.days) != (draft.price_minor, draft.days)
    held.name, held.description = draft.name, draft.description
    held.price_minor, held.days, held.revisions = draft.price_minor, draft.days, draft.revisions
    held.save(update_fields=["name", "description", "price_minor", "days", "revisions"])
    return held.pk if resized else None


def _check(packages: Sequence[PackageDraft]) -> None:
    tiers = [draft.tier for draft in packages]
    if Tier.BASIC not in tiers or len(set(tiers)) != len(tiers) or not set(tiers) <= set(TIERS):
        raise Invalid("A gig needs the Basic package, and each package once.")
    for draft in packages:
        _check_one(draft)


def _check_one(draft: PackageDraft) -> None:
    low, high = settings.PRICE_MIN_MINOR, settings.PRICE_MAX_MINOR
    if not draft.name or not draft.description:
        missing = "name" if not draft.name else "description"
        raise Invalid(f"Give the package a {missing}.", field=f"{draft.tier}-{missing}")
    if not low <= draft.price_minor <= high:
        words = f"Choose a price from {format_money(low)} to {format_money(high)}."
        raise Invalid(words, field=f"{draft.tier}-price")
    if not 1 <= draft.days <= settings.PACKAGE_DAYS_MAX:
        raise Invalid(f"Choose 1 to {settings.PACKAGE_DAYS_MAX} days.", field=f"{draft.tier}-days")
    if draft.revisions is not None and not 0 <= draft.revisions <= settings.REVISIONS_MAX:
        raise Invalid(
            f"Choose 0 to {settings.REVISIONS_MAX} revisions, or unlimited.", field=f"{draft.tier}-revisions"
        )
