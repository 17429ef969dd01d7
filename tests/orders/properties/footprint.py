"""All that an order owns: what is refused must leave it as it was."""

from functools import cache
from uuid import UUID

from django.db import connection

from orders.models import Amendment, Call, CancellationRequest, Order, OrderMilestone, Resumption, Review
from tests.orders.proofs.scene import Scene
from tests.orders.races.herd import tables

WHOLE = (OrderMilestone, Amendment, Call, CancellationRequest, Resumption, Review)
"""What is written over as an order moves; of everything else rows are added, and counted."""
_SUBSCRIPTION = "SELECT subscription_id FROM orders_order WHERE id = %s"


def footprint(scene: Scene) -> tuple[object, ...]:
    """How many rows of each table belong to the order, how many clicks to its people, and what can be written over."""
    statement, times = _counts()
    subject = stored(scene.order_id)
    people = [scene.people["buyer"].pk, scene.people["seller"].pk]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*[subject] * times, *people])
        found = [cursor.fetchall()]
        for one in _wholes():
            cursor.execute(one, [subject])
            found.append(cursor.fetchall())
    return tuple(map(tuple, found))


def everything(order_id: UUID) -> tuple[object, ...]:
    """Every row of the order in every table: while it is the same, the audit has nothing new to look at."""
    subject, found = stored(order_id), []
    with connection.cursor() as cursor:
        for one in tables():
            link = one.link.replace("b.order_id", "%s")
            cursor.execute(
                f"SELECT * FROM {one.table} s WHERE {link} ORDER BY 1", [subject] * link.count("%s")
            )
            found.append(tuple(cursor.fetchall()))
        cursor.execute(f"SELECT * FROM orders_subscription WHERE id IN ({_SUBSCRIPTION})", [subject])
        found.append(tuple(cursor.fetchall()))
    return tuple(found)


def stored(order_id: UUID) -> UUID | str:
    """The id as the engine keeps it."""
    return order_id if connection.vendor == "postgresql" else order_id.hex


@cache
def _counts() -> tuple[str, int]:
    parts = [
        f"SELECT {n}, count(*) FROM {one.table} s WHERE {one.link.replace('b.order_id', '%s')}"
        for n, one in enumerate(tables())
        if one.table != "orders_demopayment"
    ]
    times = sum(part.count("%s") for part in parts)
    clicks = "SELECT 999, count(*) FROM shared_command WHERE actor_id IN (%s, %s)"
    return " UNION ALL ".join([*parts, clicks]) + " ORDER BY 1", times


@cache
def _wholes() -> tuple[str, ...]:
    return (
        f"SELECT * FROM {Order._meta.db_table} WHERE id = %s",
        f"SELECT * FROM orders_subscription WHERE id IN ({_SUBSCRIPTION})",
        *(f"SELECT * FROM {model._meta.db_table} WHERE order_id = %s ORDER BY id" for model in WHOLE),
    )
