"""The clock of subscriptions: the reminder before each charge, and the charge (product.md 5.2, "Subscription").

One month at a time: the next one waits while the one before is not paid or nothing could begin with it, and is
never nearer to it than the notice. So a site that stood still makes up for what it missed, but never charges two
months without the buyer having heard in between.
"""

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction

from accounts.models import User
from config.shared import clock
from config.shared.errors import Refusal
from gigs.states import GigState
from offers.operations.blocking import must_be_on_terms
from orders.models import Attempt, Order, Subscription
from orders.operations.funding import confirm_all
from orders.operations.locking import lock_subscription
from orders.operations.months import begin_month
from orders.operations.subscribing import clock_of, end_subscription
from orders.operations.telling import tell_subscription
from orders.states import OrderStatus, Role
from orders.subscription_states import EndReason, SubscriptionAct
from orders.subscription_transitions import move_subscription

log = structlog.get_logger()
BATCH = 50
LONGEST = timedelta(seconds=40)
"""Each charge may wait for the provider: then the rest is left to the next sweep."""
HELD_FOR, POISONED_FOR = timedelta(minutes=1), timedelta(hours=1)
WAITING = (OrderStatus.AWAITING_PAYMENT, OrderStatus.AWAITING_REQUIREMENTS)


def renew_due(*, at: datetime, limit: int = BATCH) -> int:
    """Do what is due for up to ``limit`` subscriptions, each in a transaction of its own; returns how many were moved.

    Late, twice or side by side it ends the same: what was done is no longer due.
    """
    begun, moved = clock.now(), 0
    due = Subscription.objects.due(at).order_by("due_at").values_list("pk", flat=True)
    for subscription_id in list(due[:limit]):
        moved += _safely(subscription_id, at)
        if clock.now() - begun > LONGEST:
            break
    return moved


def renew(subscription_id: UUID, *, at: datetime) -> bool:
    """Remind, end, or order and charge the next month, if it is still due. False when there was nothing to do."""
    with transaction.atomic():
        subscription = lock_subscription(subscription_id, skip_locked=True)
        if subscription.due_at is None or at < subscription.due_at:
            return False
        if _must_wait(subscription):
            look_again(subscription.pk, at, HELD_FOR)
            return False
        made = _next_step(subscription, at)
    if made is not None:
        confirm_all(made[0], made[1:])
    return True


def _next_step(subscription: Subscription, at: datetime) -> tuple[Order, Attempt] | None:
    if subscription.next_at is not None and at < subscription.next_at:
        move_subscription(subscription, SubscriptionAct.REMIND, Role.SYSTEM, at, due_at=subscription.next_at)
        tell_subscription(subscription, "reminded", at)
        return None
    reason = _why_not(subscription)
    if reason is not None:
        end_subscription(subscription, reason, at)
        return None
    return _order_next_month(subscription, at)


def _order_next_month(subscription: Subscription, at: datetime) -> tuple[Order, Attempt]:
    month, anchor = subscription.made + 1, subscription.anchor_at or at
    dates = clock_of(subscription, anchor, made=month, at=at)
    move_subscription(subscription, SubscriptionAct.RENEW, Role.SYSTEM, at, made=month, **dates)
    return begin_month(subscription, month, at)


def _must_wait(subscription: Subscription) -> bool:
    """The month before is not paid, or nothing could begin yet because the seller's questions are open."""
    return Order.objects.filter(subscription_id=subscription.pk, status__in=WAITING).exists()


def _why_not(subscription: Subscription) -> EndReason | None:
    """Why nothing new may begin between these two."""
    gig = subscription.gig
    people = User.objects.in_bulk([subscription.buyer_id, subscription.seller_id])
    if not all(one.in_good_standing for one in people.values()):
        return EndReason.SUSPENDED
    if gig.state == GigState.DENIED:
        return EndReason.GIG_DENIED
    try:
        must_be_on_terms(subscription.buyer_id, subscription.seller_id)
    except Refusal:
        return EndReason.APART
    return None


def _safely(subscription_id: UUID, at: datetime) -> bool:
    """What cannot be done now is looked at again later, out of the way of the rest."""
    try:
        return renew(subscription_id, at=at)
    except Subscription.DoesNotExist:  # somebody works on it
        return False
    except Exception:
        log.exception("renewal_failed", subscription=str(subscription_id))
        look_again(subscription_id, at, POISONED_FOR)
        return False


def look_again(subscription_id: UUID, at: datetime, later: timedelta) -> None:
    """Push what is due a little forward. The date that people see stays."""
    Subscription.objects.due(at).filter(pk=subscription_id).update(due_at=at + later)
