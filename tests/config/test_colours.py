"""Every pair of colours that meets on a page, computed from the style sheets (look.md 2: words 4.5, lines 3)."""

import re
from collections.abc import Iterator

import pytest

from tests.config.palette import ROOT, SOURCES, Rgb, colour, contrast, mix, themes

WORDS, LINES = 4.5, 3.0
STATES = ("planned", "waiting", "progress", "delivered", "revision", "accepted", "dropped")
TONES = ("info", "success", "warning", "error")
SOLID = ("primary", "secondary", "accent", "neutral", *TONES)
PAINTS_OF_THEIR_OWN = {"marketplace.css"}
"""Drawn covers look the same in both themes; paper of a QR code and of a printer is white."""
_HEX = re.compile(r"#[0-9a-f]{3,8}\b")
_COVER = re.compile(r"\.cover(?:-\d)? \{[^}]*?background: (#[0-9a-f]{6})", re.DOTALL)


class Theme:
    """The tokens of one theme as colours, and the grounds that are mixed of them."""

    def __init__(self, tokens: dict[str, str]) -> None:
        self.tokens = tokens
        self.tint = float(tokens["--tint"].strip("%")) / 100

    def __getitem__(self, name: str) -> Rgb:
        return colour(self.tokens.get(f"--color-{name}") or self.tokens[f"--{name}"])

    def soft(self, name: str, more: float = 0.03) -> Rgb:
        """The ground of a badge, a notice, a countdown in this tone."""
        return mix(self[name], self.tint + more, self["base-100"])

    def words(self) -> Iterator[tuple[str, Rgb, Rgb]]:
        """Text and what it stands on."""
        for ground in ("base-100", "base-200"):
            for ink in ("base-content", "muted", *TONES, *(f"state-{state}" for state in STATES)):
                yield f"{ink} on {ground}", self[ink], self[ground]
        for name in SOLID:
            yield f"{name}-content on {name}", self[f"{name}-content"], self[name]
        for name in (*TONES, *(f"state-{state}" for state in STATES)):
            yield f"{name} on its own soft ground", self[name], self.soft(name)
        for name in ("warning", "state-waiting"):
            yield f"{name} on soft signal", self[name], self.soft("signal")
        for ink in ("base-content", "muted"):
            yield f"{ink} on a message of one's own", self[ink], mix(self["info"], 0.11, self["base-100"])
            yield f"{ink} on a receipt", self[ink], mix(self["base-200"], 0.6, self["base-100"])
            yield f"{ink} on what is pointed at", self[ink], mix(self["base-content"], 0.07, self["base-100"])
        quiet = mix(self["base-content"], 0.8, self["base-100"])
        yield "the other choices of a segment", quiet, mix(self["base-content"], 0.07, self["base-100"])
        yield "the chosen one of a segment", self["base-content"], self["raised"]
        yield "test money", self["base-content"], mix(self["signal"], 0.24, self["base-100"])
        yield "a number at the bell", self["accent-content"], self["signal"]

    def lines(self) -> Iterator[tuple[str, Rgb, Rgb]]:
        """Borders, marks and rings that tell something, and what they stand on."""
        for ground in ("base-100", "base-200"):
            for line in ("edge", "signal-line", "info", "primary", *(f"state-{state}" for state in STATES)):
                yield f"{line} on {ground}", self[line], self[ground]
        yield "a tick on its mark", self["base-100"], self["state-accepted"]
        yield "the knob of a switch", self["primary-content"], self["primary"]
        yield "the knob of a switch that is off", self["muted"], self["base-100"]


CASES = [
    pytest.param(least, one, other, id=f"{name}: {pair}")
    for name, tokens in themes().items()
    for least, pairs in ((WORDS, Theme(tokens).words()), (LINES, Theme(tokens).lines()))
    for pair, one, other in pairs
]


@pytest.mark.parametrize(("least", "one", "other"), CASES)
def test_a_pair_of_colours_can_be_told_apart(least: float, one: Rgb, other: Rgb) -> None:
    assert contrast(one, other) >= least, f"{contrast(one, other):.2f}"


def test_there_is_a_theme_for_day_and_one_for_night_with_the_same_tokens() -> None:
    found = themes()
    assert list(found) == ["milepost", "milepost-dark"]
    assert set(found["milepost"]) == set(found["milepost-dark"])


def test_white_can_be_read_on_every_drawn_cover() -> None:
    paints = _COVER.findall((SOURCES / "marketplace.css").read_text())
    assert len(paints) == 6
    assert min(contrast(colour("#ffffff"), colour(paint)) for paint in paints) >= WORDS


def test_only_the_tokens_hold_colours() -> None:
    strangers = {
        source.name: sorted(set(_HEX.findall(source.read_text())) - {"#fff"})
        for source in SOURCES.glob("*.css")
        if source.name not in {"tokens.css", *PAINTS_OF_THEIR_OWN}
    }
    assert {name: found for name, found in strangers.items() if found} == {}


def test_the_admin_wears_the_same_colours() -> None:
    known = {value for tokens in themes().values() for value in tokens.values()}
    worn = set(_HEX.findall((ROOT / "static" / "css" / "admin.css").read_text()))
    assert sorted(worn - known) == []


def test_known_contrasts_are_computed_as_known() -> None:
    assert round(contrast(colour("#000000"), colour("#fff")), 1) == 21.0
    assert round(contrast(colour("#767676"), colour("#ffffff")), 2) == 4.54
    assert round(contrast(colour("oklch(100% 0 0)"), colour("oklch(0% 0 0)")), 1) == 21.0
    assert contrast(mix(colour("#14294d"), 1, colour("#ffffff")), colour("#14294d")) == pytest.approx(1)
