"""A milestone leaves a gig and comes back: everything that its removal took is kept for the undo."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from config.shared.errors import Refusal
from gigs.models import Gig, Milestone, Substep
from gigs.operations.editing import LimitReached, locked_gig, terms_moved
from gigs.operations.milestones import MilestoneDraft, card_of, check_eligible, milestone_of
from gigs.operations.numbering import renumber
from gigs.operations.shares import returned, store
from gigs.queries import Card, Workbench, workbench
from gigs.splitting import Split, faults


@dataclass(frozen=True, slots=True)
class Removed:
    """Everything needed to bring a removed milestone back: plain values that can be carried by a signed form.

    ``columns`` are the packages that had own amounts: (package id, ((amount in minor units, days), …)) in order,
    the removed milestone's among them. ``returned`` are their tiers.
    """

    position: int
    name: str
    description: str
    zoom: bool
    package_ids: tuple[int, ...]
    substeps: tuple[tuple[str, tuple[int, ...]], ...]
    columns: tuple[tuple[int, tuple[tuple[int, int], ...]], ...] = ()
    returned: tuple[str, ...] = ()


class NothingToRemove(Refusal):
    """The gig has no milestones."""

    default_message = "This gig has no milestones."


@transaction.atomic
def remove_milestone(*, gig_id: int, owner_id: int, milestone_id: int, version: int) -> Removed:
    """Take a milestone away; ``version`` is the milestone's. ``restore_milestone`` brings the answer back."""
    gig = locked_gig(gig_id=gig_id, owner_id=owner_id)
    milestone = milestone_of(gig, milestone_id, version=version)
    bench = workbench(gig)
    gone = next(card for card in bench.cards if card.id == milestone.pk)
    kept = [card for card in bench.cards if card.id != milestone.pk]
    milestone.delete()
    renumber(Milestone, [card.id for card in kept])
    after = bench.with_cards(kept)
    store(after, after.evened(gone.package_ids))
    terms_moved(gig, milestone_count=len(kept))
    return _snapshot(bench, gone)


@transaction.atomic
def restore_milestone(*, gig_id: int, owner_id: int, version: int, removed: Removed) -> Milestone:
    """Undo a removal: at its old place, with its substeps, and with the own amounts that went with it.

    Raises Stale when anything has changed since, LimitReached, NotEligible.
    """
    gig = locked_gig(gig_id=gig_id, owner_id=owner_id, version=version)
    check_eligible(gig)
    bench = workbench(gig)
    if bench.full:
        raise LimitReached(f"A gig has at most {settings.GIG_MILESTONES_MAX} milestones.")
    packages = frozenset(removed.package_ids) & bench.package_ids
    draft = MilestoneDraft(removed.name, removed.description, removed.zoom, packages)
    milestone = _placed(gig, bench, draft, place=min(removed.position, len(bench.cards) + 1))
    cards = [*bench.cards]
    cards.insert(milestone.position - 1, card_of(milestone, draft))
    after = bench.with_cards(cards).evened(packages)
    store(bench, with_columns(after, removed.columns))
    write_substeps({milestone.pk: [(name, packages & set(ids)) for name, ids in removed.substeps]})
    terms_moved(gig, milestone_count=len(cards))
    return milestone


@transaction.atomic
def remove_all_milestones(*, gig_id: int, owner_id: int, version: int) -> Gig:
    """Take the whole workflow away: the undo of a template, refused (Stale) once anything has changed since."""
    gig = locked_gig(gig_id=gig_id, owner_id=owner_id, version=version)
    bench = workbench(gig)
    if not bench.cards:
        raise NothingToRemove
    Milestone.objects.filter(gig_id=gig.pk).delete()
    empty = bench.with_cards([])
    store(empty, empty.evened(bench.package_ids))
    terms_moved(gig, milestone_count=0)
    return gig


def with_columns(bench: Workbench, columns: Sequence[tuple[int, Sequence[Sequence[int]]]]) -> Workbench:
    """Own amounts put back where they still add up."""
    for package in bench.packages:
        parts = [(amount, days) for pk, column in columns if pk == package.id for amount, days in column]
        fits = len(parts) == len(bench.column(package.id)) and parts
        if fits and not faults(package.price_minor, package.days, parts):
            split = Split(tuple(amount for amount, _ in parts), tuple(days for _, days in parts))
            bench = bench.split_as(package.id, split)
    return bench


def write_substeps(steps: dict[int, list[tuple[str, set[int] | frozenset[int]]]]) -> None:
    """Store (name, package ids) for each milestone's id, in order. Two statements."""
    rows = [
        (Substep(milestone_id=milestone_id, position=place, name=name), ids)
        for milestone_id, named in steps.items()
        for place, (name, ids) in enumerate(named, start=1)
    ]
    Substep.objects.bulk_create(row for row, _ in rows)
    link = Substep.packages.through
    link.objects.bulk_create(
        link(substep_id=row.pk, package_id=pk) for row, ids in rows for pk in sorted(ids)
    )


def _placed(gig: Gig, bench: Workbench, draft: MilestoneDraft, *, place: int) -> Milestone:
    milestone = Milestone.objects.create(
        gig=gig,
        position=len(bench.cards) + 1,
        name=draft.name,
        description=draft.description,
        zoom=draft.zoom,
    )
    order = [card.id for card in bench.cards]
    if place <= len(order):
        order.insert(place - 1, milestone.pk)
        renumber(Milestone, order)
        milestone.position = place
    return milestone


def _snapshot(bench: Workbench, gone: Card) -> Removed:
    own = [row for row in bench.packages if row.own_split and row.id in gone.package_ids]
    return Removed(
        position=gone.position,
        name=gone.name,
        description=gone.description,
        zoom=gone.zoom,
        package_ids=tuple(gone.cells),
        substeps=tuple((step.name, tuple(sorted(step.package_ids))) for step in gone.substeps),
        columns=tuple((row.id, _column(bench, row.id)) for row in own),
        returned=returned(bench, gone.package_ids),
    )


def _column(bench: Workbench, package_id: int) -> tuple[tuple[int, int], ...]:
    cells = (card.cells[package_id] for card in bench.column(package_id))
    return tuple((cell.amount_minor or 0, cell.days or 0) for cell in cells)
