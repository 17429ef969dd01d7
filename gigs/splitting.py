"""How a package's price and days are split over its milestones. Pure; amounts in minor units.

Even split, rounded down, the remainder to the last: 100.01 over 3 is 33.33, 33.33, 33.35 (product.md 3.2).
"""

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
