"""Keeps the stored split in step with packages and milestones."""

from collections import defaultdict
from collections.abc import Collection

from gigs.models import Gig, Share
from gigs.splitting import even


def resplit(gig: Gig, *, package_ids: Collection[int]) -> tuple[str, ...]:
    """Return packages to the even split over the milestones that now apply to them.

    Called by every change of a package's price or days or of its set of milestones (product.md 3.2). Two statements.
    Gives the tiers whose split changed.
    """
    columns: dict[int, list[Share]] = defaultdict(list)
    shares = Share.objects.filter(package_id__in=package_ids, package__gig_id=gig.pk)
    for share in shares.select_related("package").order_by("milestone__position"):
        columns[share.package_id].append(share)
    changed: list[Share] = []
    for column in columns.values():
        changed += _spread(column)
    Share.objects.bulk_update(changed, ["amount_minor", "days"])
    return tuple(sorted({share.package.tier for share in changed}))


def _spread(column: list[Share]) -> list[Share]:
    package = column[0].package
    split = even(package.price_minor, package.days, len(column))
    changed = []
    for place, share in enumerate(column):
        target = (split.amounts[place], split.days[place]) if split.ok else (None, None)
        if (share.amount_minor, share.days) != target:
            share.amount_minor, share.days = target
            changed.append(share)
    return changed
