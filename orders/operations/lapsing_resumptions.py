"""The clock of requests to resume an order: a reminder before they lapse, then the end (product.md 5.2, row 17)."""

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction

from config.shared import outbox
from config.shared.rows import together
from config.shared.transition import guarded_update
from orders.models import Order, Resumption
from orders.operations.locking import lock
from orders.operations.resuming import lapse

log = structlog.get_logger()
REMINDER = "orders.resume_reminder"
POISONED_FOR = timedelta(hours=1)
"""How far one that fails is pushed forward, so that it cannot block the rest."""


def resumptions_due(*, at: datetime, limit: int = 200) -> int:
    """Remind of, or let lapse, up to ``limit`` requests, each in its own transaction; returns how many it looked at."""
    due = Resumption.objects.filter(due_at__isnull=False, due_at__lte=at).order_by("due_at")
    return sum(_look_safely(*one, at) for one in due.values_list("pk", "order_id")[:limit])


def _look_safely(resumption_id: UUID, order_id: UUID, at: datetime) -> int:
    try:
        with transaction.atomic(), together():
            return _look(resumption_id, order_id, at)
    except Order.DoesNotExist:
        return 0
    except Exception:
        log.exception("resumption_failed", resumption=str(resumption_id))
        Resumption.objects.filter(pk=resumption_id, due_at__lte=at).update(due_at=at + POISONED_FOR)
        return 0


def _look(resumption_id: UUID, order_id: UUID, at: datetime) -> int:
    standing = lock(order_id, skip_locked=True)
    asked = Resumption.objects.filter(pk=resumption_id, due_at__lte=at).first()
    if asked is None:
        return 0
    if at >= asked.lapses_at:
        lapse(standing, asked, at)
        return 1
    guarded_update(asked, expect={"closed_at": None, "due_at": asked.due_at}, due_at=asked.lapses_at)
    outbox.put(REMINDER, {"resumption": str(asked.pk)})
    return 1
