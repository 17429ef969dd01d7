"""A mail may bring a calendar file."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Empty for every mail so far."""

    dependencies = [("accounts", "0002_last_delivery")]
    operations = [
        migrations.AddField(
            "mail", "calendar", models.TextField(blank=True, default=""), preserve_default=False
        )
    ]
