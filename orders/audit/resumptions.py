"""Orders that go on in another one, those that were ordered again, and reminders."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from orders.models import Order, Resumption
from orders.states import RESUMABLE, Act, Kind, OrderStatus

_SAME = ("buyer_id", "seller_id", "gig_id", "kind", "commission_bp", "fee_bp")


def broken(orders: QuerySet[Order]) -> Iterator[str]:
    """Four statements."""
    yield from _requests(orders)
    yield from _successors(orders)
    yield from _repeats(orders)
    quiet = Q(remind_at__isnull=False) & (Q(due_at__isnull=True) | Q(status=OrderStatus.DISPUTED))
    for order in orders.filter(quiet):
        yield f"{order.number}: {order.status}, and somebody is to be reminded of nothing"


def _requests(orders: QuerySet[Order]) -> Iterator[str]:
    """Only what ended early is resumed, and whatever was agreed leads to an order that says so."""
    rows = Resumption.objects.filter(order__in=orders).select_related("order", "successor")
    early = Q(order__status=OrderStatus.COMPLETED, order__reason__in=RESUMABLE)
    for one in rows.exclude(early & ~Q(order__kind=Kind.SUBSCRIPTION)):
        yield f"{one.order.number}: somebody asked to resume it, and it is {one.order.status} {one.order.reason}"
    for one in rows.filter(outcome=Act.AGREE_RESUME).exclude(successor__resumes_id=F("order_id")):
        yield f"{one.order.number}: resumed as an order that does not say so"


def _successors(orders: QuerySet[Order]) -> Iterator[str]:
    """An order that goes on from another was agreed, between the same two, on the same terms."""
    agreed = Exists(Resumption.objects.filter(successor_id=OuterRef("pk"), order_id=OuterRef("resumes_id")))
    for order in orders.filter(resumes__isnull=False).select_related("resumes").annotate(agreed=agreed):
        old = order.resumes
        differs = [name for name in _SAME if getattr(order, name) != getattr(old, name)]
        if old is not None and (differs or not order.agreed):
            fault = f"with another {', '.join(differs)}" if differs else "and nobody agreed"
            yield f"{order.number}: goes on from {old.number}, {fault}"


def _repeats(orders: QuerySet[Order]) -> Iterator[str]:
    """The same again is between the same two."""
    again = orders.filter(repeats__isnull=False)
    same = Q(buyer_id=F("repeats__buyer_id"), seller_id=F("repeats__seller_id"), gig_id=F("repeats__gig_id"))
    for order in again.exclude(same):
        yield f"{order.number}: ordered again, but not by the same two"
