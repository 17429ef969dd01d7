"""A seller's earnings become available some days after acceptance, per milestone (product.md 2, clearing)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.db import connection, transaction

from config.shared.rows import Each, change_rows, together
from orders.ledger import stories
from orders.ledger.postings import Posting, post
from orders.models import Settlement

log = structlog.get_logger()


def clear_earnings(*, at: datetime, limit: int = 1_000) -> int:
    """Move up to ``limit`` settlements that are due from pending to available; returns how many.

    Together, in a few statements; one by one when one of them spoils that, so that the others are not kept waiting.
    """
    due = Settlement.objects.filter(cleared_at__isnull=True, clears_at__lte=at).order_by("clears_at")
    ids = list(due.values_list("pk", flat=True)[:limit])
    try:
        return _clear(ids, at)
    except Exception:
        log.exception("batch_failed", settlements=len(ids))
        return sum(_clear_safely(pk, at) for pk in ids)


def _clear_safely(pk: int, at: datetime) -> int:
    try:
        return _clear([pk], at)
    except Exception:
        log.exception("clear_failed", settlement=pk)
        return 0


def _clear(ids: Sequence[int], at: datetime) -> int:
    """Clear those of them that still wait and that nobody else is clearing."""
    with transaction.atomic(), together():
        rows = Settlement.objects.filter(pk__in=ids, cleared_at__isnull=True).order_by("clears_at", "pk")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        columns = ("pk", "taken_back_minor", "milestone_id", "seller_id", "to_seller_minor")
        found: list[Any] = list(rows.values_list(*columns))
        if found:
            waiting = {
                "id": Each([one[0] for one in found]),
                "taken_back_minor": Each([one[1] for one in found]),
                "cleared_at": None,
            }
            change_rows(Settlement, waiting, {"cleared_at": at}, must=len(found))
            post([posting for one in found for posting in _story(*one[1:])], at=at)
    return len(found)


def _story(taken_back: int, milestone: UUID, seller_id: int, to_seller: int) -> list[Posting]:
    """What the seller got of it, less what goodwill took back meanwhile."""
    return stories.cleared(
        milestone_id=milestone, seller_id=seller_id, amount_minor=to_seller - taken_back, event=milestone
    )
