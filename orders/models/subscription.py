"""A subscription: the same work for the same amount, ordered anew every month until it is cancelled or over."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from orders.querysets import SubscriptionQuerySet
from orders.states import Role
from orders.subscription_states import EndReason, SubscriptionStatus

MONTHS_MIN, MONTHS_MAX = settings.SUBSCRIPTION_MONTHS_MIN, settings.SUBSCRIPTION_MONTHS_MAX


class Subscription(models.Model):
    """What its months have in common; each of them is an order (``Order.subscription``, ``Order.month``).

    Terms, rates, ``windows`` (seconds) and ``period`` (``1mo``) are those of the offer when it was sent; amounts in
    minor units, of one month. ``made``: how many months were ordered so far. ``anchor_at``: the moment of the first
    payment, from which all dates are counted. ``next_at``: when the next month is ordered and charged; ``due_at``:
    when the clock looks next, for the reminder, for the charge, or again after a failed attempt. ``consent_text`` is
    what the buyer agreed to at ``consent_at``. ``cancelled_why``: the reason of staff who cancelled it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    offer = models.OneToOneField("offers.Offer", on_delete=models.PROTECT, related_name="subscription")
    buyer = models.ForeignKey(  # found by subscription_of_buyer, and the seller by subscription_of_seller
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    seller = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    gig = models.ForeignKey("gigs.Gig", on_delete=models.PROTECT, related_name="+")
    conversation = models.ForeignKey(
        "offers.Conversation", on_delete=models.PROTECT, related_name="subscriptions"
    )
    card = models.ForeignKey("orders.SavedCard", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    status = models.CharField(max_length=12, choices=SubscriptionStatus.choices)
    reason = models.CharField(max_length=24, choices=EndReason.choices, blank=True)
    version = models.PositiveIntegerField(default=1)
    months = models.PositiveSmallIntegerField()
    made = models.PositiveSmallIntegerField(default=1)
    amount_minor = models.PositiveBigIntegerField()
    fee_minor = models.PositiveBigIntegerField()
    days = models.PositiveSmallIntegerField()
    revisions = models.PositiveSmallIntegerField(null=True, blank=True)
    zoom = models.BooleanField(default=False)
    commission_bp = models.PositiveIntegerField()
    fee_bp = models.PositiveIntegerField()
    windows = models.JSONField()
    period = models.CharField(max_length=8)
    questions = models.JSONField(default=list, blank=True)
    consent_text = models.TextField()
    consent_at = models.DateTimeField()
    placed_at = models.DateTimeField()
    anchor_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.CharField(max_length=8, choices=Role.choices, blank=True)
    cancelled_why = models.TextField(blank=True, default="", db_default="")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="subscription_due"),
            models.Index(fields=["buyer", "-placed_at"], name="subscription_of_buyer"),
            models.Index(fields=["seller", "-placed_at"], name="subscription_of_seller"),
        ]
        constraints = [
            models.CheckConstraint(name="nobody_subscribes_to_themselves", condition=~Q(buyer=F("seller"))),
            models.CheckConstraint(
                name="a_subscription_lasts_2_to_12_months",
                condition=Q(months__gte=MONTHS_MIN, months__lte=MONTHS_MAX),
            ),
            models.CheckConstraint(
                name="no_more_months_are_ordered_than_agreed",
                condition=Q(made__gte=1, made__lte=F("months")),
            ),
            models.CheckConstraint(name="a_month_costs_something", condition=Q(amount_minor__gt=0)),
            models.CheckConstraint(name="somebody_agreed_to_the_charges", condition=~Q(consent_text="")),
            models.CheckConstraint(
                name="only_an_active_subscription_with_months_left_is_on_the_clock",
                condition=Q(next_at__isnull=True, due_at__isnull=True)
                | Q(
                    status=SubscriptionStatus.ACTIVE,
                    anchor_at__isnull=False,
                    next_at__isnull=False,
                    due_at__isnull=False,
                    made__lt=F("months"),
                ),
            ),
            models.CheckConstraint(
                name="a_cancelled_subscription_says_when_and_by_whom",
                condition=Q(status=SubscriptionStatus.CANCELLED, cancelled_at__isnull=False)
                & ~Q(cancelled_by="")
                | ~Q(status=SubscriptionStatus.CANCELLED) & Q(cancelled_at__isnull=True, cancelled_by=""),
            ),
            models.CheckConstraint(
                name="an_ended_subscription_says_when_and_why",
                condition=Q(status=SubscriptionStatus.ENDED, ended_at__isnull=False) & ~Q(reason="")
                | ~Q(status=SubscriptionStatus.ENDED) & Q(ended_at__isnull=True, reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.months} months"

    @property
    def total_minor(self) -> int:
        """What the buyer is charged for a month, fee included."""
        return self.amount_minor + self.fee_minor
