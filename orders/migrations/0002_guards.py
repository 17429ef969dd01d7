"""Ledger and history of orders are append-only, by the database itself."""

from django.db import migrations

from orders.ledger.guards import append_only


class Migration(migrations.Migration):
    """Triggers; see orders/ledger/guards.py."""

    dependencies = [("orders", "0001_initial")]
    operations = [append_only("orders_entry"), append_only("orders_event")]
