"""A seller's earnings become available some days after acceptance, per milestone (product.md 2, clearing)."""

from datetime import datetime

from django.db import connection, transaction

from config.shared.transition import guarded_update
from orders.ledger import stories
from orders.ledger.postings import post
from orders.models import Settlement


def clear_earnings(*, at: datetime, limit: int = 500) -> int:
    """Move up to ``limit`` settlements that are due from pending to available; returns how many."""
    due = Settlement.objects.filter(cleared_at__isnull=True, clears_at__lte=at).order_by("clears_at")
    return sum(_clear(pk, at) for pk in list(due.values_list("pk", flat=True)[:limit]))


def _clear(settlement_id: int, at: datetime) -> int:
    with transaction.atomic():
        rows = Settlement.objects.select_related("milestone__order").filter(
            pk=settlement_id, cleared_at__isnull=True
        )
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True, of=("self",))
        settlement = rows.first()
        if settlement is None:
            return 0
        guarded_update(settlement, expect={"cleared_at": None}, cleared_at=at)
        milestone = settlement.milestone
        cleared = stories.cleared(
            milestone_id=milestone.pk,
            seller_id=settlement.seller_id,
            amount_minor=settlement.to_seller_minor,
            event=milestone.pk,
        )
        post(cleared, at=at)
    return 1
