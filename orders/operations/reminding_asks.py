"""Reminders of proposed changes that wait for an answer or for their payment (product.md 5.2, row 14; 7)."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from config.shared import outbox
from config.shared.rows import Each, change_rows
from orders import reminders
from orders.models import Amendment

KIND = "orders.amendment_reminder"


@transaction.atomic
def remind_of_amendments(*, at: datetime, limit: int = 200) -> int:
    """Remind of up to ``limit`` open ones, each at most once a sweep; returns how many it looked at.

    One that is over, or whose later reminder is due as well, is passed over, as for orders.
    """
    due = Amendment.objects.filter(closed_at__isnull=True, remind_at__isnull=False, remind_at__lte=at)
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True)
    rows: list[Any] = list(
        due.order_by("remind_at").values("pk", "opened_at", "agreed_at", "due_at", "remind_at")[:limit]
    )
    if not rows:
        return 0
    planned = [reminders.reminders(row["agreed_at"] or row["opened_at"], row["due_at"]) for row in rows]
    same = {"id": Each([row["pk"] for row in rows]), "remind_at": Each([row["remind_at"] for row in rows])}
    coming = Each([reminders.next_of(moments, at) for moments in planned])
    change_rows(Amendment, same, {"remind_at": coming}, must=len(rows))
    payloads = [
        {
            "amendment": str(row["pk"]),
            "due": row["due_at"].isoformat(),
            "moment": row["remind_at"].isoformat(),
        }
        for row in rows
        if at < row["due_at"]
    ]
    outbox.put_many(KIND, payloads)
    return len(rows)
