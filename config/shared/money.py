"""Money as integers of the currency's minor unit. No float ever holds an amount.

Rates are basis points (1/100 of a percent). Rounding is half to even everywhere (product.md 2).
"""

import re

from django.conf import settings

EXPONENTS = {"USD": 2, "EUR": 2, "GBP": 2, "CHF": 2, "JPY": 0, "KRW": 0, "TND": 3, "KWD": 3}
SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}

BASIS = 10_000
_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?", re.ASCII)
_PLAIN = re.compile(r"([0-9]{1,12})(?:\.([0-9]+))?", re.ASCII)


class BadAmount(ValueError):  # noqa: N818 - a sentence for a person, not a fault of the program
    """The text is no amount of money; the message says what is wrong, for the person who typed it."""


def exponent() -> int:
    """Number of decimals of the marketplace's currency."""
    places: int = EXPONENTS[settings.CURRENCY]
    return places


def _unit() -> int:
    """Minor units in one of the currency: 100 cents."""
    unit: int = 10 ** exponent()
    return unit


def parse_amount(text: str) -> int:
    """Read what a person typed (``1,250.50``) into minor units. Raises BadAmount.

    Only ASCII digits, one point, and commas between groups of three: ``1e5``, ``1_000``,
    ``NaN``, signs and other scripts' digits are refused, and so are more decimals than the currency has.
    """
    typed = text.strip().removeprefix(SYMBOLS.get(settings.CURRENCY, "")).strip()
    if _GROUPED.fullmatch(typed):
        typed = typed.replace(",", "")
    match = _PLAIN.fullmatch(typed)
    if match is None:
        message = "Write an amount in digits, like 180 or 180.50."
        raise BadAmount(message)
    whole, fraction = match[1], match[2] or ""
    if len(fraction) > exponent():
        message = f"Use at most {exponent()} decimals."
        raise BadAmount(message)
    return int(whole) * _unit() + int(fraction.ljust(exponent(), "0") or "0")


def format_plain(minor: int) -> str:
    """Minor units as a person would type them: ``1234.50``."""
    sign = "-" if minor < 0 else ""
    whole, fraction = divmod(abs(minor), _unit())
    return f"{sign}{whole}" + (f".{fraction:0{exponent()}d}" if exponent() else "")


def format_money(minor: int) -> str:
    """Minor units for reading: ``$1,234.50``; below zero with a minus sign in front."""
    sign = "\N{MINUS SIGN}" if minor < 0 else ""
    whole, fraction = divmod(abs(minor), _unit())
    decimals = f".{fraction:0{exponent()}d}" if exponent() else ""
    symbol = SYMBOLS.get(settings.CURRENCY, f"{settings.CURRENCY} ")
    return f"{sign}{symbol}{whole:,}{decimals}"


def half_even(numerator: int, denominator: int) -> int:
    """Divide, rounded half to even. Exact: integers only. denominator > 0."""
    quotient, remainder = divmod(numerator, denominator)
    twice = 2 * remainder
    if twice > denominator or (twice == denominator and quotient % 2):
        quotient += 1
    return quotient


def fee_of(amount_minor: int, rate_bp: int) -> int:
    """The part of an amount that a rate in basis points takes, in minor units."""
    return half_even(amount_minor * rate_bp, BASIS)


def split_evenly(total: int, parts: int) -> tuple[int, ...]:
    """Even split, rounded down, the remainder to the last: 10001 over 3 gives 3333, 3333, 3335."""
    share = total // parts
    return (share,) * (parts - 1) + (total - share * (parts - 1),)
