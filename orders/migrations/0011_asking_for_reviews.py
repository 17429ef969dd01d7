"""When the sides of a completed order are asked once more to review each other."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A new table only."""

    dependencies = [("orders", "0010_subscriptions")]

    operations = [
        migrations.CreateModel(
            name="ReviewAsk",
            fields=[
                (
                    "order",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="orders.order",
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(asked_at__isnull=True), fields=["due_at"], name="review_ask_due"
                    )
                ],
            },
        ),
    ]
