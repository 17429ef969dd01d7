"""When somebody is reminded of what an order waits for; orders that go on from an ended one, or repeat another."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

_OTHER_ORDER = {
    "blank": True,
    "null": True,
    "db_index": False,
    "on_delete": django.db.models.deletion.PROTECT,
    "related_name": "+",
    "to": "orders.order",
}


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0005_amendments"),
    ]

    operations = [
        migrations.AddField("order", "remind_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("order", "remind_from", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("order", "resumes", models.ForeignKey(**_OTHER_ORDER)),
        migrations.AddField("order", "repeats", models.ForeignKey(**_OTHER_ORDER)),
        migrations.AddIndex(
            "order",
            models.Index(
                condition=models.Q(("remind_at__isnull", False)),
                fields=["remind_at"],
                name="order_to_remind_of",
            ),
        ),
        migrations.AddConstraint(
            "order",
            models.UniqueConstraint(
                condition=models.Q(
                    ("resumes__isnull", False), models.Q(("reason", "not_paid"), _negated=True)
                ),
                fields=("resumes",),
                name="an_order_is_resumed_once",
            ),
        ),
        migrations.CreateModel(
            name="Resumption",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("asker_role", models.CharField(max_length=8)),
                ("text", models.TextField(blank=True)),
                ("asked_at", models.DateTimeField()),
                ("lapses_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("outcome", models.CharField(blank=True, max_length=32)),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resumptions",
                        to="orders.order",
                    ),
                ),
                ("successor", models.ForeignKey(**_OTHER_ORDER)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("due_at__isnull", False)),
                        fields=["due_at"],
                        name="resumption_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=("order",),
                        name="one_open_resumption_per_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("due_at__isnull", False), ("outcome", "")),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("due_at__isnull", True),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_closed_resumption_says_how_and_waits_for_nothing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "agree_resume"), ("successor__isnull", False)),
                            models.Q(
                                models.Q(("outcome", "agree_resume"), _negated=True),
                                ("successor__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="an_agreed_resumption_names_its_order",
                    ),
                ],
            },
        ),
    ]
