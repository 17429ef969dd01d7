"""Dashboards and calendars ask for the open orders of one side by deadline.

Only those that run are in these indexes, so that they stay small however many have ended.
"""

from django.db import migrations, models
from django.db.models import Q

RUNS = Q(status__in=["active", "awaiting_payment", "awaiting_requirements", "disputed"])


class Migration(migrations.Migration):
    """One for each side."""

    dependencies = [("orders", "0014_orders_that_were_asked")]

    operations = [
        migrations.AddIndex(
            "order", models.Index(fields=["buyer", "due_at"], condition=RUNS, name="order_open_of_buyer")
        ),
        migrations.AddIndex(
            "order", models.Index(fields=["seller", "due_at"], condition=RUNS, name="order_open_of_seller")
        ),
    ]
