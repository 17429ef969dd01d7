"""Cards: reading the card form, keeping a card at the provider, a member's saved cards."""

import re
import uuid
from datetime import datetime

from django.db.models import QuerySet

from config.shared import clock
from config.shared.errors import Invalid
from orders.payments.gateway import CardDetails, GatewayRefused, GatewayTimeout
from orders.payments.models import SavedCard
from orders.payments.outside import require_no_transaction
from orders.payments.providers import gateway

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


def add_card(*, user_id: int, details: CardDetails, at: datetime) -> SavedCard:
    """Keep a card at the provider and remember its token. Calls the provider: not inside a transaction.

    Raises BadCard when the provider refuses the card or does not answer.
    """
    require_no_transaction()
    provider = gateway()
    try:
        token = provider.tokenize(details)
    except GatewayRefused as refused:
        raise BadCard(refused.words, field="number") from refused
    except GatewayTimeout as timeout:
        raise BadCard("The card could not be checked. Try again in a moment.", field="number") from timeout
    return SavedCard.objects.create(
        user_id=user_id,
        provider=provider.name,
        token=token,
        brand=details.brand,
        last4=details.last4,
        expiry_month=details.expiry_month,
        expiry_year=details.expiry_year,
        created_at=at,
    )


def cards_of(user_id: int) -> QuerySet[SavedCard]:
    """A member's cards at the configured provider, the newest first."""
    usable = SavedCard.objects.filter(user_id=user_id, provider=gateway().name, removed_at__isnull=True)
    return usable.order_by("-created_at", "-id")


def default_card(user_id: int) -> SavedCard | None:
    """The card that is offered first."""
    return cards_of(user_id).first()


def remove_card(*, user_id: int, card_id: uuid.UUID, at: datetime) -> bool:
    """Forget a card; False when it is not this member's or gone already. Charges already begun are not undone."""
    return bool(cards_of(user_id).filter(pk=card_id).update(removed_at=at))


def _luhn(digits: str) -> bool:
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(doubled) + sum(int(digit) for digit in digits[::-2])) % 10 == 0


def _brand(digits: str) -> str:
    return next((name for pattern, name in BRANDS if re.match(pattern, digits)), "Card")
