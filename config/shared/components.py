"""What the page components take: plain values, no models, no URL names."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Step:
    """A substep, a small tick below its post."""

    name: str
    done: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """One milestone on the rail.

    ``state`` is one of planned, awaiting_payment, in_progress, delivered, in_revision, accepted, dropped,
    refunded. ``price`` and ``when`` are ready for reading.
    """

    number: int
    name: str
    state: str = "planned"
    state_label: str = ""
    description: str = ""
    price: str = ""
    when: str = ""
    note: str = ""
    zoom: bool = False
    current: bool = False
    steps: tuple[Step, ...] = ()
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A stored picture in its sizes; ``srcset`` is empty when there is only one. Width and height keep its place."""

    src: str
    srcset: str = ""
    width: int = 400
    height: int = 250
    alt: str = ""


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """One line of a money preview; amounts in minor units."""

    label: str
    amount_minor: int
    muted: bool = False


@dataclass(frozen=True, slots=True)
class MoneyPreview:
    """A small receipt: lines, an optional sum line, one sentence that says what will happen."""

    sentence: str
    rows: tuple[MoneyRow, ...] = ()
    total: MoneyRow | None = None
    notes: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Countdown:
    """A deadline as its viewer reads it, with the other side's local time."""

    deadline: datetime
    now: datetime
    other_zone: str = ""
    other_name: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart, in the units of its drawing."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Bars:
    """Counts by day as bars. ``summary`` says in words what the picture shows; ``first`` and ``last`` are its ends."""

    label: str
    total: int
    summary: str
    width: float
    height: float
    bars: tuple[Bar, ...]
    highest: int
    first: str
    last: str
