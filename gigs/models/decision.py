"""What staff decided about a gig: every act has a reason and leaves a row."""

from django.conf import settings
from django.db import models

from config.shared import clock
from gigs.models.gig import Gig
from gigs.states import GigAction


class GigDecision(models.Model):
    """A gig was denied or allowed again."""

    gig = models.ForeignKey(Gig, on_delete=models.CASCADE, related_name="decisions")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=10, choices=GigAction.choices)
    reason = models.TextField()
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.reason}"
