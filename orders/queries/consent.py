"""What a buyer agrees to before a card may be charged every month by itself (product.md 5.2)."""

from datetime import UTC, datetime

from config.shared.durations import in_words, read_period
from config.shared.money import fee_of, format_money
from offers.models import Offer

SHORTEST_MONTH = 28


def day_of(at: datetime) -> int:
    """The day of the month in UTC, by which charges are dated whatever the buyer's own zone (``deadlines``)."""
    return at.astimezone(UTC).day


def consent_words(offer: Offer, day: int) -> str:
    """The sentence beside the tick: how much, when, how often, and how to stop it. The offer's rows at hand.

    A first payment that is declined and made a day later moves all dates: so it names the day as today's.
    """
    row = offer.milestones.all()[0]
    total = row.amount_minor + fee_of(row.amount_minor, offer.fee_bp)
    months = offer.months or 0
    return (
        f"I agree that Milepost charges my card {format_money(total)}, service fee included, now and then"
        f" {when_words(offer.period, day)}, {months} times in all. I can stop it at any time before the next charge"
        " with “Cancel subscription” on the page of the subscription."
    )


def when_words(period: str, day: int) -> str:
    """``every month on the day of the first payment, today the 31st in UTC (in a shorter month on its last day)``."""
    each = read_period(period)
    if not each.months:
        return f"every {in_words(each.length)}"
    often = "every month" if each.months == 1 else f"every {each.months} months"
    short = " (in a shorter month on its last day)" if day > SHORTEST_MONTH else ""
    return f"{often} on the day of the first payment, today the {ordinal(day)} in UTC{short}"


def ordinal(day: int) -> str:
    """``1st``, ``22nd``, ``13th``."""
    teen = 10 < day % 100 < 20  # noqa: PLR2004 - eleventh to nineteenth
    return f"{day}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"
