"""The table for people and the JSON for everything else."""

import json
import os
import platform
from collections.abc import Sequence
from datetime import datetime
from statistics import median
from typing import Any

from tests.bench.figures import Line
from tests.bench.options import Options

NAMES = {
    1: "gig page ÷ floor page",
    2: "gig page ÷ floor page, kept ready",
    3: "statements of the gig page",
    4: "page weight",
    5: "editor save ÷ floor page",
    6: "accept ÷ P, 1 process",
    7: "accept, 2 processes ÷ P at 4 clients",
    8: "accept over HTTP ÷ P at 4 clients",
    9: "ledger posting ÷ bare posting",
    10: "balance read in a large ledger ÷ in a small one",
    11: "closer ÷ G",
    12: "closer's longest transaction",
    13: "accepts beside the closer ÷ at rest",
    14: "idle tick",
    15: "growth of reads",
    16: "outbox row committed → handler started",
    17: "web worker",
}
COLUMNS = ("#", "figure", "median", "min", "max", "anchor", "ours")
TELLING = 20
"""Rates below this are told with a decimal."""
SMALL = 0.1
"""Figures below this are told with a third digit."""
BUSY = 0.5
"""Load per core from which on somebody else was at work."""


def machine(server: str, at: datetime) -> dict[str, Any]:
    """What the figures were measured on, and how busy it was before."""
    cores = os.cpu_count() or 1
    load = os.getloadavg()[0]
    return {
        "at": at.isoformat(timespec="seconds"),
        "cores": cores,
        "load_before": round(load, 2),
        "busy": load > BUSY * cores,
        "python": platform.python_version(),
        "server": server,
    }


def table(lines: Sequence[Line], asked: Options, on: dict[str, Any]) -> str:
    """Everything, to be read in a terminal."""
    rows = [COLUMNS, *(_row(line) for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(COLUMNS))]
    parts = [_heading(asked, on), ""]
    for number, row in enumerate(rows):
        parts.append("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
        if number:
            line = lines[number - 1]
            parts += [f"      {text}" for text in (line.remark, *line.notes) if text]
    return "\n".join(parts)


def as_json(lines: Sequence[Line], asked: Options, on: dict[str, Any]) -> str:
    """The same with every slot's rate."""
    everything = {"machine": on, "options": asked.as_dict(), "lines": [line.as_dict() for line in lines]}
    return json.dumps(everything, indent=2, ensure_ascii=False) + "\n"


def _heading(asked: Options, on: dict[str, Any]) -> str:
    busy = f"; BUSY with other work before (load {on['load_before']})" if on["busy"] else ""
    return (
        f"{on['at']}, {on['cores']} cores, Python {on['python']}, {on['server']}; "
        f"{asked.rounds} rounds of {asked.seconds} s slots{busy}"
    )


def _row(line: Line) -> tuple[str, ...]:
    figures = [_figure(value, line.unit) for value in (line.value, line.low, line.high)]
    return (
        str(line.figure),
        line.name,
        *figures,
        _rates(line.anchor, line.rate),
        _rates(line.ours, line.rate),
    )


def _figure(value: float | None, unit: str) -> str:
    if value is None:
        return "–"
    if unit != "×" and float(value).is_integer():
        return f"{value:.0f} {unit}"
    digits = 2 if value >= SMALL else 3
    return f"{value:.{digits}f} {unit}"


def _rates(rates: Sequence[float], unit: str) -> str:
    """The middle of the slots, then the slowest and the fastest."""
    if not rates:
        return ""
    ordered = sorted(rates)
    digits = 0 if ordered[0] >= TELLING else 1
    middle, low, high = (f"{rate:,.{digits}f}" for rate in (median(ordered), ordered[0], ordered[-1]))
    return f"{middle} {unit} ({low}–{high})"
