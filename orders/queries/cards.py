"""A member's saved cards, and which subscriptions are charged to each."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from orders.models import SavedCard, Subscription
from orders.payments.cards import cards_of
from orders.subscription_states import SubscriptionStatus


@dataclass(frozen=True, slots=True)
class CardRow:
    """``first``: it is offered first at a checkout. ``expired``: its month is over, so a charge would be declined."""

    card: SavedCard
    first: bool
    expired: bool
    subscriptions: tuple[Subscription, ...]


def card_rows(user_id: int, at: datetime) -> list[CardRow]:
    """All of them, the one that is offered first at the top; two statements."""
    cards, using = list(cards_of(user_id)), defaultdict(list)
    for one in _active(user_id).filter(card__in=cards).order_by("title", "pk"):
        using[one.card_id].append(one)
    return [
        CardRow(card, number == 0, _expired(card, at), tuple(using[card.pk]))
        for number, card in enumerate(cards)
    ]


def charged_to(card_id: UUID, user_id: int) -> QuerySet[Subscription]:
    """Active subscriptions whose next month this card would pay."""
    return _active(user_id).filter(card_id=card_id).order_by("pk")


def _active(user_id: int) -> QuerySet[Subscription]:
    return Subscription.objects.filter(buyer_id=user_id, status=SubscriptionStatus.ACTIVE)


def _expired(card: SavedCard, at: datetime) -> bool:
    return (card.expiry_year, card.expiry_month) < (at.year, at.month)
