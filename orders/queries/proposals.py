"""The open amendment of an order with the newest try to pay its difference: one statement, where there can be one."""

from uuid import UUID

from django.db.models import OuterRef, Subquery

from orders.models import Amendment, Attempt, Order
from orders.payments.models import Purpose
from orders.queries.subjects import AMENDMENT
from orders.states import OrderStatus

AMENDABLE = frozenset({OrderStatus.AWAITING_REQUIREMENTS, OrderStatus.ACTIVE})


def open_amendment(order: Order) -> tuple[Amendment | None, tuple[UUID, str] | None]:
    """What is proposed or agreed and not in force, and the newest attempt as (id, status)."""
    if order.status not in AMENDABLE or not order.asked:
        return None, None
    tries = Attempt.objects.filter(
        intent__subject_kind=AMENDMENT, intent__subject_id=OuterRef("pk"), intent__purpose=Purpose.AMENDMENT
    ).order_by("-created_at", "-number")
    rows = Amendment.objects.filter(order_id=order.pk, closed_at__isnull=True).annotate(
        attempt_id=Subquery(tries.values("pk")[:1]), attempt_status=Subquery(tries.values("status")[:1])
    )
    amendment = rows.first()
    if amendment is None or amendment.attempt_id is None:
        return amendment, None
    return amendment, (amendment.attempt_id, amendment.attempt_status)
