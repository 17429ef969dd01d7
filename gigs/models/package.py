"""What can be ordered of a gig."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from gigs.models.gig import Gig


class Tier(models.TextChoices):
    """The three packages; Basic is required."""

    BASIC = "basic", "Basic"
    STANDARD = "standard", "Standard"
    PREMIUM = "premium", "Premium"


TIERS = tuple(Tier.values)


class Package(models.Model):
    """A price for an amount of work. ``revisions`` is None when unlimited.

    ``own_split`` says that its seller chose how price and days are shared by its milestones; else they are even.
    """

    gig = models.ForeignKey(Gig, on_delete=models.CASCADE, related_name="packages")
    tier = models.CharField(max_length=10, choices=Tier.choices)
    name = models.CharField(max_length=40)
    description = models.CharField(max_length=200)
    price_minor = models.BigIntegerField()
    days = models.PositiveSmallIntegerField()
    revisions = models.PositiveSmallIntegerField(null=True, blank=True)
    own_split = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gig", "tier"], name="one_package_per_tier"),
            models.CheckConstraint(condition=Q(tier__in=TIERS), name="package_tier_is_known"),
            models.CheckConstraint(
                condition=Q(price_minor__range=(settings.PRICE_MIN_MINOR, settings.PRICE_MAX_MINOR)),
                name="package_price_is_1_to_100000",
            ),
            models.CheckConstraint(
                condition=Q(days__range=(1, settings.PACKAGE_DAYS_MAX)), name="package_days_are_1_to_100"
            ),
            models.CheckConstraint(
                condition=Q(revisions__isnull=True) | Q(revisions__lte=settings.REVISIONS_MAX),
                name="package_revisions_are_0_to_20_or_unlimited",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_tier_display()} · {self.name}"
