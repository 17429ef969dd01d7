"""Amendments whose time is over lapse (product.md 5.2, row 14): a sweep of their due column."""

from datetime import datetime
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Q

from config.shared.rows import together
from orders.models import Amendment, Order
from orders.operations.amendments import lapse_if_due
from orders.operations.closing import HELD_FOR, POISONED_FOR
from orders.operations.locking import lock

log = structlog.get_logger()


def lapse_amendments(*, at: datetime, limit: int = 200) -> int:
    """Let up to ``limit`` amendments lapse whose time is over, the longest overdue first; returns how many did.

    One whose charge is in doubt is looked at again a minute later, one that fails an hour later.
    """
    ready = Q(sweep_after__isnull=True) | Q(sweep_after__lte=at)
    due = Amendment.objects.filter(ready, due_at__isnull=False, due_at__lte=at).order_by("due_at")
    return sum(_lapse_safely(pk, order, at) for pk, order in due.values_list("pk", "order_id")[:limit])


def _lapse_safely(pk: UUID, order_id: UUID, at: datetime) -> bool:
    try:
        with transaction.atomic(), together():
            if lapse_if_due(lock(order_id, skip_locked=True), at):
                return True
        _look_again(pk, at + HELD_FOR)
    except Order.DoesNotExist:
        return False
    except Exception:
        log.exception("lapse_failed", amendment=str(pk))
        _look_again(pk, at + POISONED_FOR)
    return False


def _look_again(pk: UUID, later: datetime) -> None:
    Amendment.objects.filter(pk=pk, closed_at__isnull=True).update(sweep_after=later)
