"""Short ways to tell a story of a subscription in a test; everything goes through the operations."""

import uuid
from datetime import datetime
from typing import Any

from accounts.models import User
from config.shared import clock
from config.shared.commands import Click
from gigs.models import Gig
from orders.models import Order, Subscription
from orders.operations.placing import place_from_offer
from orders.operations.renewing import renew_due
from orders.operations.subscribing import Agreed
from orders.operations.unsubscribing import cancel_subscription
from orders.queries.consent import day_of
from tests.factories.offers import sent_subscription
from tests.orders.stories import SUCCESS, card_of, click


def subscribed(
    seller: User,
    buyer: User,
    *,
    number: str = SUCCESS,
    gig: Gig | None = None,
    months: int = 3,
    **terms: Any,
) -> Subscription:
    """A subscription whose first month was tried with that card."""
    offer = sent_subscription(seller, buyer, gig, months=months, **terms)
    at = clock.now()
    place_from_offer(
        offer_id=offer.pk,
        card_id=card_of(buyer, number).pk,
        click=click(buyer, at=at),
        agreed=Agreed(day_of(at)),
    )
    return Subscription.objects.get(offer=offer)


def read(subscription: Subscription) -> Subscription:
    """As it is stored now."""
    return Subscription.objects.select_related("buyer", "seller").get(pk=subscription.pk)


def month(subscription: Subscription, number: int) -> Order:
    """The order of a month."""
    return subscription.orders.select_related("buyer", "seller").get(month=number)


def press(user: User, subscription: Subscription) -> Click:
    """A button on a page that shows the subscription as it stands."""
    return Click(user.pk, uuid.uuid4(), read(subscription).version, clock.now())


def cancelled(user: User, subscription: Subscription) -> Subscription:
    """Cancelled by one of its two sides."""
    return cancel_subscription(subscription_id=subscription.pk, click=press(user, subscription))


def swept(at: datetime) -> int:
    """The clock comes by at that moment, until it finds nothing."""
    total = 0
    with clock.travelled_to(at):
        while done := renew_due(at=clock.now()):
            total += done
    return total
