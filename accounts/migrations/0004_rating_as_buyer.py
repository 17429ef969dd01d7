"""Members are rated as buyers too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """``rating_sum`` and ``rating_count`` stay what buyers say of a seller; three questions each."""

    dependencies = [("accounts", "0003_mail_calendar")]

    operations = [
        migrations.RunSQL(
            "UPDATE accounts_user SET rating_sum = rating_sum * 3 WHERE rating_sum > 0",
            migrations.RunSQL.noop,
        ),
        migrations.AddField("user", "buyer_rating_sum", models.PositiveIntegerField(default=0, db_default=0)),
        migrations.AddField(
            "user", "buyer_rating_count", models.PositiveIntegerField(default=0, db_default=0)
        ),
    ]
