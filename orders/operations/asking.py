"""Whoever has not written a review is asked once more: the sweep (product.md 7, reminders)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from config.shared import outbox
from orders.models import ReviewAsk

KIND = "orders.ask_for_review"
BATCH = 500


@transaction.atomic
def ask_due(*, at: datetime, limit: int = BATCH) -> int:
    """Have the sides of up to ``limit`` orders asked; returns how many. Each is claimed by a conditional UPDATE."""
    waiting = ReviewAsk.objects.filter(asked_at__isnull=True)
    due = list(waiting.filter(due_at__lte=at).order_by("due_at").values_list("pk", flat=True)[:limit])
    claimed = [pk for pk in due if waiting.filter(pk=pk).update(asked_at=at)]
    _tell(claimed)
    return len(claimed)


def _tell(orders: Sequence[UUID]) -> None:
    outbox.put_many(KIND, [{"order": str(pk)} for pk in orders])
