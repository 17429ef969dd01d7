"""How a package's price and days are shared by its milestones: the stored split, and the seller's own one."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from config.shared.errors import Invalid, Refusal, Stale
from gigs.eligibility import gig_milestones
from gigs.models import Gig, Package, Share
from gigs.operations.editing import locked_gig, terms_moved
from gigs.queries import Cell, Choice, Workbench, workbench
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


def resplit(gig: Gig, *, package_ids: Collection[int]) -> tuple[str, ...]:
    """Return packages to the even split after their price or days changed (product.md 3.2).

    Gives the tiers whose own amounts were lost by it, so that the page can say so.
    """
    before = workbench(gig)
    store(before, before.evened(package_ids))
    return returned(before, package_ids)


def returned(before: Workbench, package_ids: Collection[int]) -> tuple[str, ...]:
    """Of the packages that are split evenly again, the tiers that had amounts of their own."""
    return tuple(row.tier for row in before.packages if row.own_split and row.id in package_ids)


def store(before: Workbench, after: Workbench) -> None:
    """Write the shares that differ: one statement for those that came or changed, one for those that went."""
    held, wanted = _cells(before), _cells(after)
    changed = [
        Share(milestone_id=key[0], package_id=key[1], amount_minor=cell.amount_minor, days=cell.days)
        for key, cell in wanted.items()
        if held.get(key) != cell
    ]
    gone = [Q(milestone_id=key[0], package_id=key[1]) for key in held.keys() - wanted.keys()]
    if gone:
        Share.objects.filter(Q(*gone, _connector=Q.OR)).delete()
    Share.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["package", "milestone"],
        update_fields=["amount_minor", "days"],
    )
    _store_ownership(before, after)


def _store_ownership(before: Workbench, after: Workbench) -> None:
    held = {row.id: row.own_split for row in before.packages}
    for own in (True, False):
        ids = [row.id for row in after.packages if row.own_split is own and held[row.id] is not own]
        if ids:
            Package.objects.filter(pk__in=ids).update(own_split=own)


def _cells(bench: Workbench) -> dict[tuple[int, int], Cell]:
    return {(card.id, pk): cell for card in bench.cards for pk, cell in card.cells.items()}


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
