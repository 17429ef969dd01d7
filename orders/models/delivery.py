"""What the seller handed in, and what the buyer answered to the questions."""

import uuid

from django.db import models

from orders.models.milestone import OrderMilestone
from orders.models.order import Order


class Delivery(models.Model):
    """One round of handing in a milestone: a message and at least one file or link."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    milestone = models.ForeignKey(OrderMilestone, on_delete=models.PROTECT, related_name="deliveries")
    round = models.PositiveSmallIntegerField()
    message = models.TextField()
    link = models.URLField(max_length=500, blank=True)
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
