"""Accounts are pairs (kind, subject): there are no account rows, so there is no hot row and no cached balance."""

import uuid
from dataclasses import dataclass

from django.db import models

MARKETPLACE = uuid.UUID(int=0)
_MEMBERS = uuid.UUID("6d1f5a0e-6c1b-5f0e-9a53-1b6f3c7d2a10")


class AccountKind(models.TextChoices):
    """What an account stands for.

    The provider's owes us, and goodwill is what was given away: both are never above zero. All others owe money to
    somebody and are never below it.
    """

    PROVIDER = "provider", "Money at the payment provider"
    HELD = "held", "Held for a milestone"
    PENDING = "pending", "Seller, clearing"
    AVAILABLE = "available", "Seller, available"
    COMMISSION = "commission", "Commission"
    FEES = "fees", "Service fees"
    REFUNDING = "refunding", "Owed back to a buyer"
    PAYOUTS = "payouts", "Paid out to a seller"
    BY_HAND = "by_hand", "Paid by hand, outside the provider"
    GOODWILL = "goodwill", "Given by Milepost out of goodwill"


NEVER_ABOVE_ZERO = (AccountKind.PROVIDER, AccountKind.GOODWILL)


@dataclass(frozen=True, slots=True, order=True)
class Account:
    """One account: a kind and the uuid of what it belongs to."""

    kind: str
    subject: uuid.UUID


def subject_of_member(user_id: int) -> uuid.UUID:
    """The uuid under which a member's accounts are kept: namespace in the high half, the id in the low half."""
    return uuid.UUID(int=(_MEMBERS.int >> 64 << 64) | user_id)


def member_of_subject(subject: uuid.UUID) -> int:
    """The member's id again. Raises ValueError for a subject that is no member."""
    if subject.int >> 64 != _MEMBERS.int >> 64:
        message = f"{subject} is not the subject of a member"
        raise ValueError(message)
    return subject.int & (2**64 - 1)


def provider() -> Account:
    """What the payment provider holds for the marketplace. Its balance is negative: it owes us."""
    return Account(AccountKind.PROVIDER, MARKETPLACE)


def commission() -> Account:
    """What the marketplace earned from sellers."""
    return Account(AccountKind.COMMISSION, MARKETPLACE)


def fees() -> Account:
    """Service fees that buyers paid and that were not given back."""
    return Account(AccountKind.FEES, MARKETPLACE)


def held(milestone_id: uuid.UUID) -> Account:
    """The buyer's money of one milestone, without the fee, until it is settled."""
    return Account(AccountKind.HELD, milestone_id)


def pending(user_id: int) -> Account:
    """A seller's money that is still clearing."""
    return Account(AccountKind.PENDING, subject_of_member(user_id))


def available(user_id: int) -> Account:
    """A seller's money that can be withdrawn."""
    return Account(AccountKind.AVAILABLE, subject_of_member(user_id))


def refunding(intent_id: uuid.UUID) -> Account:
    """Money on its way back to a buyer; subject is the refund intent. Empty once the provider confirmed."""
    return Account(AccountKind.REFUNDING, intent_id)


def payouts(user_id: int) -> Account:
    """What left the marketplace towards a seller's bank."""
    return Account(AccountKind.PAYOUTS, subject_of_member(user_id))


def by_hand() -> Account:
    """What Milepost paid from its own bank in the provider's place; the provider still holds as much for it."""
    return Account(AccountKind.BY_HAND, MARKETPLACE)


def goodwill() -> Account:
    """What Milepost gave buyers out of its own pocket. Its balance is negative: the money is gone."""
    return Account(AccountKind.GOODWILL, MARKETPLACE)
