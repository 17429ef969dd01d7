"""Why staff cancelled a subscription, and which card its owner wants to be offered first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column each."""

    dependencies = [("orders", "0016_goodwill")]

    operations = [
        migrations.AddField(
            "subscription", "cancelled_why", models.TextField(blank=True, db_default="", default="")
        ),
        migrations.AddField("savedcard", "preferred_at", models.DateTimeField(blank=True, null=True)),
    ]
