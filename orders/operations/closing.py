"""What the clock does. The sweep and a click that comes too late run the same operation (product.md 5.5)."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction

from config.shared.rows import together
from offers.operations.accepting import release_offer_row
from orders.glances import Glance
from orders.models import Order
from orders.operations.asks import close_asks, with_open_asks
from orders.operations.charging import charge_is_open, charges_of, close_charge
from orders.operations.locking import lock
from orders.operations.overdue import glances, lock_due
from orders.operations.settling import settle_many, settle_milestone
from orders.operations.silence import answer_for_silence
from orders.operations.subscribing import month_was_closed
from orders.operations.telling import tell, tell_many
from orders.standing import SYSTEM, Standing
from orders.states import ENDED, Act, act_on_deadline
from orders.transitions import apply, end_many

log = structlog.get_logger()
BATCH = 500
"""Orders in one transaction: a fraction of a second on a busy machine too, and no click waits longer for its order."""
POISONED_FOR = timedelta(hours=1)
"""How far an order that fails is pushed forward, so that it cannot block the rest."""
HELD_FOR = timedelta(minutes=1)
"""How far one that must not be closed yet is: the outcome of its charge is not known."""
Place = tuple[str, str, bool]
"""Order's status, milestone's status, whether it is the last."""


def close_if_due(standing: Standing, at: datetime) -> bool:
    """Close the locked order if its deadline has come; True when it ended.

    A charge confirmed before the deadline whose outcome is not known yet holds the clock off (product.md 5.2,
    row 10), and so does a cancellation request: its silence is answered first, and the time that was left may be over
    as well.
    """
    order = standing.order
    if order.due_at is None or at < order.due_at:
        return False
    if answer_for_silence(standing, at):
        return order.status in ENDED or close_if_due(standing, at)
    act = act_on_deadline(standing.state)
    if act is None or charge_is_open(standing):
        return False
    _close(standing, act, at)
    return True


def _close(standing: Standing, act: Act, at: datetime) -> None:
    milestone = standing.milestone
    if act == Act.CLOSE_UNANSWERED:
        event = settle_milestone(standing, act, SYSTEM, at, released_minor=milestone.amount_minor)
    elif act in {Act.CLOSE_NO_REQUIREMENTS, Act.CLOSE_ABANDONED}:
        event = settle_milestone(standing, act, SYSTEM, at, released_minor=0)
    else:
        event = apply(standing, act, SYSTEM, at)
        close_charge(milestone.pk, at=at)
        close_asks(standing, at)
    month_was_closed(standing, act, at)
    if act == Act.CLOSE_NOT_PAID and standing.order.offer_id is not None:
        release_offer_row(offer_id=standing.order.offer_id, at=at)
    tell(event)


def close_order(order_id: UUID, *, at: datetime, wait: bool = True) -> bool:
    """Do what the clock does with one order, if it is still due; in its own transaction. True when it did something.

    Without ``wait`` an order that somebody works on raises Order.DoesNotExist: it is left for the next sweep.
    """
    with transaction.atomic(), together():
        standing = lock(order_id, skip_locked=not wait)
        version = standing.order.version
        return close_if_due(standing, at) or standing.order.version != version


def close_due(*, at: datetime, limit: int = BATCH) -> int:
    """Close up to ``limit`` orders whose deadline has passed; returns with how many the clock did something.

    No cursor and no progress is kept: what remains is the query. What is usual is closed together, in a few
    statements; everything else one by one, and so is a whole batch that one of its orders spoils.
    """
    due: list[tuple[Any, ...]] = []
    try:
        with transaction.atomic(), together():
            due = lock_due(at, limit)
            closed = _close_together(due, at)
    except Exception:
        if not due:
            raise
        log.exception("batch_failed", orders=len(due))
        closed = set()
    return len(closed) + sum(_close_safely(order[0], at) for order in due if order[0] not in closed)


def _close_together(due: list[tuple[Any, ...]], at: datetime) -> set[UUID]:
    """Close those of the locked orders that need no look of their own; returns which."""
    places: dict[Place, list[Glance]] = defaultdict(list)
    quiet = [one for one in glances(due, at) if not one.calls_ahead]
    unanswered = with_open_asks([one.order_id for one in quiet if one.asked])
    for one in quiet:
        if one.order_id not in unanswered:
            places[one.status, one.milestone_status, one.is_last].append(one)
    closed: set[UUID] = set()
    for group in places.values():
        act = act_on_deadline(group[0].state)
        usual = _usual(act, group)
        if act is not None and usual:
            many = settle_many if act == Act.CLOSE_UNANSWERED else end_many
            tell_many(many(usual, act, at))
            closed.update(one.order_id for one in usual)
    return closed


def _usual(act: Act | None, group: list[Glance]) -> list[Glance]:
    """Whose closing moves nothing but what ``settle_many`` and ``end_many`` know.

    Silence gives a delivery's money to the seller. A milestone that waits for its payment is dropped, if nobody
    ever tried to pay it. Whatever else holds the clock off or has to be cleared away keeps an order out of here.
    """
    if act == Act.CLOSE_UNANSWERED:
        return [one for one in group if one.clearing_s is not None]
    if act == Act.CLOSE_NOT_FUNDED:
        tried = charges_of([one.milestone_id for one in group])
        return [one for one in group if one.milestone_id not in tried]
    return []


def _close_safely(order_id: UUID, at: datetime) -> bool:
    """Close an order in a transaction of its own. What cannot be closed now is pushed forward, out of the way."""
    try:
        if close_order(order_id, at=at, wait=False):
            return True
        _look_again(order_id, at, HELD_FOR)
    except Order.DoesNotExist:
        return False
    except Exception:
        log.exception("close_failed", order=str(order_id))
        _look_again(order_id, at, POISONED_FOR)
    return False


def _look_again(order_id: UUID, at: datetime, later: timedelta) -> None:
    Order.objects.due(at).filter(pk=order_id).update(sweep_after=at + later)
