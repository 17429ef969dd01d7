"""Stars of reviews: kept as integers, rounded once, when they are shown.

A review answers three questions with 1 to 5 stars each; a sum adds up all of them, so nothing is lost before the end.
"""

from decimal import ROUND_HALF_EVEN, Decimal

QUESTIONS = 3
STARS_MAX = 5


def average(stars: int, reviews: int) -> Decimal | None:
    """The sum of ``reviews`` reviews' stars as one number with one decimal, half to even; None without reviews."""
    if not reviews:
        return None
    return (Decimal(stars) / (QUESTIONS * reviews)).quantize(Decimal("0.1"), ROUND_HALF_EVEN)


def whole_stars(stars: int) -> int:
    """The sum of one review's stars as 1 to 5 whole ones; thirds are never halfway between two."""
    return (2 * stars + QUESTIONS) // (2 * QUESTIONS)
