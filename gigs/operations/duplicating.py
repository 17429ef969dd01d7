"""A gig taken as the beginning of another: its rows once more, as a draft."""

from typing import Any

from django.db import transaction

from config.shared.commands import Click, claim
from config.shared.errors import Forbidden
from gigs.models import Gig, Milestone, Share, Substep
from gigs.operations.details import new_slug
from gigs.operations.editing import locked_gig


@transaction.atomic
def duplicate_gig(*, gig_id: int, click: Click) -> str:
    """Copy a gig as a draft; the slug of the copy, also for the same click again. Raises Forbidden when suspended.

    Pictures share their files, which stay as long as one gig shows them.
    """
    gig = locked_gig(gig_id=gig_id, owner_id=click.actor_id)
    if not gig.seller.in_good_standing:
        raise Forbidden("Your account is suspended. You cannot begin a new gig.")
    slug = new_slug(gig.title)
    earlier = claim(click, "gigs.duplicate", {"slug": slug})
    if earlier is not None:
        return earlier["slug"]
    copy = _begun(gig, slug)
    packages = {row.pk: _copied(row, gig_id=copy.pk).pk for row in gig.packages.all()}
    for rows in (gig.faq.all(), gig.questions.all(), gig.images.all()):
        for row in rows:
            _copied(row, gig_id=copy.pk)
    for milestone in gig.milestones.all():
        _copy_milestone(milestone, copy, packages)
    return slug


def _begun(gig: Gig, slug: str) -> Gig:
    copy = Gig(seller=gig.seller, subcategory=gig.subcategory, slug=slug)
    for name in (
        "title",
        "description",
        "tags",
        "milestone_payments",
        "from_minor",
        "from_days",
        "milestone_count",
    ):
        setattr(copy, name, getattr(gig, name))
    copy.save(force_insert=True)
    return copy


def _copy_milestone(milestone: Milestone, gig: Gig, packages: dict[int, int]) -> None:
    copy = _copied(milestone, gig_id=gig.pk, version=1)
    for share in Share.objects.filter(milestone_id=milestone.pk):
        _copied(share, milestone_id=copy.pk, package_id=packages[share.package_id])
    for row in Substep.objects.filter(milestone_id=milestone.pk).prefetch_related("packages"):
        held = [packages[package.pk] for package in row.packages.all()]
        _copied(row, milestone_id=copy.pk).packages.set(held)


def _copied(row: Any, **changes: Any) -> Any:
    """The same row once more, with other values in these columns."""
    held = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    copy = type(row)(**{**held, **changes, "id": None})
    copy.save(force_insert=True)
    return copy
