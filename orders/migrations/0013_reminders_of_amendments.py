"""When whoever has to answer an amendment, or to pay for it, is reminded of that."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0012_staff_groups")]

    operations = [
        migrations.AddField("amendment", "remind_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddIndex(
            "amendment",
            models.Index(
                condition=models.Q(("closed_at__isnull", True), ("remind_at__isnull", False)),
                fields=["remind_at"],
                name="amendment_to_remind_of",
            ),
        ),
    ]
