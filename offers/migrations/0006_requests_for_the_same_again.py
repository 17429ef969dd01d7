"""A request for an offer may carry the terms of a finished order that its buyer wants again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("offers", "0005_subscriptions")]

    operations = [
        migrations.AddField("offerrequest", "terms", models.JSONField(blank=True, default=dict)),
    ]
