"""What one measured line says; written by the measurements, read by the report."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

NOISY = 1.6


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table.

    ``value``, ``low`` and ``high`` in ``unit`` (by default: ours ÷ the anchor). ``anchor`` and ``ours`` are the
    rates of the single slots (per second, see ``rate``). ``remark``: "too noisy", "void: …", or nothing.
    """

    figure: int
    name: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = "×"
    rate: str = ""
    anchor: tuple[float, ...] = ()
    ours: tuple[float, ...] = ()
    remark: str = ""
    notes: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Series:
    """What the slots of one measurement gave: per round the anchor's rates and ours, by name, each in order."""

    anchor: list[tuple[float, ...]] = field(default_factory=list)
    ours: dict[str, list[tuple[float, ...]]] = field(default_factory=dict)

    def ratios(self, name: str) -> list[float]:
        """For every round: the mean of our slots ÷ the mean of the anchor's."""
        return [mean(own) / mean(base) for own, base in zip(self.ours[name], self.anchor, strict=True)]

    @property
    def noise(self) -> float:
        """The anchor's fastest slot ÷ its slowest."""
        slots = [rate for rates in self.anchor for rate in rates]
        return max(slots) / min(slots)


def ratio_line(figure: int, name: str, series: Series, *, rate: str, notes: tuple[str, ...] = ()) -> Line:
    """Median, min and max of the ratios of the rounds; says so when the anchor itself was too unsteady to divide by.

    ``name`` is the key of ours in the series.
    """
    found = series.ratios(name)
    return Line(
        figure=figure,
        name=name,
        value=median(found),
        low=min(found),
        high=max(found),
        rate=rate,
        anchor=tuple(one for rates in series.anchor for one in rates),
        ours=tuple(one for rates in series.ours[name] for one in rates),
        remark=f"too noisy (anchor max ÷ min {series.noise:.2f})" if series.noise > NOISY else "",
        notes=notes,
    )


def plain_line(
    figure: int, name: str, values: list[float], unit: str, *, notes: tuple[str, ...] = (), remark: str = ""
) -> Line:
    """Median, min and max of figures that have no anchor."""
    return Line(figure, name, median(values), min(values), max(values), unit=unit, notes=notes, remark=remark)


def mean(rates: tuple[float, ...]) -> float:
    """The arithmetic mean."""
    return sum(rates) / len(rates)
