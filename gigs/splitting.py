"""How a package's price and days are split over its milestones. Pure; amounts in minor units.

Even split, rounded down, the remainder to the last: 100.01 over 3 is 33.33, 33.33, 33.35 (product.md 3.2).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from config.shared.money import format_money, split_evenly


@dataclass(frozen=True, slots=True)
class Split:
    """One package's column: amount and days per milestone, in order; empty with a ``reason`` when it is too small."""

    amounts: tuple[int, ...] = ()
    days: tuple[int, ...] = ()
    reason: str = ""

    @property
    def ok(self) -> bool:
        """True when there is something to show."""
        return not self.reason


def even(price_minor: int, days: int, parts: int) -> Split:
    """Split evenly over ``parts`` milestones; each gets at least 1.00 and one day, or the package offers none."""
    if parts == 0:
        return Split()
    if price_minor < parts * settings.PRICE_MIN_MINOR:
        least = format_money(settings.PRICE_MIN_MINOR)
        held = format_money(price_minor)
        return Split(reason=f"{held} is too little for {parts} milestones of at least {least} each.")
    if days < parts:
        held = f"{days} day{'s' if days > 1 else ''}"
        return Split(reason=f"{held} cannot be shared by {parts} milestones of at least a day each.")
    return Split(amounts=split_evenly(price_minor, parts), days=split_evenly(days, parts))


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one figure of a column, or with its sum (``place`` None). ``of`` is ``amount`` or ``days``."""

    place: int | None
    of: str
    words: str


@dataclass(frozen=True, slots=True)
class Rest:
    """What a column leaves over: minor units and days; below zero when it is too much."""

    amount_minor: int
    days: int

    @property
    def amount_words(self) -> str:
        """``$10.00 left over``, ``$5.00 too much``; the page's script says the same while somebody types."""
        if not self.amount_minor:
            return "Price adds up"
        return (
            f"{format_money(abs(self.amount_minor))} {'left over' if self.amount_minor > 0 else 'too much'}"
        )

    @property
    def days_words(self) -> str:
        """``2 days left over``, ``1 day too much``."""
        if not self.days:
            return "Days add up"
        count = abs(self.days)
        held = f"{count} day{'s' if count > 1 else ''}"
        return f"{held} {'left over' if self.days > 0 else 'too much'}"


def rest(price_minor: int, days: int, parts: Sequence[tuple[int | None, int | None]]) -> Rest:
    """What is left of a package's price and days; a figure that is missing counts as nothing."""
    return Rest(
        amount_minor=price_minor - sum(amount or 0 for amount, _ in parts),
        days=days - sum(held or 0 for _, held in parts),
    )


def faults(price_minor: int, days: int, parts: Sequence[tuple[int, int]]) -> tuple[Fault, ...]:
    """Why (amount, days) per milestone cannot be a column: each at least 1.00 and a day, together the package's."""
    least = format_money(settings.PRICE_MIN_MINOR)
    found = []
    for place, (amount, held) in enumerate(parts):
        if amount < settings.PRICE_MIN_MINOR:
            found.append(Fault(place, "amount", f"At least {least}."))
        if held < 1:
            found.append(Fault(place, "days", "At least 1 day."))
    left = rest(price_minor, days, parts)
    if left.amount_minor:
        words = f"The amounts have to add up to {format_money(price_minor)}: {left.amount_words}."
        found.append(Fault(None, "amount", words))
    if left.days:
        found.append(Fault(None, "days", f"The days have to add up to {days}: {left.days_words}."))
    return tuple(found)
