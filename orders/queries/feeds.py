"""What stands in a member's private calendar: every deadline of the open orders, and the calls that are agreed."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from orders.call_states import CallStatus
from orders.feed_addresses import hash_of, token_of
from orders.models import CalendarFeed, Call, Order
from orders.queries.calendar_entries import Entry, entry_of_call
from orders.queries.calendars import feed_of
from orders.queries.case import Case
from orders.queries.cases import cases_of
from orders.queries.turns import turn_of
from orders.states import OPEN, Role

ORDERS_MAX = 500
KEPT = timedelta(days=30)
"""How long a call that was held stays in the calendar."""
SHOWN_FOR = timedelta(minutes=30)
"""A deadline is drawn as the half hour before it."""


def address_of(user_id: int) -> str | None:
    """The path of the member's calendar; None when it is off, empty when the site's key is another one since."""
    feed = CalendarFeed.objects.filter(pk=user_id).first()
    if feed is None:
        return None
    token = token_of(user_id, feed.salt)
    return f"/calendar/{token}.ics" if hash_of(token) == feed.token_hash else ""


def member_of_feed(token: str) -> User | None:
    """Whose calendar it is; nobody's when the address is wrong, or its member suspended."""
    feed = CalendarFeed.objects.select_related("user").filter(token_hash=hash_of(token)).first()
    return feed.user if feed is not None and feed.user.in_good_standing else None


def calendar_of(user: User, at: datetime) -> bytes:
    """The whole calendar, in a number of statements that does not grow with the orders."""
    shown = Order.objects.select_related("buyer", "seller", "gig")
    rows = list(shown.filter(pk__in=_open(buyer=user)).union(shown.filter(pk__in=_open(seller=user))))
    with timezone.override(user.zone):
        entries = [*_deadlines(rows, user, at), *_calls(rows, user, at)]
    return feed_of(entries, "Milepost")


def _open(**side: User) -> QuerySet[Order, Any]:
    """The open orders of one side with the nearest deadlines; each side has an index of its own."""
    return Order.objects.filter(status__in=OPEN, **side).order_by("due_at").values("pk")[:ORDERS_MAX]


def _deadlines(orders: list[Order], user: User, at: datetime) -> Iterator[Entry]:
    for role, person in ((Role.BUYER, "buyer_id"), (Role.SELLER, "seller_id")):
        own = [order for order in orders if getattr(order, person) == user.pk]
        for case in cases_of(own, role, at) if own else ():
            yield from _deadline(case)


def _deadline(case: Case) -> Iterable[Entry]:
    """Until when somebody acts, and who; one for each order, which moves along with it."""
    turn, order = turn_of(case), case.order
    if turn is None or turn.deadline is None:
        return
    yield Entry(
        uid=f"order-{order.pk}-{case.role}@milepost",
        summary=turn.title,
        text=f"Order {order.number}: {order.title}",
        url=f"/orders/{order.number}/",
        starts_at=turn.deadline - SHOWN_FOR,
        ends_at=turn.deadline,
        changed_at=_changed_at(case),
        sequence=order.version,
    )


def _changed_at(case: Case) -> datetime:
    """The last time that its deadline can have moved."""
    milestone = case.milestone
    moments = (case.order.placed_at, milestone.started_at, milestone.delivered_at, milestone.accepted_at)
    return max(moment for moment in moments if moment is not None)


def _calls(orders: list[Order], user: User, at: datetime) -> Iterator[Entry]:
    calls = Call.objects.filter(order__in=orders, status=CallStatus.ACCEPTED, starts_at__gt=at - KEPT)
    by_id = {order.pk: order for order in orders}
    for call in calls.select_related("milestone") if orders else ():
        order = by_id[call.order_id]
        yield entry_of_call(call, order, Role.BUYER if order.buyer_id == user.pk else Role.SELLER)
