"""The demo mailbox keeps a mail's calendar file."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Empty for every mail so far."""

    dependencies = [("accounts", "0004_rating_as_buyer")]
    operations = [
        migrations.AddField(
            "sentmail", "calendar", models.TextField(blank=True, default=""), preserve_default=False
        )
    ]
