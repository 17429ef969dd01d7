"""When something is tried on an order, and how one sees that nothing at all was written."""

from datetime import datetime, timedelta

from django.apps import apps
from django.db import connection

from orders.models import Order
from tests.orders.proofs.places import PACE
from tests.orders.proofs.scene import Scene


def sides(scene: Scene, near: timedelta = timedelta(seconds=1)) -> dict[str, datetime]:
    """Early, and just before, at, and just after the deadline; only early where no clock runs."""
    due_at = scene.shown.order.due_at
    found = {"early": scene.at + PACE}
    if due_at is not None:
        found |= {"before": due_at - near, "at": due_at, "after": due_at + near}
    return found


def counts() -> tuple[object, ...]:
    """How many rows every table has."""
    tables = sorted({model._meta.db_table for model in apps.get_models()})
    parts = " UNION ALL ".join(f"SELECT {n}, count(*) FROM {table}" for n, table in enumerate(tables))
    with connection.cursor() as cursor:
        cursor.execute(f"{parts} ORDER BY 1")
        return tuple(cursor.fetchall())


def rows(scene: Scene) -> tuple[object, ...]:
    """The order and its milestones, column by column."""
    order = Order.objects.filter(pk=scene.order_id).values_list()
    return tuple(order), tuple(scene.order.milestones.order_by("position").values_list())
