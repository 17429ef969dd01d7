"""Subscriptions, and the months that are orders of their own."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Nothing of the append-only tables is rebuilt."""

    dependencies = [
        ("offers", "0005_subscriptions"),
        ("orders", "0009_reviews"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Subscription",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("title", models.CharField(max_length=160)),
                (
                    "status",
                    models.CharField(
                        choices=[("active", "Active"), ("cancelled", "Cancelled"), ("ended", "Ended")],
                        max_length=12,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("all_paid", "all months were ordered and paid"),
                            ("not_paid", "a month was not paid in time"),
                            ("no_requirements", "the requirements were not answered in time"),
                            ("abandoned", "nothing was delivered"),
                            ("suspended", "one of the accounts cannot begin anything new"),
                            ("gig_denied", "the gig was taken down"),
                            ("apart", "the two members are not on terms any more"),
                        ],
                        max_length=24,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("months", models.PositiveSmallIntegerField()),
                ("made", models.PositiveSmallIntegerField(default=1)),
                ("amount_minor", models.PositiveBigIntegerField()),
                ("fee_minor", models.PositiveBigIntegerField()),
                ("days", models.PositiveSmallIntegerField()),
                ("revisions", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("zoom", models.BooleanField(default=False)),
                ("commission_bp", models.PositiveIntegerField()),
                ("fee_bp", models.PositiveIntegerField()),
                ("windows", models.JSONField()),
                ("period", models.CharField(max_length=8)),
                ("questions", models.JSONField(blank=True, default=list)),
                ("consent_text", models.TextField()),
                ("consent_at", models.DateTimeField()),
                ("placed_at", models.DateTimeField()),
                ("anchor_at", models.DateTimeField(blank=True, null=True)),
                ("next_at", models.DateTimeField(blank=True, null=True)),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "cancelled_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("buyer", "Buyer"),
                            ("seller", "Seller"),
                            ("staff", "Staff"),
                            ("system", "Milepost"),
                        ],
                        max_length=8,
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.AddField(
            model_name="order",
            name="month",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="subscription",
            name="buyer",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="subscription",
            name="card",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="orders.savedcard",
            ),
        ),
        migrations.AddField(
            model_name="subscription",
            name="conversation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="subscriptions",
                to="offers.conversation",
            ),
        ),
        migrations.AddField(
            model_name="subscription",
            name="gig",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="gigs.gig"
            ),
        ),
        migrations.AddField(
            model_name="subscription",
            name="offer",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="subscription", to="offers.offer"
            ),
        ),
        migrations.AddField(
            model_name="subscription",
            name="seller",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="order",
            name="subscription",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="orders",
                to="orders.subscription",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.UniqueConstraint(
                condition=models.Q(("subscription__isnull", False)),
                fields=("subscription", "month"),
                name="one_order_for_each_month_of_a_subscription",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind", "subscription"),
                        ("milestone_count", 1),
                        ("month__gte", 1),
                        ("month__isnull", False),
                        ("subscription__isnull", False),
                    ),
                    models.Q(
                        models.Q(("kind", "subscription"), _negated=True),
                        ("month__isnull", True),
                        ("subscription__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="the_order_of_a_subscription_says_its_month",
            ),
        ),
        migrations.AddIndex(
            model_name="subscription",
            index=models.Index(
                condition=models.Q(("due_at__isnull", False)), fields=["due_at"], name="subscription_due"
            ),
        ),
        migrations.AddIndex(
            model_name="subscription",
            index=models.Index(fields=["buyer", "-placed_at"], name="subscription_of_buyer"),
        ),
        migrations.AddIndex(
            model_name="subscription",
            index=models.Index(fields=["seller", "-placed_at"], name="subscription_of_seller"),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
                condition=models.Q(("buyer", models.F("seller")), _negated=True),
                name="nobody_subscribes_to_themselves",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
                condition=models.Q(("months__gte", 2), ("months__lte", 12)),
                name="a_subscription_lasts_2_to_12_months",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
                condition=models.Q(("made__gte", 1), ("made__lte", models.F("months"))),
                name="no_more_months_are_ordered_than_agreed",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_minor__gt", 0)), name="a_month_costs_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
                condition=models.Q(("consent_text", ""), _negated=True), name="somebody_agreed_to_the_charges"
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("due_at__isnull", True), ("next_at__isnull", True)),
                    models.Q(
                        ("anchor_at__isnull", False),
                        ("due_at__isnull", False),
                        ("made__lt", models.F("months")),
                        ("next_at__isnull", False),
                        ("status", "active"),
                    ),
                    _connector="OR",
                ),
                name="only_an_active_subscription_with_months_left_is_on_the_clock",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("cancelled_at__isnull", False),
                        ("status", "cancelled"),
                        models.Q(("cancelled_by", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("status", "cancelled"), _negated=True),
                        ("cancelled_at__isnull", True),
                        ("cancelled_by", ""),
                    ),
                    _connector="OR",
                ),
                name="a_cancelled_subscription_says_when_and_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ended_at__isnull", False),
                        ("status", "ended"),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("status", "ended"), _negated=True),
                        ("ended_at__isnull", True),
                        ("reason", ""),
                    ),
                    _connector="OR",
                ),
                name="an_ended_subscription_says_when_and_why",
            ),
        ),
    ]
