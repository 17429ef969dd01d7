"""Orders that came of one another: which this one goes on from, and in which it goes on."""

from orders.models import Order, Resumption
from orders.queries.resumptions import Resuming


def links_of(order: Order, resuming: Resuming | None) -> list[tuple[str, str]]:
    """The orders that this one came from, and the one in which it goes on: words, and number. At most one statement."""
    came = {order.resumes_id: "It goes on from order", order.repeats_id: "Ordered again, as order"}
    known = [pk for pk in came if pk is not None]
    rows = Order.objects.filter(pk__in=known).values_list("pk", "number") if known else ()
    found = [(came[pk], number) for pk, number in rows]
    if resuming is not None and resuming.successor is not None:
        found.append(("It goes on as order", resuming.successor.number))
    return found


def successor_of(order: Order) -> Order | None:
    """The order in which this one goes on; one that was never paid counts too, while there is no later one."""
    agreed = Resumption.objects.filter(order_id=order.pk, successor__isnull=False).select_related("successor")
    last = agreed.order_by("-asked_at").first()
    return last.successor if last else None
