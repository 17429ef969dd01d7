"""A delivery holds several links, one on each line, and its milestone's substeps as they stood."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """What is there already is a single line."""

    dependencies = [("orders", "0020_one_running_milestone")]

    operations = [
        migrations.AlterField("delivery", "link", models.TextField(blank=True)),
        migrations.AddField("delivery", "substeps", models.JSONField(blank=True, default=list)),
    ]
