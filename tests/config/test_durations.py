"""Lengths of time, as people read them."""

from datetime import timedelta

import pytest

from config.shared.durations import in_words


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(days=3, hours=4, minutes=5), "3 days 4 hours"),
        (timedelta(days=1, minutes=59), "1 day"),
        (timedelta(hours=20, seconds=15), "20 hours"),
        (timedelta(hours=1, minutes=1, seconds=1), "1 hour 1 minute"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(seconds=20), "20 seconds"),
        (timedelta(seconds=-5), "0 seconds"),
    ],
)
def test_the_largest_unit_and_the_one_below_it(length: timedelta, words: str) -> None:
    assert in_words(length) == words
