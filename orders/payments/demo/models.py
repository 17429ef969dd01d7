"""The demo provider's own books. The site reads them through the gateway only (and in its audit)."""

from django.db import models
from django.db.models import F, Q


class DemoCard(models.Model):
    """A card in the provider's vault: how the test card behaves, never its number."""

    token = models.CharField(primary_key=True, max_length=60)
    behaviour = models.CharField(max_length=20)
    last4 = models.CharField(max_length=4)
    created_at = models.DateTimeField()

    class Meta:
        app_label = "orders"

    def __str__(self) -> str:
        return f"{self.behaviour} {self.last4}"


class DemoPayment(models.Model):
    """A payment at the provider. ``hidden_until``: its answers are lost before that moment."""

    id = models.CharField(primary_key=True, max_length=60)
    key = models.CharField(max_length=60, unique=True)
    request = models.JSONField()
    card = models.ForeignKey(DemoCard, on_delete=models.PROTECT, related_name="payments")
    amount_minor = models.BigIntegerField()
    refunded_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    statement = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=20)
    decline_code = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()
    charged_at = models.DateTimeField(null=True)
    hidden_until = models.DateTimeField(null=True)

    class Meta:
        app_label = "orders"
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="demo_payment_is_positive"),
            models.CheckConstraint(
                condition=Q(refunded_minor__gte=0, refunded_minor__lte=F("amount_minor")),
                name="demo_payment_is_never_refunded_beyond_its_amount",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.status}"


class DemoRefund(models.Model):
    """Money that the provider sent back, in full or in part."""

    id = models.CharField(primary_key=True, max_length=60)
    key = models.CharField(max_length=60, unique=True)
    payment = models.ForeignKey(DemoPayment, on_delete=models.PROTECT, related_name="refunds")
    amount_minor = models.BigIntegerField()
    created_at = models.DateTimeField()

    class Meta:
        app_label = "orders"
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="demo_refund_is_positive")
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.amount_minor}"
