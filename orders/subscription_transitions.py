"""The only writer of a subscription's status. Its lock is the caller's; these guards hold without it."""

from datetime import datetime
from typing import Any

from django.db import connection

from config.shared.transition import guarded_update
from orders.models import Subscription
from orders.states import Role
from orders.subscription_states import (
    SubscriptionAct,
    SubscriptionMove,
    SubscriptionStatus,
    subscription_move,
)
from orders.transitions import NotInThisState, NotYourPart

OVER = frozenset({SubscriptionStatus.CANCELLED, SubscriptionStatus.ENDED})


class SubscriptionIsOver(NotInThisState):
    """Nothing more is ordered or charged by it."""

    default_message = "This subscription is over already: nothing more is charged."


def begin_subscription(subscription: Subscription) -> Subscription:
    """Write a new one, whose first month waits for its payment."""
    _inside_a_transaction()
    subscription.status = SubscriptionStatus.ACTIVE
    subscription.save(force_insert=True)
    return subscription


def move_subscription(
    subscription: Subscription, act: SubscriptionAct, role: Role, at: datetime, **changes: Any
) -> None:
    """Carry an act out, with further ``changes`` of the same moment.

    The version moves with everything but a reminder, which makes nobody's page old. Raises SubscriptionIsOver,
    NotYourPart, Stale.
    """
    _inside_a_transaction()
    target = subscription_allowed(subscription, act, role).target
    if target in OVER and subscription.status not in OVER:
        changes |= {"next_at": None, "due_at": None, **_ending(target, role, at)}
    guarded_update(
        subscription,
        expect={"status": subscription.status, "version": subscription.version},
        status=target,
        version=subscription.version + (act != SubscriptionAct.REMIND),
        **changes,
    )


def subscription_allowed(subscription: Subscription, act: SubscriptionAct, role: Role) -> SubscriptionMove:
    """The table's row. Raises SubscriptionIsOver when there is none, NotYourPart when somebody else does it."""
    move = subscription_move(subscription.status, act)
    if move is None:
        raise SubscriptionIsOver
    if role not in move.roles:
        raise NotYourPart
    return move


def _ending(target: SubscriptionStatus, role: Role, at: datetime) -> dict[str, Any]:
    if target == SubscriptionStatus.CANCELLED:
        return {"cancelled_at": at, "cancelled_by": role}
    return {"ended_at": at}


def _inside_a_transaction() -> None:
    if not connection.in_atomic_block:
        message = "a transition needs an open transaction"
        raise RuntimeError(message)
