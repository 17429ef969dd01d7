"""The table of prices and days as it is drawn: a line for each milestone, a column for each package."""

from dataclasses import dataclass

from django.conf import settings
from django.forms import BoundField

from config.shared.money import SYMBOLS, exponent
from gigs.forms import ShareForm
from gigs.queries import Cell, Choice, Workbench
from gigs.splitting import Rest


@dataclass(frozen=True, slots=True)
class Place:
    """One cell: what is stored (None where the milestone is not in the package), and its fields while it is edited."""

    cell: Cell | None
    amount: BoundField | None = None
    days: BoundField | None = None
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One milestone."""

    name: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """The head and the foot of a package; ``aside`` while another column is edited."""

    package: Choice
    can_edit: bool
    edited: bool = False
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """All of it. ``rest`` is what the edited column leaves over; ``digits`` and ``sign`` are those of the currency."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    rest: Rest | None = None
    digits: int = 0
    sign: str = ""


def table_of(bench: Workbench, form: ShareForm | None) -> Table:
    """The table of a workbench; with ``form`` its package's column is open."""
    edited = form.package.id if form else 0
    fields = form.cells() if form else {}
    columns = tuple(
        Column(row, bench.can_be_split(row), row.id == edited, bool(form) and row.id != edited)
        for row in bench.packages
    )
    lines = tuple(
        Line(
            card.name,
            tuple(
                Place(card.cells.get(column.package.id), *fields.get(card.id, ()))
                if column.edited
                else Place(card.cells.get(column.package.id), aside=column.aside)
                for column in columns
            ),
        )
        for card in bench.cards
    )
    sign = SYMBOLS.get(settings.CURRENCY, f"{settings.CURRENCY} ")
    return Table(columns, lines, form.rest() if form else None, exponent(), sign)
