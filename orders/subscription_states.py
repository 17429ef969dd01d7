"""The life of a subscription on one screen (product.md 5.2, "Subscription").

Every month is an order with a life of its own (``states``); this table says only whether another month may begin.
Buttons, jobs and tests read it; ``subscription_transitions.py`` is the only code that carries it out.
"""

from dataclasses import dataclass

from django.db.models import TextChoices

from orders.states import Role


class SubscriptionStatus(TextChoices):
    """Where a subscription stands."""

    ACTIVE = "active", "Active"
    CANCELLED = "cancelled", "Cancelled"
    ENDED = "ended", "Ended"


class EndReason(TextChoices):
    """Why a subscription ended."""

    ALL_PAID = "all_paid", "all months were ordered and paid"
    NOT_PAID = "not_paid", "a month was not paid in time"
    NO_REQUIREMENTS = "no_requirements", "the requirements were not answered in time"
    ABANDONED = "abandoned", "nothing was delivered"
    SUSPENDED = "suspended", "one of the accounts cannot begin anything new"
    GIG_DENIED = "gig_denied", "the gig was taken down"
    APART = "apart", "the two members are not on terms any more"


class SubscriptionAct(TextChoices):
    """Everything that can be done to a subscription."""

    ANCHOR = "anchor", "First month paid"
    RENEW = "renew", "Next month ordered"
    REMIND = "remind", "Next charge announced"
    CHANGE_CARD = "change_card", "Card changed"
    CANCEL = "cancel", "Subscription cancelled"
    END = "end", "Subscription ended"


@dataclass(frozen=True, slots=True)
class SubscriptionMove:
    """One row of the table."""

    target: SubscriptionStatus
    roles: frozenset[Role]
    label: str = ""


S, R = SubscriptionStatus, Role
_SYSTEM = frozenset({R.SYSTEM})

SUBSCRIPTION_TABLE: dict[tuple[SubscriptionStatus, SubscriptionAct], SubscriptionMove] = {
    (S.ACTIVE, SubscriptionAct.ANCHOR): SubscriptionMove(S.ACTIVE, _SYSTEM),
    (S.ACTIVE, SubscriptionAct.REMIND): SubscriptionMove(S.ACTIVE, _SYSTEM),
    (S.ACTIVE, SubscriptionAct.RENEW): SubscriptionMove(S.ACTIVE, _SYSTEM),
    (S.ACTIVE, SubscriptionAct.CHANGE_CARD): SubscriptionMove(S.ACTIVE, frozenset({R.BUYER}), "Change card"),
    (S.ACTIVE, SubscriptionAct.CANCEL): SubscriptionMove(
        S.CANCELLED, frozenset({R.BUYER, R.SELLER, R.STAFF}), "Cancel subscription"
    ),
    (S.ACTIVE, SubscriptionAct.END): SubscriptionMove(S.ENDED, _SYSTEM),
    # Cancelled while the first payment was on its way: what it paid for runs, and from when is known.
    (S.CANCELLED, SubscriptionAct.ANCHOR): SubscriptionMove(S.CANCELLED, _SYSTEM),
}


def subscription_move(status: str, act: SubscriptionAct) -> SubscriptionMove | None:
    """The row of the table, None when the act does not exist in this state."""
    return SUBSCRIPTION_TABLE.get((SubscriptionStatus(status), act))


def subscription_acts(status: str, role: Role) -> tuple[SubscriptionAct, ...]:
    """What the table lets this role do in this state."""
    return tuple(act for (at, act), move in SUBSCRIPTION_TABLE.items() if at == status and role in move.roles)
