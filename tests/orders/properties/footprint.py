"""All that an order owns, counted in one statement: what is refused must leave it as it was."""

from functools import cache

from django.db import connection

from tests.orders.proofs.measures import rows
from tests.orders.proofs.scene import Scene
from tests.orders.races.herd import tables


def footprint(scene: Scene) -> tuple[object, ...]:
    """How many rows of each table belong to the order, how many clicks to its people, and the order itself."""
    statement, times = _counts()
    subject = scene.order_id if connection.vendor == "postgresql" else scene.order_id.hex
    people = [scene.people["buyer"].pk, scene.people["seller"].pk]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*[subject] * times, *people])
        counts = tuple(cursor.fetchall())
    return counts, rows(scene)


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
