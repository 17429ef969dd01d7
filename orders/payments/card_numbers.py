"""Reading what was typed as a card: number, expiry and CVC, before a provider hears of it."""

import re

from config.shared import clock
from config.shared.errors import Invalid
from orders.payments.gateway import CardDetails

BRANDS = (
    (r"4", "Visa"),
    (r"5[1-5]|2[2-7]", "Mastercard"),
    (r"3[47]", "American Express"),
    (r"6", "Discover"),
)
_EXPIRY = re.compile(r"(0?[1-9]|1[0-2])\s*/?\s*((?:20)?[0-9]{2})", re.ASCII)
_NUMBER = re.compile(r"[0-9]{12,19}", re.ASCII)
_CVC = re.compile(r"[0-9]{3,4}", re.ASCII)


class BadCard(Invalid):
    """A field of the card form cannot be taken; ``field`` is number, expiry or cvc."""


def parse_card(number: str, expiry: str, cvc: str) -> CardDetails:
    """Read the card form. Raises BadCard with the field and the words. The security code is looked at, never kept."""
    digits = re.sub(r"[ -]", "", number)
    if not (_NUMBER.fullmatch(digits) and _luhn(digits)):
        raise BadCard("This is no card number. Check the digits.", field="number")
    match = _EXPIRY.fullmatch(expiry.strip())
    if match is None:
        raise BadCard("Write the expiry date as month and year, like 09/31.", field="expiry")
    month, year = int(match[1]), 2000 + int(match[2]) % 100
    now = clock.now()
    if (year, month) < (now.year, now.month):
        raise BadCard("This card has expired.", field="expiry")
    if not _CVC.fullmatch(cvc.strip()):
        raise BadCard("The security code has three or four digits.", field="cvc")
    return CardDetails(number=digits, expiry_month=month, expiry_year=year, brand=_brand(digits))


def _luhn(digits: str) -> bool:
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(doubled) + sum(int(digit) for digit in digits[::-2])) % 10 == 0


def _brand(digits: str) -> str:
    return next((name for pattern, name in BRANDS if re.match(pattern, digits)), "Card")
