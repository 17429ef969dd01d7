"""Cancellation by agreement. What an event, a kind and a reason can be is asked for by name from now on."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import orders.models.event
import orders.models.order


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0003_fewer_indexes"),
    ]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="act",
            field=models.CharField(choices=orders.models.event.acts, max_length=32),
        ),
        migrations.AlterField(
            model_name="order",
            name="kind",
            field=models.CharField(choices=orders.models.order.kinds, max_length=12),
        ),
        migrations.AlterField(
            model_name="order",
            name="reason",
            field=models.CharField(blank=True, choices=orders.models.order.reasons, max_length=24),
        ),
        migrations.CreateModel(
            name="CancellationRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("requester_role", models.CharField(max_length=8)),
                ("delivery_round", models.PositiveSmallIntegerField()),
                ("amount_minor", models.PositiveBigIntegerField()),
                ("released_minor", models.PositiveBigIntegerField()),
                ("reason", models.TextField()),
                ("opened_at", models.DateTimeField()),
                ("answer_by", models.DateTimeField()),
                ("left_s", models.PositiveIntegerField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("outcome", models.CharField(blank=True, max_length=32)),
                ("answer_text", models.TextField(blank=True)),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cancellation_requests",
                        to="orders.order",
                    ),
                ),
            ],
            options={
                "ordering": ("-opened_at",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=("order",),
                        name="one_open_cancellation_request_per_order",
                    ),
                    models.UniqueConstraint(
                        fields=("order", "position", "requester_role", "delivery_round"),
                        name="one_cancellation_request_per_person_and_delivery",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("released_minor__lte", models.F("amount_minor"))),
                        name="a_cancellation_gives_the_seller_at_most_the_amount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("outcome", "")),
                            models.Q(("closed_at__isnull", False), models.Q(("outcome", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_closed_cancellation_request_says_how_it_ended",
                    ),
                ],
            },
        ),
    ]
