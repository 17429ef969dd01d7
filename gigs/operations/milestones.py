"""Milestones of a gig: live as soon as they are saved. Orders and sent offers are snapshots and stay as they are."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction

from config.shared.errors import Invalid, Refusal, Stale
from config.shared.transition import guarded_update
from gigs.eligibility import gig_milestones
from gigs.models import Gig, Milestone, Package, Share, Substep
from gigs.operations.editing import LimitReached, locked_gig, moved, renumber, terms_moved
from gigs.operations.splits import resplit

NAME_MAX = 80
TEXT_MAX = 500


class NotEligible(Refusal):
    """The gig may carry no milestones; the sentence says why."""


@dataclass(frozen=True, slots=True)
class MilestoneDraft:
    """A milestone's card as typed."""

    name: str
    description: str = ""
    zoom: bool = False
    package_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Removed:
    """Everything needed to bring a removed milestone back: plain values that can be carried by a signed form."""

    position: int
    name: str
    description: str
    zoom: bool
    package_ids: tuple[int, ...]
    substeps: tuple[tuple[str, tuple[int, ...]], ...]


@transaction.atomic
def add_milestone(*, gig_id: int, owner_id: int, version: int, draft: MilestoneDraft) -> Milestone:
    """Append a milestone (article, steps 2 to 5).

    Raises NotEligible, LimitReached (at 5), Invalid (field ``name`` or ``packages``), Stale.
    """
    gig = locked_gig(gig_id=gig_id, owner_id=owner_id, version=version)
    return _insert(gig, draft, position=gig.milestone_count + 1)


@transaction.atomic
def edit_milestone(
    *, gig_id: int, owner_id: int, milestone_id: int, version: int, draft: MilestoneDraft
) -> Milestone:
    """Store an edited card; ``version`` is the milestone's. Substeps lose packages that the milestone no longer has."""
    gig = locked_gig(gig_id=gig_id, owner_id=owner_id)
    milestone = milestone_of(gig, milestone_id, version=version)
    _check(gig, draft)
    held = frozenset(milestone.shares.values_list("package_id", flat=True))
    guarded_update(
        milestone,
        expect={"version": version},
        version=version + 1,
        name=draft.name,
        description=draft.description,
        zoom=draft.zoom,
    )
    _set_packages(gig, milestone, held=held, wanted=draft.package_ids)
    terms_moved(gig)
    return milestone


@transaction.atomic
def move_milestone(
    *, gig_id: int, owner_id: int, milestone_id: int, version: int, direction: str
) -> Milestone:
    """Move a milestone ``up`` or ``down`` by one; ``version`` is the gig's. The remainder goes to whoever is last."""
    gig = locked_gig(gig_id=gig_id, owner_id=owner_id, version=version)
    milestone = milestone_of(gig, milestone_id)
    ids = list(gig.milestones.values_list("pk", flat=True))
    order = moved(ids, milestone.pk, direction)
    if order != ids:
        renumber(Milestone, order)
        resplit(gig, package_ids=_packages_of(gig))
        terms_moved(gig)
    return milestone


@transaction.atomic
def remove_milestone(*, gig_id: int, owner_id: int, milestone_id: int, version: int) -> Removed:
    """Take a milestone away; ``version`` is the milestone's. ``restore_milestone`` brings the answer back."""
    gig = locked_gig(gig_id=gig_id, owner_id=owner_id)
    milestone = milestone_of(gig, milestone_id, version=version)
    removed = _snapshot(milestone)
    milestone.delete()
    renumber(Milestone, list(gig.milestones.values_list("pk", flat=True)))
    resplit(gig, package_ids=removed.package_ids)
    terms_moved(gig, milestone_count=gig.milestone_count - 1)
    return removed


@transaction.atomic
def restore_milestone(*, gig_id: int, owner_id: int, version: int, removed: Removed) -> Milestone:
    """Undo a removal, at its old place, in those of its packages that still exist. Raises Stale the second time."""
    gig = locked_gig(gig_id=gig_id, owner_id=owner_id, version=version)
    packages = frozenset(removed.package_ids) & set(_packages_of(gig))
    draft = MilestoneDraft(removed.name, removed.description, removed.zoom, packages)
    milestone = _insert(gig, draft, position=removed.position, flagged=not packages)
    for place, (name, package_ids) in enumerate(removed.substeps, start=1):
        substep = Substep.objects.create(milestone=milestone, position=place, name=name)
        substep.packages.set(packages & set(package_ids))
    return milestone


