"""Reviews: what both sides say of each other when an order is completed."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

_PUBLIC = Q(published_at__isnull=False, hidden_at__isnull=True)
_ENOUGH = Q(GreaterThanOrEqual(Length("text"), 20), LessThanOrEqual(Length("text"), 1_000))


def _key(to: str) -> models.ForeignKey:
    """A key that other indexes find."""
    return models.ForeignKey(
        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=to
    )


CONSTRAINTS = [
    models.UniqueConstraint(fields=("order", "role"), name="one_review_per_order_and_side"),
    models.CheckConstraint(
        name="stars_are_one_to_five",
        condition=Q(first__range=(1, 5), second__range=(1, 5), third__range=(1, 5)),
    ),
    models.CheckConstraint(name="stars_add_up", condition=Q(total=F("first") + F("second") + F("third"))),
    models.CheckConstraint(name="nobody_reviews_themselves", condition=~Q(author=F("subject"))),
    models.CheckConstraint(name="a_review_says_nothing_or_enough", condition=Q(text="") | _ENOUGH),
    models.CheckConstraint(
        name="only_a_published_review_is_answered_or_hidden",
        condition=Q(published_at__isnull=False) | Q(replied_at__isnull=True, hidden_at__isnull=True),
    ),
    models.CheckConstraint(
        name="a_reply_has_its_words_and_moment",
        condition=Q(reply="", replied_at__isnull=True) | (~Q(reply="") & Q(replied_at__isnull=False)),
    ),
]
INDEXES = [
    models.Index(fields=["due_at"], condition=Q(published_at__isnull=True), name="review_due"),
    models.Index(
        fields=["gig", "-published_at", "-id"], condition=_PUBLIC & Q(role="buyer"), name="review_of_gig"
    ),
    models.Index(
        fields=["subject", "role", "-published_at", "-id"], condition=_PUBLIC, name="review_of_member"
    ),
]


class Migration(migrations.Migration):
    """A new table only."""

    dependencies = [
        ("orders", "0008_calls"),
        ("gigs", "0008_ratings_by_three_questions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "role",
                    models.CharField(choices=[("buyer", "Buyer"), ("seller", "Seller")], max_length=8),
                ),
                ("first", models.PositiveSmallIntegerField()),
                ("second", models.PositiveSmallIntegerField()),
                ("third", models.PositiveSmallIntegerField()),
                ("total", models.PositiveSmallIntegerField()),
                ("text", models.TextField(blank=True)),
                ("private_note", models.TextField(blank=True, verbose_name="private note to staff")),
                ("written_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField(blank=True, null=True)),
                ("due_at", models.DateTimeField()),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("reply", models.TextField(blank=True)),
                ("replied_at", models.DateTimeField(blank=True, null=True)),
                ("hidden_at", models.DateTimeField(blank=True, null=True)),
                ("hidden_reason", models.TextField(blank=True)),
                ("author", _key(settings.AUTH_USER_MODEL)),
                ("gig", _key("gigs.gig")),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="orders.order",
                    ),
                ),
                ("subject", _key(settings.AUTH_USER_MODEL)),
            ],
            options={"ordering": ("-written_at",)},
        ),
        *[migrations.AddIndex("review", index) for index in INDEXES],
        *[migrations.AddConstraint("review", constraint) for constraint in CONSTRAINTS],
    ]
