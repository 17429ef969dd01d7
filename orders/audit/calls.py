"""Calls: about a milestone of their own order that includes them, and none left open where it is over."""

from collections.abc import Iterator

from django.db.models import F, QuerySet

from config.shared import clock
from orders.call_states import OPEN_CALLS, CallStatus
from orders.meetings import OVER, includes_calls
from orders.models import Call, Order


def broken(orders: QuerySet[Order]) -> Iterator[str]:
    """Every rule about calls that does not hold."""
    calls = Call.objects.filter(order__in=orders).select_related("order", "milestone")
    for one in calls.exclude(milestone__order_id=F("order_id")):
        yield f"{one.order.number}: a call is about a milestone of another order"
    ahead = calls.filter(status__in=OPEN_CALLS, starts_at__gt=clock.now())
    for one in ahead.filter(milestone__status__in=OVER):
        yield f"{one.order.number}: a call is open on {one.starts_at}, and its milestone is {one.milestone.status}"
    for one in ahead:
        if not includes_calls(one.order, one.milestone):
            yield f"{one.order.number}: a call is open, and milestone {one.milestone.position} includes none"
    moves = calls.filter(moves__isnull=False, status=CallStatus.ACCEPTED, uid=F("moves__uid"))
    for one in moves.exclude(moves__status=CallStatus.REPLACED):
        yield f"{one.order.number}: a call was moved, and the old one is {one.moves.status if one.moves else ''}"
