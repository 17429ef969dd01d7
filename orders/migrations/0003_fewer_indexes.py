"""Indexes that others cover are not kept twice: each one made every acceptance and every closing slower.

SQLite rebuilds the tables, so the guards of the append-only ones are put back at the end.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import orders.models.order
from orders.ledger.guards import append_only


def _member(name: str) -> models.ForeignKey:
    """A key to a member without an index of its own."""
    return models.ForeignKey(
        db_index=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name=name,
        to=settings.AUTH_USER_MODEL,
    )


def _order(name: str) -> models.ForeignKey:
    """A key to an order without an index of its own."""
    return models.ForeignKey(
        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name=name, to="orders.order"
    )


class Migration(migrations.Migration):
    """Twice on the first column, or for LIKE, which nobody asks."""

    dependencies = [("orders", "0002_guards")]

    operations = [
        migrations.AlterField("order", "buyer", _member("orders_bought")),
        migrations.AlterField("order", "seller", _member("orders_sold")),
        migrations.AlterField("ordermilestone", "order", _order("milestones")),
        migrations.AlterField("event", "order", _order("events")),
        migrations.AlterField(
            "order", "number", models.CharField(default=orders.models.order.new_number, max_length=20)
        ),
        migrations.AddConstraint(
            "order", models.UniqueConstraint(fields=("number",), name="an_order_number_is_used_once")
        ),
        migrations.AlterField("entry", "key", models.CharField(max_length=120)),
        migrations.AddConstraint(
            "entry", models.UniqueConstraint(fields=("key",), name="orders_entry_key_is_unique")
        ),
        append_only("orders_entry"),
        append_only("orders_event"),
    ]