@transaction.atomic
def set_milestone_payments(*, gig_id: int, owner_id: int, on: bool) -> Gig:
    """Ask customers to pay per milestone, or charge once and use milestones for updates only (article, step 3)."""
    gig = locked_gig(gig_id=gig_id, owner_id=owner_id)
    if gig.milestone_payments != on:
        terms_moved(gig, milestone_payments=on)
    return gig


def milestone_of(gig: Gig, milestone_id: int, *, version: int | None = None) -> Milestone:
    """One of the gig's own. Raises Stale when it is gone or its version moved, DoesNotExist for another gig's."""
    milestone = Milestone.objects.filter(pk=milestone_id).first()
    if milestone is None:
        raise Stale("This milestone was removed meanwhile.")
    if milestone.gig_id != gig.pk:
        raise Milestone.DoesNotExist
    if version is not None and milestone.version != version:
        raise Stale
    return milestone


def _insert(gig: Gig, draft: MilestoneDraft, *, position: int, flagged: bool = False) -> Milestone:
    if gig.milestone_count >= settings.GIG_MILESTONES_MAX:
        raise LimitReached(f"A gig has at most {settings.GIG_MILESTONES_MAX} milestones.")
    _check(gig, draft, flagged=flagged)
    after = list(gig.milestones.filter(position__gte=position).values_list("pk", flat=True))
    milestone = Milestone.objects.create(
        gig=gig,
        position=gig.milestone_count + 1,
        name=draft.name,
        description=draft.description,
        zoom=draft.zoom,
    )
    if after:
        before = list(gig.milestones.filter(position__lt=position).values_list("pk", flat=True))
        renumber(Milestone, [*before, milestone.pk, *after])
        milestone.position = position
    _set_packages(gig, milestone, held=frozenset(), wanted=draft.package_ids)
    terms_moved(gig, milestone_count=gig.milestone_count + 1)
    return milestone


def _check(gig: Gig, draft: MilestoneDraft, *, flagged: bool = False) -> None:
    allowed = gig_milestones(gig)
    if not allowed.ok:
        raise NotEligible(allowed.reason)
    if not draft.name or len(draft.name) > NAME_MAX:
        raise Invalid(f"Give the milestone a name of up to {NAME_MAX} characters.", field="name")
    if len(draft.description) > TEXT_MAX:
        raise Invalid(f"Keep the description within {TEXT_MAX} characters.", field="description")
    if not draft.package_ids and not flagged:
        raise Invalid("Choose at least one package.", field="packages")
    if not draft.package_ids <= set(_packages_of(gig)):
        raise Invalid("Choose among the packages of this gig.", field="packages")


def _set_packages(gig: Gig, milestone: Milestone, *, held: frozenset[int], wanted: frozenset[int]) -> None:
    gone, new = held - wanted, wanted - held
    if gone:
        milestone.shares.filter(package_id__in=gone).delete()
        Substep.packages.through.objects.filter(substep__milestone=milestone, package_id__in=gone).delete()
    Share.objects.bulk_create([Share(package_id=pk, milestone=milestone) for pk in sorted(new)])
    if gone or new:
        resplit(gig, package_ids=gone | new)


def _packages_of(gig: Gig) -> Collection[int]:
    return list(Package.objects.filter(gig_id=gig.pk).values_list("pk", flat=True))


def _snapshot(milestone: Milestone) -> Removed:
    links: dict[int, list[int]] = {}
    rows: Any = Substep.packages.through.objects.filter(substep__milestone=milestone)
    for substep_id, package_id in rows.values_list("substep_id", "package_id"):
        links.setdefault(substep_id, []).append(package_id)
    return Removed(
        position=milestone.position,
        name=milestone.name,
        description=milestone.description,
        zoom=milestone.zoom,
        package_ids=tuple(milestone.shares.values_list("package_id", flat=True)),
        substeps=tuple((step.name, tuple(links.get(step.pk, ()))) for step in milestone.substeps.all()),
    )
