"""The rows of the offer editor as they were typed: read, added, moved, removed, brought back, filled in."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from offers.kinds import KindRules

ROW_FIELDS = ("name", "description", "amount", "days", "revisions", "zoom", "was")
"""``was`` is the row's place in the version that is replaced: the buyer's comment on it goes along."""

BLANK_ROW: dict[str, Any] = {"revisions": "1"}
SHOWN_MAX = 12
TYPED_MAX = 5_000
_ACT = re.compile(r"(add|remove|up|down)(?:-([0-9]{1,2}))?", re.ASCII)

Row = dict[str, Any]


@dataclass(slots=True)
class Arranged:
    """Rows after an act: what was refused, which row gets the focus, what to say, and how to take it back.

    ``acted`` is False when there was nothing to do.
    """

    rows: list[Row]
    fault: str = ""
    focus: int | None = None
    said: str = ""
    undo: dict[str, Any] = field(default_factory=dict)

    @property
    def acted(self) -> bool:
        """The rows are other ones than before."""
        return bool(self.said)


def arranged(rows: list[Row], rules: KindRules, act: str, undo: str = "") -> Arranged:
    """The rows with one added, removed or moved (``add``, ``remove-2``, ``up-2``, ``down-2``), or ``undo``."""
    if act == "undo":
        return _undone(rows, undo)
    match = _ACT.fullmatch(act)
    if match is None or not rules.named:
        return Arranged(rows)
    verb, at = match[1], int(match[2] or 0)
    if verb == "add":
        return _added(rows, rules)
    if at >= len(rows):
        return Arranged(rows)
    return (
        _removed(rows, rules, at)
        if verb == "remove"
        else _moved(rows, at, at - 1 if verb == "up" else at + 1)
    )


def filled(rows: list[Row], source: list[Row], name: str) -> Arranged:
    """The rows of a workflow in the place of those typed, which can be brought back."""
    said = f"Filled in from “{name}”. Check names, days and amounts."
    return Arranged(source, focus=0, said=said, undo={"rows": rows} if any(map(is_begun, rows)) else {})


def is_begun(row: Row) -> bool:
    """Something was typed into it."""
    return any(row.get(name) for name in ("name", "description", "amount", "days", "zoom"))


def typed_rows(data: QueryDict) -> list[Row]:
    """What was typed, in the order that the page shows: ``order`` once in each row, as it was dragged."""
    count = _count(str(data.get("rows", "")))
    rows = [_typed_row(data, number) for number in range(count)]
    shown = [int(number) for number in data.getlist("order") if number.isascii() and number.isdigit()]
    return [rows[number] for number in shown] if sorted(shown) == list(range(count)) else rows


def as_posted(rows: list[Row]) -> dict[str, Any]:
    """The same rows as form data, numbered as they stand."""
    return {
        f"rows-{number}-{name}": value
        for number, row in enumerate(rows)
        for name, value in row.items()
        if not (name == "zoom" and not value)
    }


def kept_text(value: object) -> str:
    """What a draft may keep of a text that nobody has checked yet."""
    return str(value)[:TYPED_MAX].replace("\x00", "").encode("utf-8", "replace").decode()


def clean_row(row: Mapping[str, Any]) -> Row:
    """One row as a draft keeps it, whatever came with it."""
    texts = {name: kept_text(row.get(name, "")) for name in ROW_FIELDS if name != "zoom"}
    return {**texts, "zoom": bool(row.get("zoom"))}


def _added(rows: list[Row], rules: KindRules) -> Arranged:
    if len(rows) >= rules.rows_max:
        return Arranged(rows, f"An offer has up to {rules.rows_max} milestones.")
    return Arranged([*rows, dict(BLANK_ROW)], focus=len(rows), said=f"Milestone {len(rows) + 1} added.")


def _removed(rows: list[Row], rules: KindRules, at: int) -> Arranged:
    if len(rows) <= rules.rows_min:
        return Arranged(rows, f"Milestone offers have at least {rules.rows_min} milestones.")
    name = rows[at].get("name") or f"Milestone {at + 1}"
    undo = {"at": at, "row": rows[at]}
    return Arranged(
        rows[:at] + rows[at + 1 :], focus=max(at - 1, 0), said=f"“{name}” was removed.", undo=undo
    )


def _moved(rows: list[Row], at: int, to: int) -> Arranged:
    if not 0 <= to < len(rows):
        return Arranged(rows, focus=at)
    moved = list(rows)
    moved[at], moved[to] = moved[to], moved[at]
    return Arranged(moved, focus=to, said=f"Moved to place {to + 1} of {len(rows)}.")


def _undone(rows: list[Row], undo: str) -> Arranged:
    """Put back what an act took; anything that is no such thing changes nothing."""
    try:
        held = json.loads(undo[: SHOWN_MAX * TYPED_MAX])
    except ValueError:
        return Arranged(rows)
    match held:
        case {"at": int(at), "row": dict(row)} if 0 <= at <= len(rows) < SHOWN_MAX:
            return Arranged([*rows[:at], clean_row(row), *rows[at:]], focus=at, said="It is back.")
        case {"rows": list(before)} if len(before) <= SHOWN_MAX and all(isinstance(r, dict) for r in before):
            return Arranged([clean_row(row) for row in before], focus=0, said="Your own rows are back.")
    return Arranged(rows)


def _count(text: str) -> int:
    return min(int(text), SHOWN_MAX) if text.isascii() and text.isdigit() and len(text) < 4 else 0  # noqa: PLR2004


def _typed_row(data: QueryDict, number: int) -> Row:
    row: Row = {name: data.get(f"rows-{number}-{name}", "") for name in ROW_FIELDS}
    return {**row, "zoom": bool(row["zoom"])}
