"""What both sides say in a dispute, with files; refunds that the provider refuses; money paid by hand.

SQLite rebuilds the ledger for its new kind of account, so its guards are put back at the end.
"""

import uuid
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from orders.ledger.guards import append_only

KINDS = [
    ("provider", "Money at the payment provider"),
    ("held", "Held for a milestone"),
    ("pending", "Seller, clearing"),
    ("available", "Seller, available"),
    ("commission", "Commission"),
    ("fees", "Service fees"),
    ("refunding", "Owed back to a buyer"),
    ("payouts", "Paid out to a seller"),
    ("by_hand", "Paid by hand, outside the provider"),
]
NAMES = [name for name, _ in KINDS]
ROLES = [("buyer", "Buyer"), ("seller", "Seller"), ("staff", "Staff"), ("system", "Milepost")]


def keep_what_was_said(apps: Any, schema_editor: Any) -> None:
    """What a dispute was opened with becomes its first statement."""
    del schema_editor
    dispute, statement = apps.get_model("orders", "Dispute"), apps.get_model("orders", "Statement")
    statement.objects.bulk_create(
        statement(dispute=one, role=one.opener_role, text=one.statement, at=one.opened_at)
        for one in dispute.objects.iterator()
    )


def say_it_again(apps: Any, schema_editor: Any) -> None:
    """Back: the first statement is what a dispute was opened with."""
    del schema_editor
    for one in apps.get_model("orders", "Dispute").objects.prefetch_related("statements"):
        first = min(one.statements.all(), key=lambda said: said.at, default=None)
        one.statement = first.text if first else ""
        one.save(update_fields=["statement"])


def key() -> models.UUIDField:
    """The key of a row."""
    return models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)


class Migration(migrations.Migration):
    """Statements, acts on refunds, a kind of account, and the right to divide money."""

    dependencies = [
        ("orders", "0006_reminders_and_resumptions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("id", key()),
                ("role", models.CharField(choices=ROLES, max_length=8)),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "dispute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="orders.dispute",
                    ),
                ),
            ],
            options={"ordering": ("at",)},
        ),
        migrations.CreateModel(
            name="StatementFile",
            fields=[
                ("id", key()),
                ("stored", models.FileField(max_length=200, upload_to="disputes/")),
                ("name", models.CharField(max_length=140)),
                ("size", models.PositiveBigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="orders.statement",
                    ),
                ),
            ],
        ),
        migrations.AlterField("dispute", "statement", models.TextField(default="")),
        migrations.RunPython(keep_what_was_said, say_it_again),
        migrations.RemoveField(model_name="dispute", name="statement"),
        migrations.AlterModelOptions(
            name="dispute",
            options={"permissions": (("split_dispute", "Can decide where the money of a dispute goes"),)},
        ),
        migrations.CreateModel(
            name="RefundAct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("retry", "Tried again"), ("by_hand", "Paid by hand")], max_length=8
                    ),
                ),
                ("reason", models.TextField()),
                ("reference", models.CharField(blank=True, max_length=120)),
                ("at", models.DateTimeField()),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "intent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="acts", to="orders.intent"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "by_hand")),
                        fields=("intent",),
                        name="a_refund_is_paid_by_hand_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="an_act_on_a_refund_has_a_reason",
                    ),
                ]
            },
        ),
        migrations.RemoveConstraint("entry", "ledger_entry_has_known_kinds_of_account"),
        migrations.AlterField("entry", "debit_kind", models.CharField(choices=KINDS, max_length=12)),
        migrations.AlterField("entry", "credit_kind", models.CharField(choices=KINDS, max_length=12)),
        migrations.AddConstraint(
            "entry",
            models.CheckConstraint(
                condition=models.Q(("credit_kind__in", NAMES), ("debit_kind__in", NAMES)),
                name="ledger_entry_has_known_kinds_of_account",
            ),
        ),
        append_only("orders_entry"),
    ]
