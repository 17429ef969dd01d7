"""A disagreement that Milepost decides, and what both sides say about it."""

import uuid

from django.db import models
from django.db.models import Q

from orders.models.order import Order
from orders.states import Act, Role


class Dispute(models.Model):
    """A disagreement that stops all clocks.

    ``left_s``: seconds that were left of the order's deadline; ``work_left_s``: of the work.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="disputes")
    position = models.PositiveSmallIntegerField()
    opener_role = models.CharField(max_length=8)
    opened_at = models.DateTimeField()
    left_s = models.PositiveIntegerField()
    work_left_s = models.PositiveIntegerField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=32, blank=True)
    decision_text = models.TextField(blank=True)

    class Meta:
        permissions = (("split_dispute", "Can decide where the money of a dispute goes"),)
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=Q(closed_at__isnull=True), name="one_open_dispute_per_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.outcome or 'open'}"

    @property
    def outcome_words(self) -> str:
        """What became of it, for people."""
        return str(Act(self.outcome).label) if self.outcome else "Not decided"


class Statement(models.Model):
    """What one side says in a dispute; the first one opened it. Never changed: both sides and staff have read it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="statements")
    role = models.CharField(max_length=8, choices=Role.choices)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("at",)

    def __str__(self) -> str:
        return f"{self.role}: {self.text[:60]}"


class StatementFile(models.Model):
    """A file that came with a statement. ``size`` in bytes, ``sha256`` in hex."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="files")
    stored = models.FileField(upload_to="disputes/", max_length=200)
    name = models.CharField(max_length=140)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.name
