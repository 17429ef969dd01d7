"""Amendments: changes of an order's terms that one side proposes and the other answers."""

import uuid

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

OUTCOMES = [
    ("in_force", "In force"),
    ("refused", "Refused"),
    ("withdrawn", "Withdrawn"),
    ("lapsed", "Lapsed"),
    ("closed", "Closed, because the order moved on"),
]


def _of(model: str) -> models.ForeignKey:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="amendments", to=f"orders.{model}"
    )


class Migration(migrations.Migration):
    """One table."""

    dependencies = [("orders", "0004_cancellation_requests")]

    operations = [
        migrations.CreateModel(
            name="Amendment",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("role", models.CharField(max_length=8)),
                ("version", models.PositiveIntegerField()),
                ("note", models.TextField(blank=True)),
                ("before", models.JSONField(default=list)),
                ("changes", models.JSONField()),
                ("difference_minor", models.BigIntegerField(default=0)),
                ("fee_minor", models.BigIntegerField(default=0)),
                ("payment_trouble", models.CharField(blank=True, max_length=200)),
                ("opened_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("sweep_after", models.DateTimeField(blank=True, null=True)),
                ("agreed_at", models.DateTimeField(blank=True, null=True)),
                ("in_force_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("outcome", models.CharField(blank=True, choices=OUTCOMES, max_length=12)),
                ("milestone", _of("ordermilestone")),
                ("order", _of("order")),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=Q(("due_at__isnull", False)), fields=["due_at"], name="amendment_due"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(("closed_at__isnull", True)),
                        fields=("order",),
                        name="one_open_amendment_per_order",
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            Q(
                                ("closed_at__isnull", True),
                                ("due_at__isnull", False),
                                ("in_force_at__isnull", True),
                                ("outcome", ""),
                            ),
                            Q(
                                ("closed_at__isnull", False),
                                ("due_at__isnull", True),
                                Q(("outcome", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_closed_amendment_says_what_became_of_it",
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            Q(
                                ("agreed_at__isnull", False),
                                ("in_force_at__isnull", False),
                                ("outcome", "in_force"),
                            ),
                            Q(
                                ("in_force_at__isnull", True),
                                Q(("outcome", "in_force"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_amendment_is_in_force_from_when_it_says",
                    ),
                ],
            },
        ),
    ]
