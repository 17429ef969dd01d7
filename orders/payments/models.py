"""What is to be paid (intent), each try to pay it (attempt), and saved cards."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class Purpose(models.TextChoices):
    """Why money moves at the provider."""

    MILESTONE = "milestone", "Milestone"
    AMENDMENT = "amendment", "Amendment"
    REFUND = "refund", "Refund"


class IntentStatus(models.TextChoices):
    """Whether something is still to be paid."""

    OPEN = "open", "To be paid"
    SUCCEEDED = "succeeded", "Paid"
    CLOSED = "closed", "Given up"


class AttemptStatus(models.TextChoices):
    """How far one try has come. Written only by ``recording.py``."""

    PLANNED = "planned", "Planned"
    STORED = "stored", "Known to the provider"
    CONFIRMING = "confirming", "Being charged"
    UNKNOWN = "unknown", "Being checked"
    NEEDS_AUTHENTICATION = "needs_authentication", "Needs authentication"
    SUCCEEDED = "succeeded", "Succeeded"
    DECLINED = "declined", "Declined"
    SUPERSEDED = "superseded", "Superseded"


IN_FLIGHT = (AttemptStatus.CONFIRMING, AttemptStatus.UNKNOWN)
"""The provider may be charging right now: nobody may assume either way."""
FACTS = (AttemptStatus.SUCCEEDED, AttemptStatus.DECLINED, AttemptStatus.NEEDS_AUTHENTICATION)
"""What orders has to act upon, once (``finalized_at``)."""


class SavedCard(models.Model):
    """A card as the provider's token and what may be shown of it. The number is never stored."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="saved_cards")
    provider = models.CharField(max_length=20)
    token = models.CharField(max_length=120)
    brand = models.CharField(max_length=20)
    last4 = models.CharField(max_length=4)
    expiry_month = models.PositiveSmallIntegerField()
    expiry_year = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "orders"
        constraints = [
            models.UniqueConstraint(fields=["provider", "token"], name="saved_card_token_is_kept_once"),
            models.CheckConstraint(condition=Q(expiry_month__range=(1, 12)), name="saved_card_has_a_month"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """How the owner recognises it: ``Visa •••• 4242``."""
        return f"{self.brand} •••• {self.last4}"


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
