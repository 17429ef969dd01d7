"""The milestones of a gig as its seller edits them: plain values for operations and pages. Amounts in minor units."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from django.conf import settings

from gigs.splitting import Split, even


@dataclass(frozen=True, slots=True)
class Cell:
    """What a milestone is worth in one package; None while the package is too small to be split."""

    amount_minor: int | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A package that a milestone may belong to. ``own_split``: its seller chose the amounts and days."""

    id: int
    tier: str
    label: str
    price_minor: int
    days: int
    own_split: bool = False


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
    """A saved milestone; ``cells`` holds its part of each package that it belongs to, by the package's id."""

    id: int
    position: int
    name: str
    description: str
    zoom: bool
    version: int
    cells: Mapping[int, Cell]
    labels: tuple[str, ...] = ()
    substeps: tuple[SubstepRow, ...] = ()
    last: bool = False

    @property
    def package_ids(self) -> frozenset[int]:
        """The packages that it belongs to."""
        return frozenset(self.cells)

    @property
    def stranded(self) -> bool:
        """Its only package was removed."""
        return not self.cells

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
        return bool(self.cells) and len(self.substeps) < settings.SUBSTEPS_MAX


@dataclass(frozen=True, slots=True)
class Workbench:
    """Everything that the milestones' part of the tab shows: packages Basic to Premium, cards in their order."""

    packages: tuple[Choice, ...]
    cards: tuple[Card, ...]

    @property
    def full(self) -> bool:
        """No further milestone fits."""
        return len(self.cards) >= settings.GIG_MILESTONES_MAX

    @property
    def package_ids(self) -> frozenset[int]:
        """The gig's packages."""
        return frozenset(package.id for package in self.packages)

    def card(self, milestone_id: int) -> Card | None:
        """One card by its id."""
        return next((card for card in self.cards if card.id == milestone_id), None)

    def package(self, tier: str) -> Choice | None:
        """The package of a tier, if the gig has it."""
        return next((package for package in self.packages if package.tier == tier), None)

    def column(self, package_id: int) -> tuple[Card, ...]:
        """The milestones of one package, in order."""
        return tuple(card for card in self.cards if package_id in card.cells)

    def can_be_split(self, package: Choice) -> bool:
        """There is something to choose: several milestones, and enough for each."""
        column = self.column(package.id)
        least = settings.GIG_MILESTONES_MIN
        return len(column) >= least and even(package.price_minor, package.days, len(column)).ok

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why a package cannot be ordered by milestones, in words."""
        return tuple(
            words for package in self.packages if (words := _reason(package, self.column(package.id)))
        )

    def with_cards(self, cards: Collection[Card]) -> "Workbench":
        """The same packages with these cards, numbered anew, their labels set."""
        numbered = (
            replace(
                card,
                position=place,
                last=place == len(cards),
                labels=labels_of(self.packages, card.package_ids),
                substeps=tuple(_within(step, card, self.packages) for step in card.substeps),
            )
            for place, card in enumerate(cards, start=1)
        )
        return replace(self, cards=tuple(numbered))

    def evened(self, package_ids: Collection[int]) -> "Workbench":
        """These packages split evenly over the milestones that they have; the others as they are."""
        splits = {
            package.id: even(package.price_minor, package.days, len(self.column(package.id)))
            for package in self.packages
            if package.id in package_ids
        }
        return self._split(splits, own=False)

    def split_as(self, package_id: int, split: Split) -> "Workbench":
        """One package split as its seller wants it; the even split, typed by hand, is the even one."""
        own, evened = self._split({package_id: split}, own=True), self.evened({package_id})
        return evened if evened.cards == own.cards else own

    def _split(self, splits: Mapping[int, Split], *, own: bool) -> "Workbench":
        places = dict.fromkeys(splits, 0)
        cards = []
        for card in self.cards:
            cells = dict(card.cells)
            for pk in splits.keys() & cells.keys():
                cells[pk] = _cell(splits[pk], places[pk])
                places[pk] += 1
            cards.append(replace(card, cells=cells))
        packages = (replace(row, own_split=own) if row.id in splits else row for row in self.packages)
        return replace(self, packages=tuple(packages), cards=tuple(cards))


def labels_of(packages: Collection[Choice], ids: Collection[int]) -> tuple[str, ...]:
    """The words of some packages, Basic first."""
    return tuple(package.label for package in packages if package.id in ids)


def _within(step: SubstepRow, card: Card, packages: Collection[Choice]) -> SubstepRow:
    """A substep only in packages of its milestone."""
    ids = step.package_ids & card.package_ids
    return replace(step, package_ids=ids, labels=labels_of(packages, ids))


def _cell(split: Split, place: int) -> Cell:
    return Cell(split.amounts[place], split.days[place]) if split.ok else Cell()


def _reason(package: Choice, column: Collection[Card]) -> str:
    split = even(package.price_minor, package.days, len(column))
    if not split.ok:
        return f"{package.label} offers no milestones: {split.reason}"
    if len(column) >= settings.GIG_MILESTONES_MIN:
        return ""
    held = "one milestone" if column else "no milestone"
    return f"{package.label} has {held}. It can be paid per milestone from the second."
