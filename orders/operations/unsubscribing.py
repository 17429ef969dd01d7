"""What people do to a subscription: cancel it, or name the card of the next charges.

Cancelling counts until the next charge has begun, also when the clock is late: in doubt nothing is charged.
"""

from uuid import UUID

from django.db import transaction

from config.shared.commands import Click, claim
from config.shared.errors import Forbidden, Invalid, Stale
from config.shared.text import clean_text
from orders.models import Order, Subscription
from orders.operations.locking import lock, lock_subscription
from orders.operations.subscribing import drop_unpaid_month
from orders.operations.telling import tell_subscription
from orders.payments.cards import hold_card
from orders.states import Role
from orders.subscription_states import SubscriptionAct
from orders.subscription_transitions import move_subscription
from orders.transitions import NotYourPart


class NoSuchCard(Invalid):
    """The card is not one of the buyer's own, or gone."""

    def __init__(self) -> None:
        """Say it beside the cards."""
        super().__init__("Choose one of your cards.", field="card")


class OwnSubscription(Forbidden):
    """Staff who are a party of it act as such."""

    default_message = "You are a party of this subscription: cancel it on its own page."


def cancel_subscription(
    *, subscription_id: UUID, click: Click, by_staff: bool = False, reason: str = ""
) -> Subscription:
    """Either side ends it: the month that runs goes on, one that is not paid is dropped, nothing more is charged.

    ``by_staff``: staff do, and both sides read their ``reason``. The same click again changes nothing. Raises
    SubscriptionIsOver, Stale, NotYourPart; for staff OwnSubscription, and Invalid beside ``reason``.
    """
    why = clean_text(reason) if by_staff else ""
    if by_staff and not why:
        raise Invalid("Write the reason. Both sides read it.", field="reason")
    months = Order.objects.filter(subscription_id=subscription_id).order_by("-month")
    newest = months.values_list("pk", flat=True)[0]
    with transaction.atomic():
        standing = lock(newest)
        subscription = lock_subscription(subscription_id)
        role = _staff(subscription, click.actor_id) if by_staff else part_in(subscription, click.actor_id)
        if claim(click, "orders.cancel_subscription", {"subscription": str(subscription_id)}) is not None:
            return subscription
        _must_be_fresh(subscription, click)
        move_subscription(subscription, SubscriptionAct.CANCEL, role, click.at, cancelled_why=why)
        drop_unpaid_month(standing, click.at)
        tell_subscription(subscription, "cancelled", click.at)
    return subscription


def change_card(*, subscription_id: UUID, card_id: UUID, click: Click) -> Subscription:
    """The buyer names the card for the charges to come; nothing is charged now.

    The same click again changes nothing. Raises NoSuchCard, SubscriptionIsOver, Stale, NotYourPart.
    """
    with transaction.atomic():
        subscription = lock_subscription(subscription_id)
        role = part_in(subscription, click.actor_id)
        if claim(click, "orders.change_card", {"subscription": str(subscription_id)}) is not None:
            return subscription
        _must_be_fresh(subscription, click)
        if hold_card(user_id=subscription.buyer_id, card_id=card_id) is None:
            raise NoSuchCard
        move_subscription(subscription, SubscriptionAct.CHANGE_CARD, role, click.at, card_id=card_id)
    return subscription


def part_in(subscription: Subscription, user_id: int) -> Role:
    """In which part a member acts. Raises NotYourPart for anybody else."""
    if user_id == subscription.buyer_id:
        return Role.BUYER
    if user_id == subscription.seller_id:
        return Role.SELLER
    raise NotYourPart


def _staff(subscription: Subscription, user_id: int) -> Role:
    if user_id in {subscription.buyer_id, subscription.seller_id}:
        raise OwnSubscription
    return Role.STAFF


def _must_be_fresh(subscription: Subscription, click: Click) -> None:
    if click.version != subscription.version:
        raise Stale
