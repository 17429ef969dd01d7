"""Calls for tests, made by the operations."""

from datetime import datetime, timedelta
from typing import Any

from accounts.models import User
from config.shared import clock
from orders.models import Call, Order
from orders.operations import call_answers
from orders.operations.calling import move_call, propose_call
from orders.operations.meeting import Meeting
from tests.factories.orders import fresh, press

LINK = "https://zoom.us/j/123"


def meeting(starts_at: datetime | None = None, **more: Any) -> Meeting:
    """Half an hour, two days from now."""
    at = (starts_at or clock.now() + timedelta(days=2)).replace(second=0, microsecond=0)
    return Meeting(at, more.pop("minutes", 30), more.pop("link", LINK), more.pop("note", ""), **more)


def zoomed(order: Order, *positions: int) -> Order:
    """The order, its milestones (all, or these) including Zoom: a test's own stroke, as terms are frozen."""
    rows = order.milestones.filter(position__in=positions) if positions else order.milestones.all()
    rows.update(zoom=True)
    return fresh(order.pk)


def proposed(
    order: Order, by: User, starts_at: datetime | None = None, *, position: int | None = None, **more: Any
) -> Call:
    """A call for the current milestone, not answered yet."""
    milestone = order.milestones.get(position=position or fresh(order.pk).current)
    known = set(order.calls.values_list("pk", flat=True))
    propose_call(
        order_id=order.pk,
        milestone_id=milestone.pk,
        meeting=meeting(starts_at, **more),
        click=press(by, fresh(order.pk)),
    )
    return order.calls.exclude(pk__in=known).get()


def agreed(order: Order, by: User, starts_at: datetime | None = None, **more: Any) -> Call:
    """A call that the other side accepted."""
    call = proposed(order, by, starts_at, **more)
    return accepted(call, order.seller if by == order.buyer else order.buyer)


def accepted(call: Call, by: User) -> Call:
    """The call, accepted."""
    call_answers.accept_call(order_id=call.order_id, call_id=call.pk, click=press(by, fresh(call.order_id)))
    return stored(call)


def suggested(call: Call, by: User, starts_at: datetime, **more: Any) -> Call:
    """Another time for the call."""
    known = set(Call.objects.filter(order_id=call.order_id).values_list("pk", flat=True))
    move_call(
        order_id=call.order_id,
        call_id=call.pk,
        meeting=meeting(starts_at, **more),
        click=press(by, fresh(call.order_id)),
    )
    return Call.objects.filter(order_id=call.order_id).exclude(pk__in=known).get()


def stored(call: Call) -> Call:
    """As it is kept now."""
    return Call.objects.select_related("milestone", "order").get(pk=call.pk)
