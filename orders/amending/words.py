"""What is different between two rails, in words that both sides read: on pages, in the history, in mails."""

from collections.abc import Iterator, Sequence
from typing import Any

from config.shared.money import format_money

Rail = Sequence[dict[str, Any]]
"""Terms in order, as ``changes.rail_as_json`` wrote them."""


def differences(before: Rail, after: Rail) -> list[str]:
    """One line for each thing that is different, in the order of the new rail; empty when nothing is."""
    was = {row["id"]: row for row in before}
    stays = {row["id"] for row in after}
    lines = [line for row in after for line in _of_row(was.get(row["id"]), row)]
    lines += [f"Dropped: {_name(row)}, {_price(row)}." for row in before if row["id"] not in stays]
    old_order = [row["id"] for row in before if row["id"] in stays]
    new_order = [row["id"] for row in after if row["id"] in was]
    if old_order != new_order:
        lines.append(f"In this order: {', '.join(_name(row) for row in after)}.")
    return lines


def _of_row(was: dict[str, Any] | None, row: dict[str, Any]) -> Iterator[str]:
    if was is None:
        yield f"New: {_name(row)}, {_days(row['days'])}, {_price(row)}, {_revisions(row['revisions'])}."
        return
    if was["name"] != row["name"]:
        yield f"{_name(was)} is now called {_name(row)}."
    if was["description"] != row["description"]:
        yield f"{_name(row)} is described anew."
    if was["days"] != row["days"]:
        yield f"{_name(row)}: {_days(row['days'])} instead of {_days(was['days'])}."
    if was["amount_minor"] != row["amount_minor"]:
        yield f"{_name(row)}: {_price(row)} instead of {_price(was)}."
    if was["revisions"] != row["revisions"]:
        yield f"{_name(row)}: {_revisions(row['revisions'])} instead of {_revisions(was['revisions'])}."
    if was["zoom"] != row["zoom"]:
        yield f"{_name(row)}: {'with' if row['zoom'] else 'without'} a Zoom call."


def _name(row: dict[str, Any]) -> str:
    return f"“{row['name']}”"


def _price(row: dict[str, Any]) -> str:
    return format_money(row["amount_minor"])


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def _revisions(count: int | None) -> str:
    if count is None:
        return "unlimited revisions"
    return "1 revision" if count == 1 else f"{count or 'no'} revisions"
