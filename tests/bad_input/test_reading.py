"""What is read out of a text: strict for figures and moments, careful with what cannot be seen."""

from datetime import UTC, datetime

import pytest

from config.shared.clock import read_moment
from config.shared.money import BadAmount, parse_amount
from config.shared.text import clean_text
from tests.bad_input.garbage import INVISIBLE, NOT_AMOUNTS

IN_DIGITS = {"0", "0.00", "0.99", "100000.01"}
"""Amounts, but beyond the limits: the operations refuse those."""


@pytest.mark.parametrize("text", [text for text in NOT_AMOUNTS if text not in IN_DIGITS])
def test_no_amount(text: str) -> None:
    with pytest.raises(BadAmount):
        parse_amount(text)


@pytest.mark.parametrize(
    ("text", "minor"), [("5", 500), ("1,250.50", 125_050), ("$7.5", 750), (" 0.99 ", 99), ("012", 1_200)]
)
def test_an_amount(text: str, minor: int) -> None:
    assert parse_amount(text) == minor


@pytest.mark.parametrize(
    "text", ["\u200b", "\ufeff\u2060", INVISIBLE, "\u3164", "\u2800 \u200d", "\ufe0f", " \t\n"]
)
def test_nothing_to_see_is_nothing(text: str) -> None:
    assert clean_text(text) == ""


@pytest.mark.parametrize("text", ["👩‍👧", "❤️", "می‌خواهم", "Zoë", "日本語", "क्‍ष", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "a\nb\tc"])
def test_what_people_write_stays(text: str) -> None:
    assert clean_text(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "2026-01-01",
        "2026-01-01T00:00:00",
        "2026-13-01T00:00:00+00:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "\x00",
        "9" * 5_000,
    ],
)
def test_no_moment(text: str) -> None:
    assert read_moment(text) is None


def test_a_moment_survives_an_address() -> None:
    assert read_moment("2026-01-02T03:04:05.000006 01:00") == datetime(2026, 1, 2, 2, 4, 5, 6, tzinfo=UTC)
