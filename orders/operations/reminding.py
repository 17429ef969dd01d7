"""Reminders before anything lapses (product.md 2 and 7): swept in batches, told through the outbox.

A reminder moves nothing: neither version nor event. One that comes too late is left out when a later one is due, and
when the deadline has passed; so an order has at most one in a sweep.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import connection, transaction

from config.shared import outbox
from config.shared.rows import Each, change_rows
from orders import reminders
from orders.models import Order, OrderMilestone
from orders.states import MilestoneStatus, OrderStatus

log = structlog.get_logger()
KIND = "orders.reminder"
BATCH = 500
POISONED_FOR = timedelta(hours=1)
"""How far an order that fails is pushed forward, so that it cannot block the rest."""
_OF_ORDER = ("pk", "status", "version", "current", "windows", "due_at", "remind_at", "remind_from")
Row = Mapping[str, Any]


@transaction.atomic
def remind_due(*, at: datetime, limit: int = BATCH) -> int:
    """Look at up to ``limit`` orders whose next reminder is due; returns how many they were. Five statements."""
    rows = _locked(at, limit)
    if not rows:
        return 0
    milestones = OrderMilestone.objects.filter(order_id__in=[row["pk"] for row in rows])
    found = {
        (order_id, position): (status, due_at)
        for order_id, position, status, due_at in milestones.values_list(
            "order_id", "position", "status", "due_at"
        )
    }
    looked = [_look(row, *found[row["pk"], row["current"]], at) for row in rows]
    same = {
        "id": Each([row["pk"] for row in rows]),
        "version": Each([row["version"] for row in rows]),
        "remind_at": Each([row["remind_at"] for row in rows]),
    }
    change_rows(Order, same, {"remind_at": Each([coming for _, coming in looked])}, must=len(rows))
    outbox.put_many(KIND, [payload for payload, _ in looked if payload])
    return len(rows)


def _locked(at: datetime, limit: int) -> Sequence[Row]:
    """What somebody else works on is left for the next sweep; what moves is planned anew anyway."""
    orders = Order.objects.to_remind_of(at).order_by("remind_at")
    if connection.features.has_select_for_update_skip_locked:
        orders = orders.select_for_update(skip_locked=True)
    return list(orders.values(*_OF_ORDER)[:limit])


def _look(
    row: Row, milestone_status: str, work_due_at: datetime | None, at: datetime
) -> tuple[dict[str, str | int] | None, datetime | None]:
    """What to say of one order now, if anything, and when to look again."""
    try:
        state = OrderStatus(row["status"]), MilestoneStatus(milestone_status)
        begins_at = row["remind_from"] or row["remind_at"]
        moments = reminders.reminders_of(state, row["windows"], begins_at, row["due_at"], work_due_at)
    except Exception:
        log.exception("reminder_failed", order=str(row["pk"]))
        return None, at + POISONED_FOR
    passed = [moment for moment in moments if moment <= at]
    if not passed or at >= row["due_at"]:
        return None, reminders.next_of(moments, at)
    payload = {"order": str(row["pk"]), "version": row["version"], "moment": passed[-1].isoformat()}
    return payload, reminders.next_of(moments, at)
