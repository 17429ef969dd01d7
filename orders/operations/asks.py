"""What one side asked and the other has not answered.

An ask lives only as long as what it is about: a settlement of the milestone, a dispute and the end of the order close
it. Every such operation calls ``close_asks``; the clock's batch leaves orders with an open ask to ``close_order``.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from config.shared.rows import change_rows
from config.shared.transition import guarded_update
from orders.models import Amendment, CancellationRequest
from orders.operations.amendments import shut
from orders.standing import Standing


def close_asks(standing: Standing, at: datetime) -> None:
    """Void whatever is asked and unanswered on this locked order; harmless when nothing is.

    No event of its own: the act that calls it tells both sides, and why.
    """
    if not standing.order.asked:
        return
    asked = {"order_id": standing.order.pk, "closed_at": None}
    change_rows(CancellationRequest, asked, {"closed_at": at, "outcome": CancellationRequest.VOID})
    shut(standing, Amendment.Outcome.CLOSED, at)


def open_request(standing: Standing) -> CancellationRequest | None:
    """The cancellation request that waits for its answer, and holds the order's clock off as long as it does."""
    rows = CancellationRequest.objects.filter(order_id=standing.order.pk, closed_at__isnull=True)
    return rows.first() if standing.order.asked else None


def remember(standing: Standing) -> None:
    """Something is about to be asked: from now on this order is looked at for what is not answered."""
    order = standing.order
    if not order.asked:
        guarded_update(order, expect={"version": order.version}, asked=True)


def left_of_clock(standing: Standing, at: datetime) -> int:
    """Seconds left of the order's clock: of the one that stands still, while a cancellation request is open."""
    request, due_at = open_request(standing), standing.order.due_at or at
    return request.left_s if request else int(max(due_at - at, timedelta(0)).total_seconds())


def with_open_asks(order_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these orders have an ask without an answer, in one statement."""
    theirs = {"order_id__in": list(order_ids), "closed_at__isnull": True}
    proposed = Amendment.objects.filter(**theirs).values_list("order_id", flat=True)
    asked = CancellationRequest.objects.filter(**theirs).order_by().values_list("order_id", flat=True)
    return set(asked.union(proposed))
