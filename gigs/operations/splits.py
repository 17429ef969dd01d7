"""A seller's own split of a package over its milestones, and the way back to the even one."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from config.shared.errors import Invalid, Refusal, Stale
from gigs.eligibility import gig_milestones
from gigs.models import Gig
from gigs.operations.editing import locked_gig, terms_moved
from gigs.operations.shares import store
from gigs.queries import Choice, Workbench, workbench
from gigs.splitting import Split, faults


class NotEligible(Refusal):
    """The gig may carry no milestones; the sentence says why."""


@dataclass(frozen=True, slots=True)
class SplitSaved:
    """The gig after saving a column, and its workbench."""

    gig: Gig
    bench: Workbench


@transaction.atomic
def set_split(
    *, gig_id: int, owner_id: int, version: int, tier: str, parts: Mapping[int, tuple[int, int]]
) -> SplitSaved:
    """Share a package as its seller wants: (amount in minor units, days) by milestone id; ``version`` is the gig's.

    A split that happens to be the even one is stored as even. Raises Invalid (field ``amount-<id>``, ``days-<id>``, or
    None where the column does not add up), Stale (also for a package or milestones that are others now), NotEligible.
    """
    gig, before, package = _opened(gig_id=gig_id, owner_id=owner_id, version=version, tier=tier)
    column = before.column(package.id)
    if [*parts] != [card.id for card in column]:
        raise Stale
    for fault in faults(package.price_minor, package.days, [*parts.values()]):
        raise Invalid(
            fault.words, field=None if fault.place is None else f"{fault.of}-{column[fault.place].id}"
        )
    split = Split(
        amounts=tuple(amount for amount, _ in parts.values()), days=tuple(days for _, days in parts.values())
    )
    return _stored(gig, before, before.split_as(package.id, split))


@transaction.atomic
def reset_split(*, gig_id: int, owner_id: int, version: int, tier: str) -> SplitSaved:
    """Return a package to the even split. Raises as ``set_split``."""
    gig, before, package = _opened(gig_id=gig_id, owner_id=owner_id, version=version, tier=tier)
    return _stored(gig, before, before.evened({package.id}))


def _opened(*, gig_id: int, owner_id: int, version: int, tier: str) -> tuple[Gig, Workbench, Choice]:
    gig = locked_gig(gig_id=gig_id, owner_id=owner_id, version=version)
    allowed = gig_milestones(gig)
    if not allowed.ok:
        raise NotEligible(allowed.reason)
    bench = workbench(gig)
    package = bench.package(tier)
    if package is None:
        raise Stale("This package was removed meanwhile.")
    return gig, bench, package


def _stored(gig: Gig, before: Workbench, after: Workbench) -> SplitSaved:
    if after != before:
        store(before, after)
        terms_moved(gig)
    return SplitSaved(gig, after)
