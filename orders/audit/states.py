"""Where orders and milestones stand, against the table."""

from collections.abc import Iterator
from functools import cache

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from orders.models import CancellationRequest, Order, OrderMilestone, Settlement
from orders.states import (
    ENDED,
    OPEN,
    RUNNING,
    TABLE,
    MilestoneStatus,
    OrderStatus,
    State,
    act_on_deadline,
)
from orders.transitions import ASIDE

START: State = (OrderStatus.AWAITING_PAYMENT, MilestoneStatus.AWAITING_PAYMENT)


def broken(orders: QuerySet[Order]) -> Iterator[str]:
    """Every rule about statuses and clocks that does not hold."""
    current = OrderMilestone.objects.filter(order=OuterRef("pk"), position=F("order__current"))
    yield from _pairs(orders)
    yield from _positions(orders)
    yield from _results(orders)
    yield from _clocks(orders)
    for order in orders.filter(status__in=OPEN).filter(~Exists(current.filter(status__in=RUNNING))):
        yield f"{order.number}: open, and its current milestone does not run"


@cache
def reachable() -> frozenset[State]:
    """Every pair of (order, current milestone) that the table can lead to."""
    found, todo = {START}, [START]
    while todo:
        state = todo.pop()
        for (origin, _), move in TABLE.items():
            if origin != state:
                continue
            for target in _targets(move.order, move.milestone):
                if target not in found:
                    found.add(target)
                    todo.append(target)
    return frozenset(found)


def _targets(order: OrderStatus | None, milestone: MilestoneStatus) -> Iterator[State]:
    if order is None:
        yield OrderStatus.COMPLETED, milestone
        yield OrderStatus.CANCELLED, milestone
    elif milestone == MilestoneStatus.ACCEPTED:
        yield OrderStatus.COMPLETED, milestone
        yield OrderStatus.ACTIVE, MilestoneStatus.AWAITING_PAYMENT
    else:
        yield order, milestone


def _pairs(orders: QuerySet[Order]) -> Iterator[str]:
    known = Q()
    for order, milestone in reachable():
        known |= Q(order__status=order, status=milestone)
    rows = OrderMilestone.objects.filter(order__in=orders, position=F("order__current")).select_related(
        "order"
    )
    for one in rows.exclude(known):
        yield f"{one.order.number}: no order can be {one.order.status} while its milestone is {one.status}"


def _positions(orders: QuerySet[Order]) -> Iterator[str]:
    """Before the current milestone all are accepted, after it none has begun; their number is the order's.

    What an amendment dropped lies aside of the rail, and never began.
    """
    every = OrderMilestone.objects.filter(order__in=orders).select_related("order")
    rows = every.filter(position__lte=ASIDE)
    for one in every.filter(position__gt=ASIDE).exclude(status=MilestoneStatus.DROPPED):
        yield f"{one.order.number}: a milestone that was taken off the rail is {one.status}"
    before = Q(position__lt=F("order__current")) & ~Q(status=MilestoneStatus.ACCEPTED)
    later = Q(position__gt=F("order__current"))
    began = later & (
        (Q(order__status__in=OPEN) & ~Q(status=MilestoneStatus.PLANNED))
        | (Q(order__status__in=ENDED) & ~Q(status=MilestoneStatus.DROPPED))
    )
    for one in rows.filter(before | began):
        yield f"{one.order.number}: milestone {one.position} is {one.status}, the current one is {one.order.current}"
    ended = rows.filter(order__status__in=ENDED, status__in=(*RUNNING, MilestoneStatus.PLANNED))
    for one in ended:
        yield f"{one.order.number}: ended, and milestone {one.position} is {one.status}"
    counted = orders.annotate(
        rows=Count("milestones", filter=Q(milestones__position__lte=ASIDE)),
        running=Count("milestones", filter=Q(milestones__status__in=RUNNING)),
    )
    for order in counted.filter(~Q(rows=F("milestone_count")) | Q(running__gt=1)):
        yield f"{order.number}: {order.rows} of {order.milestone_count} milestones, {order.running} running"


def _results(orders: QuerySet[Order]) -> Iterator[str]:
    earned = Exists(Settlement.objects.filter(milestone__order=OuterRef("pk"), released_minor__gt=0))
    for order in orders.filter(~earned, status=OrderStatus.COMPLETED):
        yield f"{order.number}: completed, and the seller never got money from it"
    for order in orders.filter(earned, status=OrderStatus.CANCELLED):
        yield f"{order.number}: cancelled, though the seller got money from it"


def _clocks(orders: QuerySet[Order]) -> Iterator[str]:
    """A deadline exists exactly where the clock has something to do; a delivery's is the milestone's own."""
    clocked = {order for order, milestone in reachable() if act_on_deadline((order, milestone)) is not None}
    for order in orders.filter(status__in=clocked, due_at__isnull=True):
        yield f"{order.number}: {order.status}, and no deadline is set"
    for order in orders.exclude(status__in=clocked).filter(due_at__isnull=False):
        yield f"{order.number}: {order.status}, and a deadline is set"
    delivered = OrderMilestone.objects.filter(
        order__in=orders, status=MilestoneStatus.DELIVERED
    ).select_related("order")
    asked = Exists(CancellationRequest.objects.filter(order=OuterRef("order"), closed_at__isnull=True))
    runs = delivered.filter(~asked, order__status=OrderStatus.ACTIVE)  # else audit.cancellations says
    for one in runs.exclude(deadline_at=F("order__due_at")):
        yield f"{one.order.number}: the delivery ends at {one.deadline_at}, the order's clock at {one.order.due_at}"
