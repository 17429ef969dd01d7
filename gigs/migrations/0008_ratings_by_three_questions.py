"""A review has three questions, so a rating's sum counts three marks of 1 to 5 each: exact, without a fraction."""

from django.db import migrations, models
from django.db.models import F, Q

MARK = (F("rating_sum") * 1_000 + 45_000) / (F("rating_count") * 3 + 15)


class Migration(migrations.Migration):
    """The generated mark cannot be altered: it goes and comes back."""

    dependencies = [("gigs", "0007_search")]

    operations = [
        migrations.RemoveIndex("gig", "gig_best_rated"),
        migrations.RemoveField("gig", "rating_mark"),
        migrations.RemoveConstraint("gig", "gig_rating_is_at_most_5"),
        migrations.RunSQL(
            "UPDATE gigs_gig SET rating_sum = rating_sum * 3 WHERE rating_sum > 0", migrations.RunSQL.noop
        ),
        migrations.AddConstraint(
            "gig",
            models.CheckConstraint(
                condition=Q(rating_sum__lte=F("rating_count") * 15), name="gig_rating_is_at_most_5"
            ),
        ),
        migrations.AddField(
            "gig",
            "rating_mark",
            models.GeneratedField(
                db_persist=True,
                expression=MARK,
                output_field=models.IntegerField(),
                help_text="Thousandths of a star, as if five reviewers had given 3: one kind review is no proof.",
            ),
        ),
        migrations.AddField("gig", "reviews_version", models.PositiveIntegerField(default=0, db_default=0)),
        migrations.AddIndex(
            "gig",
            models.Index(fields=["-rating_mark", "-id"], condition=Q(state="active"), name="gig_best_rated"),
        ),
    ]
