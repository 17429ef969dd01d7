"""What staff give back of a settled milestone, and an account for what Milepost gives of its own.

SQLite rebuilds the ledger for its new kind of account, so its guards are put back at the end.
"""

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
    ("goodwill", "Given by Milepost out of goodwill"),
]
NAMES = [name for name, _ in KINDS]


def row(to: str) -> models.ForeignKey:
    """Another row that is kept as long as this one."""
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=to)


class Migration(migrations.Migration):
    """Rows, sums beside each settlement, a kind of account."""

    dependencies = [
        ("orders", "0015_open_orders_by_deadline"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *(
            migrations.AddField("settlement", name, models.PositiveBigIntegerField(db_default=0, default=0))
            for name in ("given_minor", "given_fee_minor", "taken_back_minor")
        ),
        migrations.AddConstraint(
            "settlement",
            models.CheckConstraint(
                condition=models.Q(("given_minor__lte", models.F("released_minor"))),
                name="no_more_is_given_back_than_was_released",
            ),
        ),
        migrations.AddConstraint(
            "settlement",
            models.CheckConstraint(
                condition=models.Q(("taken_back_minor__lte", models.F("to_seller_minor"))),
                name="no_more_is_taken_back_than_the_seller_got",
            ),
        ),
        migrations.CreateModel(
            name="GoodwillRefund",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "bearer",
                    models.CharField(
                        choices=[("seller", "The seller"), ("milepost", "Milepost")], max_length=8
                    ),
                ),
                ("amount_minor", models.PositiveBigIntegerField()),
                ("commission_minor", models.PositiveBigIntegerField()),
                ("fee_minor", models.PositiveBigIntegerField()),
                ("reason", models.TextField()),
                ("actor", row(settings.AUTH_USER_MODEL)),
                ("event", models.UUIDField()),
                ("at", models.DateTimeField()),
                (
                    "settlement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="goodwill",
                        to="orders.settlement",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("settlement", "number"), name="goodwill_refunds_are_numbered"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gt", 0)), name="goodwill_gives_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("commission_minor__lte", models.F("amount_minor"))),
                        name="goodwill_gives_up_no_more_commission_than_it_gives",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="goodwill_has_a_reason"
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
