"""What staff did about a member's standing."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class StandingEvent(models.Model):
    """A suspension or its end, with who and why. Written once, never changed (product.md 8: every act leaves a row)."""

    class Kind(models.TextChoices):
        """What was done."""

        SUSPENDED = "suspended", "Suspended"
        RESTORED = "restored", "Restored"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="standing_events"
    )
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="standing_events_have_a_reason")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.user}"
