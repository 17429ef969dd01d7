"""A gig: a service with packages, as its seller describes it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from config.shared import clock
from gigs.models.catalogue import Subcategory
from gigs.querysets import GigQuerySet
from gigs.states import GigState


class Gig(models.Model):
    """One service of one seller.

    ``version`` moves with what a buyer pays for or sees as terms (packages, milestones, split, state),
    ``content_version`` with the words around it (title, description, FAQ, questions, pictures). ``from_minor`` and
    ``from_days`` repeat the Basic package and ``milestone_count`` the number of milestones, so that lists need no
    join; operations keep them. ``rating_sum`` adds up the stars of ``rating_count`` reviews, three questions each
    (``config.shared.ratings``); it and ``reviews_version``, which moves whenever a review of the gig does, are written
    by the reviews of orders.

    On PostgreSQL the table has one more column, ``search``: the words of the gig and of its trade, where its seller
    is and what the seller speaks. Triggers keep it (migration 0007), ``queries.searching`` alone reads it.
    """

    seller = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="gigs")
    subcategory = models.ForeignKey(Subcategory, on_delete=models.PROTECT, related_name="gigs")
    title = models.CharField(max_length=80)
    slug = models.SlugField(max_length=100, unique=True)
    state = models.CharField(max_length=10, choices=GigState.choices, default=GigState.DRAFT)
    description = models.TextField(blank=True)
    tags = models.JSONField(default=list, blank=True)
    milestone_payments = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    content_version = models.PositiveIntegerField(default=1)
    from_minor = models.BigIntegerField(null=True, blank=True)
    from_days = models.PositiveSmallIntegerField(null=True, blank=True)
    milestone_count = models.PositiveSmallIntegerField(default=0)
    rating_sum = models.PositiveIntegerField(default=0)
    rating_count = models.PositiveIntegerField(default=0)
    rating_mark = models.GeneratedField(
        expression=(F("rating_sum") * 1_000 + 45_000) / (F("rating_count") * 3 + 15),
        output_field=models.IntegerField(),
        db_persist=True,
        help_text="Thousandths of a star, as if five reviewers had given 3: one kind review is no proof.",
    )
    reviews_version = models.PositiveIntegerField(default=0, db_default=0)
    denied_reason = models.TextField(blank=True)
    created_at = models.DateTimeField(default=clock.now)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = GigQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=GigState.values), name="gig_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=GigState.ACTIVE) | Q(published_at__isnull=False, from_minor__isnull=False),
                name="active_gig_was_published_with_a_price",
            ),
            models.CheckConstraint(
                condition=Q(rating_sum__lte=F("rating_count") * 15), name="gig_rating_is_at_most_5"
            ),
        ]
        indexes = [
            models.Index(fields=["-published_at", "-id"], condition=Q(state="active"), name="gig_newest"),
            models.Index(fields=["from_minor", "id"], condition=Q(state="active"), name="gig_cheapest"),
            models.Index(
                fields=["subcategory", "-published_at", "-id"],
                condition=Q(state="active"),
                name="gig_of_trade",
            ),
            models.Index(
                fields=["subcategory", "from_minor", "id"],
                condition=Q(state="active"),
                name="gig_of_trade_by_price",
            ),
            models.Index(fields=["-rating_mark", "-id"], condition=Q(state="active"), name="gig_best_rated"),
        ]

    def __str__(self) -> str:
        return self.title
