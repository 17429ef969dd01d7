"""Requests to cancel by agreement, against the orders that they hold off or have ended."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, QuerySet

from orders import deadlines
from orders.models import CancellationRequest, Order, OrderMilestone, Settlement
from orders.states import CANCELLABLE, HELD, Act, MilestoneStatus

_STATUSES = sorted({order for order, _ in CANCELLABLE})
_AGREED = (Act.ACCEPT_CANCELLATION, Act.GRANT_CANCELLATION)


def broken(orders: QuerySet[Order]) -> Iterator[str]:
    """An open one holds its order's clock off; one that was granted is what was settled."""
    requests = CancellationRequest.objects.filter(order__in=orders).select_related("order")
    open_ones = requests.filter(closed_at__isnull=True)
    for one in open_ones.filter(order__asked=False):
        yield f"{one.order.number}: a cancellation request is open, and the order does not know that it was asked"
    yield from _out_of_place(open_ones)
    yield from _clocks(open_ones)
    yield from _settled(orders, requests)


def _out_of_place(open_ones: QuerySet[CancellationRequest]) -> Iterator[str]:
    runs = OrderMilestone.objects.filter(
        order=OuterRef("order"), position=OuterRef("position"), status__in=sorted(HELD)
    )
    runs = runs.filter(order__current=F("position"), order__status__in=_STATUSES)
    for one in open_ones.filter(~Exists(runs)):
        yield f"{one.order.number}: a cancellation request is open, and no paid work of it runs"


def _clocks(open_ones: QuerySet[CancellationRequest]) -> Iterator[str]:
    """The order waits for the answer; a delivery ends when what is left has run after it."""
    for one in open_ones.filter(order__status__in=_STATUSES).exclude(order__due_at=F("answer_by")):
        yield f"{one.order.number}: an answer is due at {one.answer_by}, the order's clock at {one.order.due_at}"
    delivered = OrderMilestone.objects.filter(
        order__in=open_ones.values("order_id"), status=MilestoneStatus.DELIVERED
    )
    ends = dict(delivered.values_list("order_id", "deadline_at"))
    for one in open_ones:
        until = deadlines.after_pause(one.left_s, one.answer_by)
        if one.order_id in ends and ends[one.order_id] != until:
            yield f"{one.order.number}: the delivery ends at {ends[one.order_id]}, not at {until}"


def _settled(orders: QuerySet[Order], requests: QuerySet[CancellationRequest]) -> Iterator[str]:
    """What was agreed is what the settlement of that milestone gave to the seller, and the other way round."""
    agreed = requests.filter(outcome__in=_AGREED)
    settled = Settlement.objects.filter(act__in=_AGREED, milestone__order__in=orders)
    rows = settled.values_list("milestone__order__number", "milestone__position", "act", "released_minor")
    asked = agreed.values_list("order__number", "position", "outcome", "released_minor")
    for number, position, *_ in sorted({*rows} ^ {*asked}):
        yield f"{number}: what was agreed on milestone {position} is not what was settled"
