"""Keeps the stored shares in step with a workbench: what a milestone is worth in a package."""

from collections.abc import Collection

from django.db.models import Q

from gigs.models import Gig, Package, Share
from gigs.queries import Cell, Workbench, workbench


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
