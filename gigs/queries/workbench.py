"""The milestones of a gig as its seller edits them, four statements whatever their number. Amounts in minor units."""

from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings

from gigs.models import TIERS, Gig, Milestone, Package, Share, Substep, Tier
from gigs.splitting import even


@dataclass(frozen=True, slots=True)
class Choice:
    """A package that a milestone may belong to."""

    id: int
    tier: str
    label: str
    price_minor: int
    days: int


@dataclass(frozen=True, slots=True)
class SubstepRow:
    """A saved substep."""

    id: int
    name: str
    package_ids: frozenset[int]
    labels: tuple[str, ...]

    @property
    def key(self) -> str:
        """Its part of an address."""
        return str(self.id)


@dataclass(frozen=True, slots=True)
class Card:
    """A saved milestone."""

    id: int
    position: int
    name: str
    description: str
    zoom: bool
    version: int
    package_ids: frozenset[int]
    labels: tuple[str, ...]
    substeps: tuple[SubstepRow, ...]
    last: bool

    @property
    def stranded(self) -> bool:
        """Its only package was removed."""
        return not self.package_ids

    @property
    def version_query(self) -> str:
        """Names, in a button's address, the version that the button was drawn for."""
        return f"?version={self.version}"

    @property
    def new_substep_key(self) -> str:
        """The key of a substep that is being added here."""
        return f"{self.id}-new"

    @property
    def can_have_substeps(self) -> bool:
        """Below the limit and in some package."""
        return bool(self.package_ids) and len(self.substeps) < settings.SUBSTEPS_MAX


@dataclass(frozen=True, slots=True)
class Cell:
    """What a milestone is worth in one package; None where it does not apply."""

    amount_minor: int | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table of prices and days."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Workbench:
    """Everything that the milestones' part of the tab shows."""

    packages: tuple[Choice, ...]
    cards: tuple[Card, ...]
    rows: tuple[Row, ...]
    reasons: tuple[str, ...]

    @property
    def full(self) -> bool:
        """No further milestone fits."""
        return len(self.cards) >= settings.GIG_MILESTONES_MAX

    def card(self, milestone_id: int) -> Card | None:
        """One card by its id."""
        return next((card for card in self.cards if card.id == milestone_id), None)


def workbench(gig: Gig) -> Workbench:
    """Packages, cards, and the table below them."""
    packages = _choices(gig)
    milestones = list(Milestone.objects.filter(gig_id=gig.pk).order_by("position"))
    shares: dict[int, dict[int, Cell]] = defaultdict(dict)
    for share in Share.objects.filter(milestone__gig_id=gig.pk):
        shares[share.milestone_id][share.package_id] = Cell(share.amount_minor, share.days)
    substeps = _substeps(gig, packages)
    cards = tuple(
        _card(row, packages, shares[row.pk], substeps, last=row is milestones[-1]) for row in milestones
    )
    rows = tuple(
        Row(card.name, tuple(shares[card.id].get(package.id, Cell()) for package in packages))
        for card in cards
    )
    return Workbench(packages=packages, cards=cards, rows=rows, reasons=_reasons(packages, cards))


def _choices(gig: Gig) -> tuple[Choice, ...]:
    rows = Package.objects.filter(gig_id=gig.pk).values_list("id", "tier", "price_minor", "days")
    found = (Choice(pk, tier, str(Tier(tier).label), price, days) for pk, tier, price, days in rows)
    return tuple(sorted(found, key=lambda choice: TIERS.index(choice.tier)))


def _labels(packages: tuple[Choice, ...], ids: frozenset[int]) -> tuple[str, ...]:
    return tuple(package.label for package in packages if package.id in ids)


def _substeps(gig: Gig, packages: tuple[Choice, ...]) -> dict[int, list[SubstepRow]]:
    rows = (
        Substep.objects.filter(milestone__gig_id=gig.pk)
        .order_by("position")
        .values_list("milestone_id", "id", "name", "packages")
    )
    links: dict[tuple[int, int, str], set[int]] = {}
    for milestone_id, pk, name, package_id in rows:
        links.setdefault((milestone_id, pk, name), set()).update({package_id} - {None})
    found: dict[int, list[SubstepRow]] = defaultdict(list)
    for (milestone_id, pk, name), ids in links.items():
        held = frozenset(ids)
        found[milestone_id].append(SubstepRow(pk, name, held, _labels(packages, held)))
    return found


def _card(
    row: Milestone,
    packages: tuple[Choice, ...],
    cells: dict[int, Cell],
    substeps: dict[int, list[SubstepRow]],
    *,
    last: bool,
) -> Card:
    ids = frozenset(cells)
    return Card(
        id=row.pk,
        position=row.position,
        name=row.name,
        description=row.description,
        zoom=row.zoom,
        version=row.version,
        package_ids=ids,
        labels=_labels(packages, ids),
        substeps=tuple(substeps[row.pk]),
        last=last,
    )


def _reasons(packages: tuple[Choice, ...], cards: tuple[Card, ...]) -> tuple[str, ...]:
    """Why a package cannot be ordered by milestones, in words."""
    found = []
    for package in packages:
        count = sum(package.id in card.package_ids for card in cards)
        split = even(package.price_minor, package.days, count)
        if not split.ok:
            found.append(f"{package.label} offers no milestones: {split.reason}")
        elif count < settings.GIG_MILESTONES_MIN and cards:
            held = "no milestone" if not count else "one milestone"
            found.append(f"{package.label} has {held}. It can be paid per milestone from the second.")
    return tuple(found)
