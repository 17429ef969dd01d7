"""What staff gave back of a milestone after it was settled."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from orders.models.milestone import Settlement


class GoodwillRefund(models.Model):
    """A part of a settled milestone that went back to the buyer, with who and why. Written once, never changed.

    Minor units: ``amount_minor`` of the price, of which ``commission_minor`` is commission that Milepost gave up and
    the rest was the seller's; ``fee_minor`` of the service fee on top. ``bearer``: who bore what was the seller's.
    ``event``: the order's event that caused it. ``number``: counted within its settlement.
    """

    class Bearer(models.TextChoices):
        """Who bears the seller's part."""

        SELLER = "seller", "The seller"
        MILEPOST = "milepost", "Milepost"

    settlement = models.ForeignKey(  # found by goodwill_refunds_are_numbered
        Settlement, on_delete=models.PROTECT, related_name="goodwill", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    bearer = models.CharField(max_length=8, choices=Bearer.choices)
    amount_minor = models.PositiveBigIntegerField()
    commission_minor = models.PositiveBigIntegerField()
    fee_minor = models.PositiveBigIntegerField()
    reason = models.TextField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    event = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["settlement", "number"], name="goodwill_refunds_are_numbered"),
            models.CheckConstraint(name="goodwill_gives_something", condition=Q(amount_minor__gt=0)),
            models.CheckConstraint(
                name="goodwill_gives_up_no_more_commission_than_it_gives",
                condition=Q(commission_minor__lte=F("amount_minor")),
            ),
            models.CheckConstraint(name="goodwill_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.settlement_id}, {self.number}: {self.amount_minor}"

    @property
    def of_seller_minor(self) -> int:
        """The part of the price that was the seller's."""
        return self.amount_minor - self.commission_minor

    @property
    def total_minor(self) -> int:
        """What went back to the buyer, fee included."""
        return self.amount_minor + self.fee_minor
