"""A saved card."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class SavedCard(models.Model):
    """A card as the provider's token and what may be shown of it. The number is never stored.

    ``preferred_at``: when its owner chose it to be offered first; the latest choice counts.
    """

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
    preferred_at = models.DateTimeField(null=True, blank=True)

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
