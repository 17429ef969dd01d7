"""What both sides say of each other when an order is completed (product.md 2, review window; 5.4)."""

import uuid
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from config.shared.ratings import average
from orders.models.order import Order
from orders.querysets import ReviewQuerySet
from orders.states import Role

TEXT_MIN, TEXT_MAX = 20, 1_000
ASKED: dict[str, tuple[str, str, str]] = {
    Role.BUYER: ("Communication", "Quality of the work", "Delivered as agreed"),
    Role.SELLER: ("Communication", "Clear requirements", "Fair cooperation"),
}
"""The three questions, by the part in which the author writes."""

_STARS = {f"{name}__range": (1, 5) for name in ("first", "second", "third")}
_PUBLIC = Q(published_at__isnull=False, hidden_at__isnull=True)
_ENOUGH = Q(GreaterThanOrEqual(Length("text"), TEXT_MIN), LessThanOrEqual(Length("text"), TEXT_MAX))


class Review(models.Model):
    """One side's review of the other: three questions of 1 to 5 stars, ``total`` is their sum (3 to 15).

    ``role``: in which part the author writes. ``private_note`` is for staff only. ``due_at``: when the clock publishes
    it though the other side is silent. ``published_at`` null: nobody but the author and staff may read it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order = models.ForeignKey(  # found by one_review_per_order_and_side
        Order, on_delete=models.PROTECT, related_name="reviews", db_index=False
    )
    role = models.CharField(max_length=8, choices=[(r.value, r.label) for r in (Role.BUYER, Role.SELLER)])
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    subject = models.ForeignKey(  # found by review_of_member
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    gig = models.ForeignKey(  # found by review_of_gig
        "gigs.Gig", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    first = models.PositiveSmallIntegerField()
    second = models.PositiveSmallIntegerField()
    third = models.PositiveSmallIntegerField()
    total = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    private_note = models.TextField("private note to staff", blank=True)
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    reply = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_reason = models.TextField(blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ("-written_at",)
        constraints = [
            models.UniqueConstraint(fields=["order", "role"], name="one_review_per_order_and_side"),
            models.CheckConstraint(name="stars_are_one_to_five", condition=Q(**_STARS)),
            models.CheckConstraint(
                name="stars_add_up", condition=Q(total=F("first") + F("second") + F("third"))
            ),
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
        indexes = [
            models.Index(fields=["due_at"], condition=Q(published_at__isnull=True), name="review_due"),
            models.Index(
                fields=["gig", "-published_at", "-id"],
                condition=_PUBLIC & Q(role=Role.BUYER),
                name="review_of_gig",
            ),
            models.Index(
                fields=["subject", "role", "-published_at", "-id"], condition=_PUBLIC, name="review_of_member"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} by the {self.role}"

    @property
    def overall(self) -> Decimal | None:
        """The three answers as one number with one decimal, half to even."""
        return average(self.total, 1)

    @property
    def answers(self) -> tuple[tuple[str, int], ...]:
        """Each question with its stars."""
        return tuple(zip(ASKED[self.role], (self.first, self.second, self.third), strict=True))


class ReviewAsk(models.Model):
    """When the sides of a completed order are asked once more to review each other, and when they were."""

    order = models.OneToOneField(Order, on_delete=models.PROTECT, primary_key=True, related_name="+")
    due_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(asked_at__isnull=True), name="review_ask_due"),
        ]

    def __str__(self) -> str:
        return str(self.order_id)
