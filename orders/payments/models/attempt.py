"""A try to pay an intent."""

import uuid

from django.db import models
from django.db.models import Q

from orders.payments.models.card import SavedCard
from orders.payments.models.intent import Intent
from orders.payments.models.kinds import FACTS, IN_FLIGHT, AttemptStatus


class Attempt(models.Model):
    """One try to pay an intent. ``key`` goes to the provider: the same try twice has one effect there.

    ``check_at``: when a job has to look at it again; empty when nothing is left to do at the provider.
    ``settled_at``: when the present fact was learned. ``finalize_at``: from when on a job makes sure that it takes
    effect. ``finalized_at``: when it did; empty again as soon as the fact changes.
    ``surplus``: money came in for an intent that was closed or paid already, and has to go back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    intent = models.ForeignKey(Intent, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    key = models.UUIDField(unique=True, default=uuid.uuid4)
    card = models.ForeignKey(
        SavedCard, null=True, blank=True, on_delete=models.PROTECT, related_name="attempts"
    )
    provider = models.CharField(max_length=20)
    provider_ref = models.CharField(max_length=120, blank=True)
    status = models.CharField(max_length=20, choices=AttemptStatus.choices, default=AttemptStatus.PLANNED)
    surplus = models.BooleanField(default=False)
    decline_code = models.CharField(max_length=60, blank=True)
    decline_words = models.CharField(max_length=250, blank=True)
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    check_at = models.DateTimeField(null=True, blank=True)
    checks = models.PositiveSmallIntegerField(default=0)
    finalize_at = models.DateTimeField(null=True, blank=True)
    finalized_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "orders"
        constraints = [
            models.UniqueConstraint(fields=["intent", "number"], name="payment_attempts_are_numbered"),
            models.UniqueConstraint(
                fields=["provider", "provider_ref"],
                condition=~Q(provider_ref=""),
                name="provider_payment_belongs_to_one_attempt",
            ),
            models.UniqueConstraint(
                fields=["intent"], condition=Q(status__in=IN_FLIGHT), name="one_payment_attempt_in_flight"
            ),
            models.UniqueConstraint(
                fields=["intent"],
                condition=Q(status=AttemptStatus.SUCCEEDED, surplus=False),
                name="payment_intent_is_paid_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["check_at"], condition=Q(check_at__isnull=False), name="payment_due_for_check"
            ),
            models.Index(
                fields=["finalize_at"],
                condition=Q(finalized_at__isnull=True, status__in=FACTS),
                name="payment_unfinalized",
            ),
        ]

    def __str__(self) -> str:
        return f"attempt {self.number} ({self.status})"
