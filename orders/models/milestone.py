"""A payable milestone of an order."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from orders.models.order import Order
from orders.states import RUNNING, MilestoneStatus


class OrderMilestone(models.Model):
    """One step that is paid, worked on, delivered and accepted.

    Amounts in minor units; ``fee_minor`` is the buyer's service fee on top. ``due_at``: work clock, null
    while it stands before the requirements. ``deadline_at``: end of the acceptance window. ``left_s``:
    seconds of the work clock left at the delivery. ``revisions`` null: unlimited. ``substeps``: list of
    {"name", "done"}. ``rounds``: number of deliveries so far.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order = models.ForeignKey(  # found by one_order_milestone_per_position
        Order, on_delete=models.PROTECT, related_name="milestones", db_index=False
    )
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    zoom = models.BooleanField(default=False)
    substeps = models.JSONField(default=list, blank=True)
    amount_minor = models.PositiveBigIntegerField()
    fee_minor = models.PositiveBigIntegerField()
    days = models.PositiveSmallIntegerField()
    revisions = models.PositiveSmallIntegerField(null=True, blank=True)
    revisions_used = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=24, choices=MilestoneStatus.choices, default=MilestoneStatus.PLANNED)
    payment_trouble = models.CharField(max_length=200, blank=True)
    rounds = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    deadline_at = models.DateTimeField(null=True, blank=True)
    left_s = models.PositiveIntegerField(null=True, blank=True)
    extended = models.BooleanField(default=False)
    accepted_at = models.DateTimeField(null=True, blank=True)
    released_minor = models.PositiveBigIntegerField(null=True, blank=True)
    refunded_minor = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="one_order_milestone_per_position"),
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(status__in=sorted(RUNNING)),
                name="one_running_milestone_per_order",
            ),
            models.CheckConstraint(name="a_milestone_costs_something", condition=Q(amount_minor__gt=0)),
            models.CheckConstraint(name="a_milestone_takes_a_day", condition=Q(days__gte=1, days__lte=100)),
            models.CheckConstraint(
                name="a_delivered_milestone_has_a_deadline",
                condition=~Q(status=MilestoneStatus.DELIVERED)
                | Q(deadline_at__isnull=False, delivered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="what_was_settled_adds_up",
                condition=Q(released_minor__isnull=True, refunded_minor__isnull=True)
                | Q(amount_minor=models.F("released_minor") + models.F("refunded_minor")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.name}"

    @property
    def total_minor(self) -> int:
        """What the buyer is charged for it, fee included."""
        return self.amount_minor + self.fee_minor

    @property
    def kept_minor(self) -> int:
        """What of its price counts as earned now: 0 before the settlement."""
        settlement = getattr(self, "settlement", None)
        return settlement.kept_minor if settlement else 0

    @property
    def revisions_left(self) -> int | None:
        """How often the buyer may still ask for a revision; None: as often as needed."""
        return None if self.revisions is None else max(self.revisions - self.revisions_used, 0)

    def is_late(self, at: datetime) -> bool:
        """Past due and not delivered: shown, never stored."""
        return (
            self.due_at is not None
            and self.status in {MilestoneStatus.IN_PROGRESS, MilestoneStatus.IN_REVISION}
            and at > self.due_at
        )

    @property
    def left(self) -> timedelta:
        """What was left of the work clock at the last delivery."""
        return timedelta(seconds=self.left_s or 0)


class Settlement(models.Model):
    """How the held money of one milestone went; one row per milestone is the third guard.

    All amounts in minor units. ``clears_at``: when the seller's part becomes available. What was given back since out
    of goodwill is summed up here: ``given_minor`` of the price, ``given_fee_minor`` of the fee, and
    ``taken_back_minor``, the part that the seller bore; the rows are ``GoodwillRefund``.
    """

    milestone = models.OneToOneField(OrderMilestone, on_delete=models.PROTECT, related_name="settlement")
    seller_id = models.BigIntegerField()
    act = models.CharField(max_length=32)
    released_minor = models.PositiveBigIntegerField()
    commission_minor = models.PositiveBigIntegerField()
    to_seller_minor = models.PositiveBigIntegerField()
    to_buyer_minor = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    clears_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True, blank=True)
    given_minor = models.PositiveBigIntegerField(default=0, db_default=0)
    given_fee_minor = models.PositiveBigIntegerField(default=0, db_default=0)
    taken_back_minor = models.PositiveBigIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="no_more_is_given_back_than_was_released",
                condition=Q(given_minor__lte=models.F("released_minor")),
            ),
            models.CheckConstraint(
                name="no_more_is_taken_back_than_the_seller_got",
                condition=Q(taken_back_minor__lte=models.F("to_seller_minor")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["clears_at"], condition=Q(cleared_at__isnull=True), name="settlement_to_clear"
            ),
            models.Index(fields=["seller_id", "-at"], name="settlement_of_seller"),
        ]

    def __str__(self) -> str:
        return f"{self.milestone_id}: {self.to_seller_minor}"

    @property
    def kept_minor(self) -> int:
        """What counts as earned now, commission included."""
        return self.released_minor - self.given_minor

    @property
    def net_minor(self) -> int:
        """What the seller has of it now."""
        return self.to_seller_minor - self.taken_back_minor

    @property
    def back_minor(self) -> int:
        """What went back to the buyer in all, with its fee."""
        return self.to_buyer_minor + self.given_minor + self.given_fee_minor
