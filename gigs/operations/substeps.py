"""Substeps of a milestone; each save moves the milestone's version and the gig's."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from config.shared.errors import Invalid, Stale
from config.shared.transition import guarded_update
from gigs.models import Milestone, Substep
from gigs.operations.editing import LimitReached, locked_gig, terms_moved
from gigs.operations.milestones import NAME_MAX, milestone_of
from gigs.operations.numbering import renumber


@dataclass(frozen=True, slots=True)
class RemovedSubstep:
    """Everything needed to bring a removed substep back: plain values that can be carried by a signed form."""

    milestone_id: int
    position: int
    name: str
    package_ids: Sequence[int]


@transaction.atomic
def add_substep(
    *, gig_id: int, owner_id: int, milestone_id: int, version: int, name: str, package_ids: frozenset[int]
) -> Substep:
    """Append a substep (article, step 6); ``version`` is the milestone's.

    Raises LimitReached (at 10), Invalid (field ``name`` or ``packages``: a subset of the milestone's), Stale.
    """
    gig = locked_gig(gig_id=gig_id, owner_id=owner_id)
    milestone = milestone_of(gig, milestone_id, version=version)
    count = milestone.substeps.count()
    if count >= settings.SUBSTEPS_MAX:
        raise LimitReached(f"A milestone has at most {settings.SUBSTEPS_MAX} substeps.")
    _check(milestone, name, package_ids)
    substep = Substep.objects.create(milestone=milestone, position=count + 1, name=name)
    substep.packages.set(package_ids)
    _touch(milestone)
    terms_moved(gig)
    return substep


@transaction.atomic
def edit_substep(
    *,
    gig_id: int,
    owner_id: int,
    milestone_id: int,
    substep_id: int,
    version: int,
    name: str,
    package_ids: frozenset[int],
) -> Substep:
    """Store an edited substep; ``version`` is the milestone's."""
    gig = locked_gig(gig_id=gig_id, owner_id=owner_id)
    milestone = milestone_of(gig, milestone_id, version=version)
    substep = substep_of(milestone, substep_id)
    _check(milestone, name, package_ids)
    substep.name = name
    substep.save(update_fields=["name"])
    substep.packages.set(package_ids)
    _touch(milestone)
    terms_moved(gig)
    return substep


@transaction.atomic
def remove_substep(
    *, gig_id: int, owner_id: int, milestone_id: int, substep_id: int, version: int
) -> RemovedSubstep:
    """Take a substep away; ``version`` is the milestone's. ``restore_substep`` brings the answer back."""
    gig = locked_gig(gig_id=gig_id, owner_id=owner_id)
    milestone = milestone_of(gig, milestone_id, version=version)
    substep = substep_of(milestone, substep_id)
    packages = tuple(substep.packages.order_by("pk").values_list("pk", flat=True))
    removed = RemovedSubstep(milestone.pk, substep.position, substep.name, packages)
    substep.delete()
    renumber(Substep, list(milestone.substeps.values_list("pk", flat=True)))
    _touch(milestone)
    terms_moved(gig)
    return removed


@transaction.atomic
def restore_substep(*, gig_id: int, owner_id: int, version: int, removed: RemovedSubstep) -> Substep:
    """Undo a removal, at its old place; ``version`` is the gig's.

    Raises Stale when anything has changed since, LimitReached.
    """
    gig = locked_gig(gig_id=gig_id, owner_id=owner_id, version=version)
    milestone = Milestone.objects.get(pk=removed.milestone_id, gig_id=gig.pk)
    others = list(milestone.substeps.values_list("pk", flat=True))
    if len(others) >= settings.SUBSTEPS_MAX:
        raise LimitReached(f"A milestone has at most {settings.SUBSTEPS_MAX} substeps.")
    substep = Substep.objects.create(milestone=milestone, position=len(others) + 1, name=removed.name)
    substep.packages.set(
        milestone.shares.filter(package_id__in=removed.package_ids).values_list("package_id", flat=True)
    )
    others.insert(removed.position - 1, substep.pk)
    renumber(Substep, others)
    _touch(milestone)
    terms_moved(gig)
    return substep


def substep_of(milestone: Milestone, substep_id: int) -> Substep:
    """One of the milestone's own. Raises Stale when it is gone, DoesNotExist for another milestone's."""
    substep = Substep.objects.filter(pk=substep_id).first()
    if substep is None:
        raise Stale("This substep was removed meanwhile.")
    if substep.milestone_id != milestone.pk:
        raise Substep.DoesNotExist
    return substep


def _check(milestone: Milestone, name: str, package_ids: frozenset[int]) -> None:
    if not name or len(name) > NAME_MAX:
        raise Invalid(f"Give the substep a name of up to {NAME_MAX} characters.", field="name")
    if not package_ids:
        raise Invalid("Choose at least one package.", field="packages")
    if not package_ids <= set(milestone.shares.values_list("package_id", flat=True)):
        raise Invalid("A substep belongs to packages of its milestone only.", field="packages")


def _touch(milestone: Milestone) -> None:
    guarded_update(milestone, expect={"version": milestone.version}, version=milestone.version + 1)
