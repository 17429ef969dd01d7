"""Anchor and ours in turns, so that what slows the machine for a while slows both."""

import sys
from collections.abc import Callable, Mapping

from tests.bench.figures import Series

Slot = Callable[[], float]
"""One timed stretch of work; gives its rate per second."""


def alternate(rounds: int, anchor: Slot, ours: Mapping[str, Slot]) -> Series:
    """Run so many rounds of A B B A (with several of ours A B C C B A)."""
    series = Series(ours={name: [] for name in ours})
    for number in range(1, rounds + 1):
        first = anchor()
        there = {name: slot() for name, slot in ours.items()}
        back = {name: ours[name]() for name in reversed(list(ours))}
        series.anchor.append((first, anchor()))
        for name in ours:
            series.ours[name].append((there[name], back[name]))
        _tell(number, rounds, series)
    return series


def _tell(number: int, rounds: int, series: Series) -> None:
    words = ", ".join(f"{name} {series.ratios(name)[-1]:.2f}" for name in series.ours)
    sys.stderr.write(f"    round {number} of {rounds}: {words}\n")
