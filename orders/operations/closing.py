"""What the clock does. The sweep and a click that comes too late run the same operation (product.md 5.5)."""

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction

from offers.operations.accepting import release_offer_row
from orders.models import Order
from orders.operations.charging import charge_is_open, close_charge
from orders.operations.settling import settle_milestone
from orders.operations.standing import lock
from orders.operations.telling import tell
from orders.states import Act, act_on_deadline
from orders.transitions import SYSTEM, Standing, apply

log = structlog.get_logger()
POISONED_FOR = timedelta(hours=1)


def close_if_due(standing: Standing, at: datetime) -> bool:
    """Close the locked order if its deadline has come; True when it did.

    A charge confirmed before the deadline whose outcome is not known yet holds the clock off (product.md 5.2,
    row 10).
    """
    order = standing.order
    if order.due_at is None or at < order.due_at:
        return False
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
    if act == Act.CLOSE_NOT_PAID and standing.order.offer_id is not None:
        release_offer_row(offer_id=standing.order.offer_id, at=at)
    tell(event)


def close_order(order_id: UUID, *, at: datetime, wait: bool = True) -> bool:
    """Close one order by the clock, if it is still due; in its own transaction. True when it was closed.

    Without ``wait`` an order that somebody works on raises Order.DoesNotExist: it is left for the next sweep.
    """
    with transaction.atomic():
        return close_if_due(lock(order_id, skip_locked=not wait), at)


def close_due(*, at: datetime, limit: int = 500) -> int:
    """Close up to ``limit`` orders whose deadline has passed; returns how many were closed.

    No cursor and no progress is kept: what remains is the query. An order that fails is pushed an hour
    forward and reported, so that it cannot block the rest.
    """
    due = list(Order.objects.due(at).order_by("due_at").values_list("pk", flat=True)[:limit])
    return sum(_close_safely(order_id, at) for order_id in due)


def _close_safely(order_id: UUID, at: datetime) -> bool:
    try:
        return close_order(order_id, at=at, wait=False)
    except Order.DoesNotExist:
        return False
    except Exception:
        log.exception("close_failed", order=str(order_id))
        Order.objects.due(at).filter(pk=order_id).update(sweep_after=at + POISONED_FOR)
        return False
