"""A change of an order's terms that one side proposes and the other answers (product.md 5.2, row 14)."""

import uuid

from django.db import models
from django.db.models import Q

from orders.models.milestone import OrderMilestone
from orders.models.order import Order


class Amendment(models.Model):
    """One proposal, until it is in force or came to nothing.

    ``milestone``: the current one when it was proposed; ``version``: the order's then. ``before``: the rail that the
    proposer saw; ``changes``: what is to change, as ``orders.amending`` writes and reads it.
    ``due_at``: when it lapses, to be answered until then, or to be paid once ``agreed_at`` is set; null when closed.
    ``sweep_after``: when the clock looks again at one that it could not close yet. ``remind_at``: when whoever has to
    answer or to pay is reminded next; it counts while this is open.
    Minor units, by how much the paid milestone's amount and its fee go up, or down when below zero:
    ``difference_minor``, ``fee_minor``; what was really moved once ``in_force_at`` is set.
    """

    class Outcome(models.TextChoices):
        """What became of it."""

        IN_FORCE = "in_force", "In force"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"
        LAPSED = "lapsed", "Lapsed"
        CLOSED = "closed", "Closed, because the order moved on"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="amendments")
    milestone = models.ForeignKey(OrderMilestone, on_delete=models.PROTECT, related_name="amendments")
    role = models.CharField(max_length=8)
    version = models.PositiveIntegerField()
    note = models.TextField(blank=True)
    before = models.JSONField(default=list)
    changes = models.JSONField()
    difference_minor = models.BigIntegerField(default=0)
    fee_minor = models.BigIntegerField(default=0)
    payment_trouble = models.CharField(max_length=200, blank=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    sweep_after = models.DateTimeField(null=True, blank=True)
    remind_at = models.DateTimeField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    in_force_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="amendment_due"),
            models.Index(
                fields=["remind_at"],
                condition=Q(remind_at__isnull=False, closed_at__isnull=True),
                name="amendment_to_remind_of",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=Q(closed_at__isnull=True), name="one_open_amendment_per_order"
            ),
            models.CheckConstraint(
                name="a_closed_amendment_says_what_became_of_it",
                condition=(
                    Q(closed_at__isnull=True, due_at__isnull=False, in_force_at__isnull=True, outcome="")
                    | Q(closed_at__isnull=False, due_at__isnull=True) & ~Q(outcome="")
                ),
            ),
            models.CheckConstraint(
                name="an_amendment_is_in_force_from_when_it_says",
                condition=(
                    Q(in_force_at__isnull=False, agreed_at__isnull=False, outcome="in_force")
                    | Q(in_force_at__isnull=True) & ~Q(outcome="in_force")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.outcome or 'open'}"
