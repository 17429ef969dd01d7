import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import config.shared.clock


class Migration(migrations.Migration):
    dependencies = [
        ("gigs", "0003_templates_and_own_split"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="gig",
            index=models.Index(
                condition=models.Q(("state", "active")),
                fields=["subcategory", "from_minor", "id"],
                name="gig_of_trade_by_price",
            ),
        ),
        migrations.CreateModel(
            name="Favourite",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(default=config.shared.clock.now)),
                (
                    "gig",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="favourites", to="gigs.gig"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="favourites",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["user", "gig"], name="one_favourite_per_member_and_gig")
                ],
                "indexes": [models.Index(fields=["user", "-id"], name="favourite_newest")],
            },
        ),
        migrations.CreateModel(
            name="GigDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("views", models.PositiveIntegerField(default=0)),
                ("checkouts", models.PositiveIntegerField(default=0)),
                ("orders", models.PositiveIntegerField(default=0)),
                (
                    "gig",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="by_day", to="gigs.gig"
                    ),
                ),
            ],
            options={
                "verbose_name": "figures of a day",
                "verbose_name_plural": "figures by day",
                "constraints": [
                    models.UniqueConstraint(fields=["gig", "day"], name="one_row_per_gig_and_day")
                ],
            },
        ),
    ]
