"""Milestones of a gig: live as soon as they are saved. Orders and sent offers are snapshots and stay as they are."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.conf import settings
from django.db import transaction

from config.shared.errors import Invalid, Stale
from config.shared.transition import guarded_update
from gigs.eligibility import gig_milestones
from gigs.models import Gig, Milestone, Substep
from gigs.operations.editing import GigKey, LimitReached, locked_gig, terms_moved
from gigs.operations.numbering import moved, renumber
from gigs.operations.shares import returned, store
from gigs.operations.splits import NotEligible
from gigs.queries import Card, Cell, Workbench, workbench

NAME_MAX = 80
TEXT_MAX = 500


@dataclass(frozen=True, slots=True)
class MilestoneDraft:
    """A milestone's card as typed."""

    name: str
    description: str = ""
    zoom: bool = False
    package_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Edited:
    """What an edit left: the gig, its workbench, the milestone, the tiers whose own amounts became even by it."""

    gig: Gig
    bench: Workbench
    milestone: Milestone
    returned: tuple[str, ...] = ()


@transaction.atomic
def add_milestone(*, gig_id: GigKey, owner_id: int, version: int, draft: MilestoneDraft) -> Edited:
    """Append a milestone (article, steps 2 to 5).

    Raises NotEligible, LimitReached (at 5), Invalid (field ``name`` or ``packages``), Stale.
    """
    gig = locked_gig(gig_id=gig_id, owner_id=owner_id, version=version)
    bench = workbench(gig)
    if bench.full:
        raise LimitReached(f"A gig has at most {settings.GIG_MILESTONES_MAX} milestones.")
    _check(gig, draft, bench)
    milestone = Milestone.objects.create(
        gig=gig,
        position=len(bench.cards) + 1,
        name=draft.name,
        description=draft.description,
        zoom=draft.zoom,
    )
    after = bench.with_cards([*bench.cards, card_of(milestone, draft)]).evened(draft.package_ids)
    store(bench, after)
    terms_moved(gig, milestone_count=len(after.cards))
    return Edited(gig, after, milestone, returned(bench, draft.package_ids))


@transaction.atomic
def edit_milestone(
    *, gig_id: GigKey, owner_id: int, milestone_id: int, version: int, draft: MilestoneDraft
) -> Edited:
    """Store an edited card; ``version`` is the milestone's. Substeps lose packages that the milestone no longer has."""
    gig = locked_gig(gig_id=gig_id, owner_id=owner_id)
    bench = workbench(gig)
    card = _card(gig, bench, milestone_id, version=version)
    _check(gig, draft, bench)
    milestone = Milestone(id=card.id, gig=gig, position=card.position, version=version)
    guarded_update(
        milestone,
        expect={"version": version},
        version=version + 1,
        name=draft.name,
        description=draft.description,
        zoom=draft.zoom,
    )
    edited = replace(card_of(milestone, draft, cells=card.cells), substeps=card.substeps)
    changed = card.package_ids ^ draft.package_ids
    after = bench.with_cards([edited if row.id == card.id else row for row in bench.cards]).evened(changed)
    _leave_packages(card, card.package_ids - draft.package_ids)
    store(bench, after)
    terms_moved(gig)
    return Edited(gig, after, milestone, returned(bench, changed))


@transaction.atomic
def move_milestone(
    *, gig_id: int, owner_id: int, milestone_id: int, version: int, direction: str
) -> Milestone:
    """Move a milestone ``up``, ``down`` or to a place; ``version`` is the gig's.

    Own amounts travel with their milestones; in an even split the remainder goes to whoever is last.
    """
    gig = locked_gig(gig_id=gig_id, owner_id=owner_id, version=version)
    milestone = milestone_of(gig, milestone_id)
    bench = workbench(gig)
    cards = {card.id: card for card in bench.cards}
    order = moved([*cards], milestone.pk, direction)
    if order != [*cards]:
        renumber(Milestone, order)
        after = bench.with_cards([cards[pk] for pk in order])
        store(bench, after.evened({row.id for row in bench.packages if not row.own_split}))
        terms_moved(gig)
    milestone.position = order.index(milestone.pk) + 1
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


def card_of(milestone: Milestone, draft: MilestoneDraft, *, cells: Mapping[int, Cell] | None = None) -> Card:
    """A stored milestone as a card; packages that are new to it have no share yet."""
    held = cells or {}
    return Card(
        id=milestone.pk,
        position=milestone.position,
        name=draft.name,
        description=draft.description,
        zoom=draft.zoom,
        version=milestone.version,
        cells={pk: held.get(pk, Cell()) for pk in sorted(draft.package_ids)},
    )


def check_eligible(gig: Gig) -> None:
    """Raises NotEligible with the reason in words."""
    allowed = gig_milestones(gig)
    if not allowed.ok:
        raise NotEligible(allowed.reason)


def _card(gig: Gig, bench: Workbench, milestone_id: int, *, version: int) -> Card:
    card = bench.card(milestone_id)
    if card is None or card.version != version:
        milestone_of(gig, milestone_id, version=version)
        raise Stale
    return card


def _check(gig: Gig, draft: MilestoneDraft, bench: Workbench) -> None:
    check_eligible(gig)
    if not draft.name or len(draft.name) > NAME_MAX:
        raise Invalid(f"Give the milestone a name of up to {NAME_MAX} characters.", field="name")
    if len(draft.description) > TEXT_MAX:
        raise Invalid(f"Keep the description within {TEXT_MAX} characters.", field="description")
    if not draft.package_ids:
        raise Invalid("Choose at least one package.", field="packages")
    if not draft.package_ids <= bench.package_ids:
        raise Invalid("Choose among the packages of this gig.", field="packages")


def _leave_packages(card: Card, gone: frozenset[int]) -> None:
    if gone and card.substeps:
        links = Substep.packages.through.objects
        links.filter(substep__milestone_id=card.id, package_id__in=gone).delete()
