"""Reviews become public together: with the second one, or when the time to write is over (product.md 2)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction

from config.shared.rows import together
from config.shared.transition import guarded_update
from orders.models import Order, Review
from orders.operations.locking import lock
from orders.operations.rating import count_in
from orders.operations.telling import tell
from orders.standing import SYSTEM, Actor, Standing
from orders.states import Act
from orders.transitions import allowed, note

log = structlog.get_logger()
BATCH = 200
POISONED_FOR = timedelta(hours=1)


def publish(standing: Standing, reviews: Sequence[Review], actor: Actor, at: datetime) -> None:
    """Let everybody read these reviews of the locked order, and count their stars. Raises NotInThisState, Stale."""
    allowed(standing, Act.PUBLISH_REVIEWS, actor.role)
    for review in sorted(
        reviews, key=lambda one: one.subject_id
    ):  # members are changed in one order everywhere
        guarded_update(review, expect={"published_at": None}, published_at=at)
        count_in(review)
    written = sorted(review.role for review in reviews)
    tell(note(standing, Act.PUBLISH_REVIEWS, actor, at, {"written": written}))


def publish_if_due(order_id: UUID, *, at: datetime, wait: bool = True) -> bool:
    """Publish what one order's sides wrote, if the time to write is over; in its own transaction.

    Without ``wait`` an order that somebody works on raises Order.DoesNotExist: it is left for the next sweep.
    """
    with transaction.atomic(), together():
        standing = lock(order_id, skip_locked=not wait)
        due = list(Review.objects.due(at).filter(order_id=order_id))
        if due:
            publish(standing, due, SYSTEM, at)
    return bool(due)


def publish_due(*, at: datetime, limit: int = BATCH) -> int:
    """Publish the reviews of up to ``limit`` orders whose time is over; returns of how many."""
    due = Review.objects.due(at).order_by("due_at").values_list("order_id", flat=True)
    return sum(_publish_safely(order_id, at) for order_id in dict.fromkeys(due[:limit]))


def _publish_safely(order_id: UUID, at: datetime) -> bool:
    """What fails is pushed forward, out of the way of the others."""
    try:
        return publish_if_due(order_id, at=at, wait=False)
    except Order.DoesNotExist:
        return False
    except Exception:
        log.exception("publish_failed", order=str(order_id))
        Review.objects.due(at).filter(order_id=order_id).update(due_at=at + POISONED_FOR)
        return False
