"""Both sides are reminded of an agreed call an hour before it begins."""

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction

from config.shared import outbox
from config.shared.errors import Stale
from config.shared.transition import guarded_update
from orders.models import Call

log = structlog.get_logger()
BATCH = 200
KIND = "orders.call_reminder"
POISONED_FOR = timedelta(minutes=10)


def remind_of_calls(*, at: datetime, limit: int = BATCH) -> int:
    """Remind of up to ``limit`` calls that are due; returns how many rows were done with.

    Once for each: the due column is emptied in the transaction that puts the effect, by a conditional UPDATE, so two
    workers never both do it. A reminder that comes too late, because nothing ran, is dropped when the call has begun.
    """
    due = Call.objects.filter(remind_at__lte=at).order_by("remind_at")
    return sum(_remind(pk, at) for pk in list(due.values_list("pk", flat=True)[:limit]))


def _remind(call_id: UUID, at: datetime) -> int:
    try:
        with transaction.atomic():
            call = Call.objects.filter(pk=call_id, remind_at__lte=at).first()
            if call is None:
                return 0
            guarded_update(call, expect={"status": call.status, "remind_at": call.remind_at}, remind_at=None)
            if at < call.starts_at:
                outbox.put(KIND, {"call": str(call.pk)}, key=f"call:{call.pk}:soon")
    except Stale:
        return 0
    except Exception:
        log.exception("call_reminder_failed", call=str(call_id))
        Call.objects.filter(pk=call_id, remind_at__lte=at).update(remind_at=at + POISONED_FOR)
        return 0
    return 1
