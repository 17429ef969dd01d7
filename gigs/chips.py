"""The address of a browse page, and what is active in it, each with the address that does without."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from accounts.places import country_name, language_names
from config.shared.money import format_money
from gigs.filters import GigFilter

CURSORS = ("after", "before")

WORDS: dict[str, Callable[[Any], str]] = {
    "q": "“{}”".format,
    "price_min": lambda minor: f"From {format_money(minor)}",
    "price_max": lambda minor: f"Up to {format_money(minor)}",
    "days": lambda days: f"Within {days} day{'s' if days != 1 else ''}",
    "milestones": lambda _: "Offers milestones",
    "country": lambda code: f"Seller in {country_name(code)}",
    "language": lambda code: f"Speaks {', '.join(language_names([code]))}",
}


@dataclass(frozen=True, slots=True)
class Chip:
    """One active filter: its words, and the query of the same page without it."""

    name: str
    label: str
    query: str


def address(found: GigFilter, *without: str, **changed: str) -> str:
    """The query that asks for the same, in one spelling: only what could be read and is not empty."""
    raw = {name: found.data[name] for name in found.cleaned}
    raw |= {name: found.data[name] for name in CURSORS if found.data.get(name)}
    kept = {name: value for name, value in (raw | changed).items() if name not in without and value}
    return f"?{urlencode(kept)}" if kept else ""


def chips(found: GigFilter) -> tuple[Chip, ...]:
    """All that narrows, in the order of the filters."""
    given = found.cleaned
    if "subcategory" in given:
        given.pop("category", None)
    shown = (name for name in found.filters if name in given and name != "sort")
    return tuple(Chip(name, _words(found, name, given[name]), _without(found, name)) for name in shown)


def _without(found: GigFilter, name: str) -> str:
    """Without a trade its category stays."""
    if name == "subcategory" and found.family:
        return address(found, name, *CURSORS, category=found.family.slug)
    return address(found, name, *CURSORS)


def _words(found: GigFilter, name: str, value: Any) -> str:
    if name in {"category", "subcategory"}:
        chosen = found.trade if name == "subcategory" else found.family
        return chosen.name if chosen else ""
    return WORDS[name](value)
