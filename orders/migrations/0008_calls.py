"""Calls, and private calendar addresses."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_last_delivery"),
        ("orders", "0007_dispute_cases"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="calendar_feed",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("salt", models.CharField(max_length=32)),
                ("token_hash", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("token_hash",), name="one_calendar_per_address")
                ],
            },
        ),
        migrations.CreateModel(
            name="Call",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "proposer_role",
                    models.CharField(choices=[("buyer", "Buyer"), ("seller", "Seller")], max_length=8),
                ),
                ("starts_at", models.DateTimeField()),
                ("minutes", models.PositiveSmallIntegerField()),
                ("link", models.CharField(max_length=500)),
                ("note", models.CharField(blank=True, max_length=500)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("accepted", "Agreed"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                            ("cancelled", "Cancelled"),
                            ("replaced", "Moved"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("word", models.CharField(blank=True, max_length=500)),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("sequence", models.PositiveSmallIntegerField(default=0)),
                ("proposed_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("remind_at", models.DateTimeField(blank=True, null=True)),
                (
                    "milestone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="orders.ordermilestone",
                    ),
                ),
                (
                    "moves",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moved_by",
                        to="orders.call",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="orders.order",
                    ),
                ),
            ],
            options={
                "ordering": ("starts_at",),
                "indexes": [
                    models.Index(fields=["order", "starts_at"], name="call_of_order"),
                    models.Index(
                        condition=models.Q(("remind_at__isnull", False)),
                        fields=["remind_at"],
                        name="call_to_remind",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["accepted", "proposed"])),
                        fields=("milestone", "starts_at", "status"),
                        name="one_open_call_of_a_milestone_at_a_time",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "proposed")),
                        fields=("moves",),
                        name="one_open_move_of_a_call",
                    ),
                    models.UniqueConstraint(fields=("uid", "sequence"), name="a_moved_call_counts_on"),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__in", (15, 30, 45, 60, 90))),
                        name="a_call_has_a_usual_length",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("link__startswith", "https://")), name="a_call_has_a_safe_link"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("moves", models.F("id")), _negated=True),
                        name="no_call_moves_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("remind_at__isnull", True), ("status", "accepted"), _connector="OR"
                        ),
                        name="only_agreed_calls_are_reminded_of",
                    ),
                ],
            },
        ),
    ]
