"""Offers by the month: how many months, and what a month is."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """A new order type."""

    dependencies = [
        ("offers", "0004_inbox_search"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="offer",
            name="offer_kind_is_known",
        ),
        migrations.AddField(
            model_name="offer",
            name="months",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="offer",
            name="period",
            field=models.CharField(blank=True, max_length=8),
        ),
        migrations.AlterField(
            model_name="offer",
            name="kind",
            field=models.CharField(
                choices=[
                    ("single", "Single payment"),
                    ("subscription", "Subscription"),
                    ("milestones", "Milestones"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["single", "subscription", "milestones"])),
                name="offer_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", "subscription"),
                    models.Q(("months__isnull", True), ("period", "")),
                    _connector="OR",
                ),
                name="only_a_subscription_has_months",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "subscription"), _negated=True),
                    ("state", "draft"),
                    models.Q(
                        ("months__gte", 2),
                        ("months__isnull", False),
                        ("months__lte", 12),
                        models.Q(("period", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_sent_subscription_says_its_months",
            ),
        ),
    ]
