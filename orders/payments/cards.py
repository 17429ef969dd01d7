"""Cards: keeping one at the provider, a member's saved cards."""

import uuid
from datetime import datetime

from django.db.models import F, QuerySet

from orders.payments.card_numbers import BadCard
from orders.payments.gateway import CardDetails, GatewayRefused, GatewayTimeout
from orders.payments.models import SavedCard
from orders.payments.outside import require_no_transaction
from orders.payments.providers import gateway


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
    """A member's cards at the configured provider: the one they chose to be offered first, then the newest first."""
    usable = SavedCard.objects.filter(user_id=user_id, provider=gateway().name, removed_at__isnull=True)
    return usable.order_by(F("preferred_at").desc(nulls_last=True), "-created_at", "-id")


def default_card(user_id: int) -> SavedCard | None:
    """The card that is offered first."""
    return cards_of(user_id).first()


def prefer_card(*, user_id: int, card_id: uuid.UUID, at: datetime) -> bool:
    """Offer this card first from now on; the latest choice counts. False when it is not this member's, or gone."""
    return bool(cards_of(user_id).filter(pk=card_id).update(preferred_at=at))


def hold_card(*, user_id: int, card_id: uuid.UUID) -> SavedCard | None:
    """Lock a member's card until the transaction ends, so that it is not removed meanwhile; None when it is gone."""
    return cards_of(user_id).select_for_update().filter(pk=card_id).first()


def remove_card(*, user_id: int, card_id: uuid.UUID, at: datetime) -> bool:
    """Forget a card; False when it is not this member's or gone already. Charges already begun are not undone."""
    return bool(cards_of(user_id).filter(pk=card_id).update(removed_at=at))
