"""A member keeps another card, or removes one without leaving an active subscription without (product.md 6)."""

from uuid import UUID

from django.db import transaction

from config.shared.commands import Click, claim
from config.shared.errors import Refusal
from orders.models import Subscription
from orders.operations.locking import lock_subscription
from orders.operations.unsubscribing import NoSuchCard
from orders.payments.cards import add_card, hold_card, remove_card
from orders.payments.gateway import CardDetails
from orders.queries.cards import charged_to
from orders.queries.commands import was_carried_out
from orders.states import Role
from orders.subscription_states import SubscriptionAct
from orders.subscription_transitions import move_subscription


class CardInUse(Refusal):
    """A subscription would have nothing to be charged to."""

    default_message = "A subscription is charged to this card. Choose another card for it first."


def keep_card(*, details: CardDetails, click: Click) -> None:
    """Keep a card for later payments; the same click again keeps no second one. Calls the provider.

    Raises BadCard.
    """
    if was_carried_out(click.key, click.actor_id):
        return
    card = add_card(user_id=click.actor_id, details=details, at=click.at)
    with transaction.atomic():
        if claim(click, "orders.keep_card", {"card": str(card.pk)}) is not None:
            remove_card(user_id=click.actor_id, card_id=card.pk, at=click.at)


def forget_card(*, card_id: UUID, instead_id: UUID | None, click: Click) -> None:
    """Remove a card of the member's own; active subscriptions that are charged to it go on with ``instead_id``.

    Charges that have begun are not undone, and refunds still find their way to it. The same click again changes
    nothing. Raises NoSuchCard beside ``card`` when either card is not theirs or gone, and CardInUse when a subscription
    needs another one and none was named.
    """
    user_id = click.actor_id
    with transaction.atomic():
        using = [lock_subscription(pk) for pk in charged_to(card_id, user_id).values_list("pk", flat=True)]
        if claim(click, "orders.forget_card", {"card": str(card_id)}) is not None:
            return
        named = sorted(
            {card_id, instead_id} - {None}, key=str
        )  # in one order, so that two never wait for each other
        if any(hold_card(user_id=user_id, card_id=pk) is None for pk in named if pk is not None):
            raise NoSuchCard
        if charged_to(card_id, user_id).exclude(pk__in=[one.pk for one in using]).exists():
            raise CardInUse  # it began while we waited for the card
        _go_on(using, card_id, instead_id, click)
        remove_card(user_id=user_id, card_id=card_id, at=click.at)


def _go_on(using: list[Subscription], card_id: UUID, instead_id: UUID | None, click: Click) -> None:
    still = [one for one in using if one.card_id == card_id]
    if not still:
        return
    if instead_id is None:
        raise CardInUse
    if instead_id == card_id:
        raise NoSuchCard
    for one in still:
        move_subscription(one, SubscriptionAct.CHANGE_CARD, Role.BUYER, click.at, card_id=instead_id)
