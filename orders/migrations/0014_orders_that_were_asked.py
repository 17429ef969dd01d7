"""Orders know whether a cancellation or other terms were ever asked for."""

from typing import Any

from django.db import migrations, models
from django.db.models import Exists, OuterRef


def remember(apps: Any, _: Any) -> None:
    """Those of which something was asked before."""
    for name in ("CancellationRequest", "Amendment"):
        asks = apps.get_model("orders", name).objects.filter(order=OuterRef("pk"))
        apps.get_model("orders", "Order").objects.filter(Exists(asks)).update(asked=True)


class Migration(migrations.Migration):
    dependencies = [("orders", "0013_reminders_of_amendments")]

    operations = [
        migrations.AddField("order", "asked", models.BooleanField(default=False)),
        migrations.RunPython(remember, migrations.RunPython.noop),
    ]
