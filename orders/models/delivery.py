"""What the seller handed in, and what the buyer answered to the questions."""

import uuid

from django.db import models

from orders.models.milestone import OrderMilestone
from orders.models.order import Order


class Delivery(models.Model):
    """One round of handing in a milestone: a message and at least one file or link.

    ``link``: addresses, one on each line. ``substeps``: the milestone's, as they stood when it was handed in.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    milestone = models.ForeignKey(OrderMilestone, on_delete=models.PROTECT, related_name="deliveries")
    round = models.PositiveSmallIntegerField()
    message = models.TextField()
    link = models.TextField(blank=True)
    substeps = models.JSONField(default=list, blank=True)
    final = models.BooleanField(default=False)
    revision_text = models.TextField(blank=True)
    revision_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ("-at",)
        constraints = [models.UniqueConstraint(fields=["milestone", "round"], name="one_delivery_per_round")]

    def __str__(self) -> str:
        return f"{self.milestone_id} round {self.round}"

    @property
    def links(self) -> list[str]:
        """The addresses, in the order in which they were typed."""
        return self.link.split("\n") if self.link else []


class DeliveryFile(models.Model):
    """A file of a delivery. ``size`` in bytes, ``sha256`` in hex."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="files")
    stored = models.FileField(upload_to="deliveries/", max_length=200)
    name = models.CharField(max_length=140)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.name


class Answer(models.Model):
    """The buyer's answer to one requirement question, which was copied into the order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="answers")
    position = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=400)
    text = models.TextField(blank=True)
    stored = models.FileField(upload_to="requirements/", max_length=200, blank=True)
    name = models.CharField(max_length=140, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=["order", "position"], name="one_answer_per_question")]

    def __str__(self) -> str:
        return self.question
