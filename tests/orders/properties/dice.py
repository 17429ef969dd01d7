"""Chance, drawn before a step is taken.

How much is drawn never depends on where an order stands, so that Hypothesis can take any step out of a life, or play
one again, without the rest falling out of step.
"""

from collections.abc import Sequence
from itertools import cycle
from typing import TypeVar

from hypothesis import strategies as st

Item = TypeVar("Item")
SIDES = 2**15


class Dice:
    """Eight throws, taken one after the other; a step that wants more begins again with the first."""

    def __init__(self, thrown: Sequence[int]) -> None:
        self.thrown = tuple(thrown)
        self._rest = cycle(thrown)

    def __repr__(self) -> str:
        return f"Dice({self.thrown})"

    def below(self, end: int) -> int:
        """A number from 0 up to, and without, ``end``."""
        return next(self._rest) % end

    def of(self, items: Sequence[Item]) -> Item:
        """One of these."""
        return items[self.below(len(items))]

    def mostly(self) -> bool:
        """Three times of four."""
        return self.below(4) != 0

    def coin(self) -> bool:
        """Every other time."""
        return self.below(2) == 0


dice = st.tuples(*[st.integers(0, SIDES - 1)] * 8).map(Dice)
