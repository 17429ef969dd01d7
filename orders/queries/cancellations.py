"""Open cancellation requests of many orders at once: for pages and for lists, without a statement each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from orders.models import CancellationRequest, Order
from orders.querysets import OrderQuerySet
from orders.standing import Standing
from orders.states import CANCELLABLE


def asked_of(standings: Iterable[Standing]) -> dict[UUID, list[CancellationRequest]]:
    """The requests about the current milestones on which paid work runs, by order: one statement, or none."""
    running = {one.order.pk: one.order.current for one in standings if _can_have(one)}
    found: dict[UUID, list[CancellationRequest]] = defaultdict(list)
    if running:
        for row in CancellationRequest.objects.filter(order_id__in=running):
            if row.position == running[row.order_id]:
                found[row.order_id].append(row)
    return found


def with_requests(orders: OrderQuerySet[Order]) -> OrderQuerySet[Order]:
    """Orders with what a list shows of their open request, in the same statement; read by ``asked_in_list``."""
    found = CancellationRequest.objects.filter(order=OuterRef("pk"), closed_at__isnull=True)
    columns = ("position", "requester_role", "delivery_round", "amount_minor", "released_minor", "left_s")
    rows = found.values(found=JSONObject(**{name: name for name in columns}))
    with_rows: OrderQuerySet[Any] = orders.annotate(request_row=Subquery(rows))
    return with_rows


def asked_in_list(standings: Sequence[Standing]) -> dict[UUID, list[CancellationRequest]]:
    """``asked_of`` for orders that may have come out of ``with_requests``; those that did cost no statement.

    The answer is due when the order's clock says so: that is what a request holds off.
    """
    if any(_can_have(one) and not hasattr(one.order, "request_row") for one in standings):
        return asked_of(standings)
    found: dict[UUID, list[CancellationRequest]] = defaultdict(list)
    for order in (one.order for one in standings):
        row = getattr(order, "request_row", None)
        if row and order.due_at is not None:
            found[order.pk] = [CancellationRequest(order_id=order.pk, answer_by=order.due_at, **row)]
    return found


def _can_have(standing: Standing) -> bool:
    return standing.order.asked and standing.state in CANCELLABLE
