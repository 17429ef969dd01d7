"""What is to be paid, once."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from orders.payments.models.kinds import IntentStatus, Purpose


class Intent(models.Model):
    """What is to be paid, once, for one subject and purpose. Refunds are rows of the same kind (architecture.md 3).

    ``amount_minor`` is what the card is charged, fee included (of a refund: what goes back).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    payer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="payment_intents"
    )
    statement = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=12, choices=IntentStatus.choices, default=IntentStatus.OPEN)
    refund_of = models.ForeignKey(
        "orders.Attempt", null=True, blank=True, on_delete=models.PROTECT, related_name="refunds"
    )
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "orders"
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "purpose"],
                condition=Q(status__in=[IntentStatus.OPEN, IntentStatus.SUCCEEDED])
                & ~Q(purpose=Purpose.REFUND),
                name="one_live_or_paid_intent_per_subject_and_purpose",
            ),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payment_intent_is_positive"),
            models.CheckConstraint(
                condition=Q(purpose=Purpose.REFUND, refund_of__isnull=False)
                | (~Q(purpose=Purpose.REFUND) & Q(refund_of__isnull=True)),
                name="only_a_refund_names_the_charge_it_gives_back",
            ),
        ]
        indexes = [
            models.Index(fields=["payer", "-created_at"], name="payments_of_a_member"),
            models.Index(fields=["subject_kind", "subject_id"], name="payments_of_a_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.amount_minor} {self.currency} ({self.status})"
