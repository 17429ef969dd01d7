"""A walk over every page, cut into parts of half a minute for two browsers to share."""

from dataclasses import dataclass, field

import pytest

from tests.journeys.sights import ROLES, Sight, sights

CUTS = {"buyer": 4, "seller": 4}
"""The parties see many pages, the others few."""


@dataclass(frozen=True, slots=True)
class Part:
    """Every n-th page of one role."""

    role: str
    number: int
    of: int

    def sights(self) -> list[Sight]:
        """Its pages, in the order of a walk."""
        return sights(self.role)[self.number - 1 :: self.of]

    def __str__(self) -> str:
        return f"{self.role}-{self.number}-of-{self.of}"


def _parts(role: str) -> list[Part]:
    of = CUTS.get(role, 1)
    return [Part(role, number, of) for number in range(1, of + 1)]


EVERY_PART = pytest.mark.parametrize("part", [part for role in ROLES for part in _parts(role)], ids=str)


@dataclass(slots=True)
class Faults:
    """What was found wrong, each thing once, with the places."""

    part: Part
    places: dict[str, list[str]] = field(default_factory=dict)

    def add(self, fault: str, sight: Sight) -> None:
        """One more."""
        self.places.setdefault(fault, []).append(f"{self.part.role}/{sight.name}")

    def tell(self) -> None:
        """Fails the test when there is any."""
        if self.places:
            lines = [f"{fault}\n    on {', '.join(places)}" for fault, places in self.places.items()]
            pytest.fail("\n".join([f"{len(lines)} faults", *lines]), pytrace=False)
