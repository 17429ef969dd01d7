"""What staff did about a refund that the provider refused."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from orders.payments.models.intent import Intent


class RefundAct(models.Model):
    """A refund tried again, or paid by hand on another way; with who and why. Written once, never changed.

    ``reference``: how a payment by hand is found again at the bank.
    """

    class Kind(models.TextChoices):
        """What was done."""

        RETRY = "retry", "Tried again"
        BY_HAND = "by_hand", "Paid by hand"

    intent = models.ForeignKey(Intent, on_delete=models.PROTECT, related_name="acts")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    reference = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()

    class Meta:
        app_label = "orders"
        constraints = [
            models.UniqueConstraint(
                fields=["intent"], condition=Q(kind="by_hand"), name="a_refund_is_paid_by_hand_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="an_act_on_a_refund_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.reason[:60]}"
