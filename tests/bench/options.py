"""What can be asked of the bench."""

import argparse
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

GROUPS = {
    "pages": (1, 2, 3, 17),
    "weight": (4,),
    "editor": (5,),
    "accepts": (6, 7, 8),
    "ledger": (9, 10),
    "closer": (11, 12, 13),
    "idle": (14,),
    "reads": (15,),
    "effects": (16,),
    "talks": (15,),
    "orders": (15,),
}
"""Figures that are measured in one process on one database."""
KNOWN = tuple(sorted({figure for figures in GROUPS.values() for figure in figures}))

LEAST_GIGS = 10_000


@dataclass(frozen=True, slots=True)
class Options:
    """``seconds`` of a slot; ``orders`` for the closer, one in twenty due; ``idle_orders`` for the idle tick.

    ``gigs`` in the largest market; ``entries`` of the ledger when it is large. ``limit_seconds``: when a group of
    figures is given up.
    """

    figures: tuple[int, ...] = KNOWN
    rounds: int = 5
    seconds: int = 3
    orders: int = 100_000
    idle_orders: int = 1_000_000
    entries: int = 1_000_000
    gigs: int = 1_000_000
    limit_seconds: int = 1_200

    def as_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return asdict(self)


def read(arguments: list[str] | None = None) -> tuple[Options, Path | None]:
    """The options of the command line, and where the JSON goes."""
    usual = Options()
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description="Measure the figures of docs/speed.md."
    )
    parser.add_argument("figures", nargs="*", type=int, choices=[*KNOWN, []], help="all when none is named")
    parser.add_argument("--rounds", type=_positive, default=usual.rounds)
    parser.add_argument("--seconds", type=_positive, default=usual.seconds, help="of one slot")
    parser.add_argument(
        "--orders", type=_positive, default=usual.orders, help="figures 11 to 13; one in twenty is due"
    )
    parser.add_argument("--idle-orders", type=_positive, default=usual.idle_orders, help="figure 14")
    parser.add_argument(
        "--gigs", type=_market, default=usual.gigs, help="figure 15; the small market has a hundredth"
    )
    parser.add_argument("--entries", type=_positive, default=usual.entries, help="figure 10")
    parser.add_argument(
        "--limit-seconds", type=_positive, default=usual.limit_seconds, help="of one group of figures"
    )
    parser.add_argument("--json", type=Path, default=None, metavar="PATH")
    given = vars(parser.parse_args(arguments))
    path = given.pop("json")
    given["figures"] = tuple(sorted(set(given["figures"]))) or KNOWN
    return Options(**given), path


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("has to be 1 or more")
    return number


def _market(text: str) -> int:
    number = int(text)
    if number < LEAST_GIGS:
        raise argparse.ArgumentTypeError(f"has to be {LEAST_GIGS:,} or more")
    return number
