"""What a payment provider has to offer, and how it answers (architecture.md 3, "Payments").

Three kinds of answer exist and no other: an ``Outcome``; ``GatewayRefused``, it did nothing and never will; and
``GatewayTimeout``, nobody knows: ask again by id, never assume failure.
"""

import uuid
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class OutcomeStatus(StrEnum):
    """Where a payment or refund stands at the provider."""

    UNCONFIRMED = "unconfirmed"
    PROCESSING = "processing"
    NEEDS_AUTHENTICATION = "needs_authentication"
    SUCCEEDED = "succeeded"
    DECLINED = "declined"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Outcome:
    """An answer about one payment or refund. ``ref`` is its id at the provider; ``words`` are for the buyer."""

    status: OutcomeStatus
    ref: str
    code: str = ""
    words: str = ""


class GatewayTimeout(Exception):  # noqa: N818 - the field's word
    """No answer within the limit. The request may have taken effect, or may yet."""


class GatewayRefused(Exception):  # noqa: N818 - the provider is right to refuse
    """The provider understood and did nothing. ``words`` are for the buyer."""

    def __init__(self, code: str, words: str) -> None:
        """Keep the provider's code and the sentence for the person."""
        self.code, self.words = code, words
        super().__init__(f"{code}: {words}")


@dataclass(frozen=True, slots=True)
class CardDetails:
    """What was typed into the card form. Lives in memory only; the number shows in no log."""

    number: str = field(repr=False)
    expiry_month: int
    expiry_year: int
    brand: str

    @property
    def last4(self) -> str:
        """The part of the number that may be kept."""
        return self.number[-4:]


@dataclass(frozen=True, slots=True)
class ChargeRequest:
    """A payment to be created. The same key with other contents is refused; amounts in minor units."""

    key: uuid.UUID
    amount_minor: int
    currency: str
    card_token: str
    statement: str


class Gateway(Protocol):
    """A provider. Every method may raise GatewayTimeout, and GatewayRefused; none is called in a transaction."""

    name: str

    def tokenize(self, card: CardDetails) -> str:
        """Put a card into the provider's vault; returns the token under which it is charged."""

    def create(self, request: ChargeRequest) -> str:
        """Make the payment known, unconfirmed: no money moves. The same key gives the same id."""

    def confirm(self, ref: str) -> Outcome:
        """Charge the card. Confirming the same payment again charges nothing and tells where it stands."""

    def retrieve(self, ref: str) -> Outcome:
        """Tell where a payment stands."""

    def cancel(self, ref: str) -> Outcome:
        """Make sure that a payment can never succeed any more; SUCCEEDED when it has already."""

    def refund(self, *, key: uuid.UUID, payment_ref: str, amount_minor: int) -> Outcome:
        """Send money back, in full or in part. The same key sends it once."""

    def authenticate(self, ref: str, *, passed: bool) -> Outcome:
        """Take the cardholder's answer to the bank's question (only where the site itself shows that page)."""
