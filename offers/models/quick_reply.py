"""Texts that a member writes often."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower


class QuickReply(models.Model):
    """A text kept under a short name, to be put into the composer."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    body = models.TextField()

    class Meta:
        verbose_name_plural = "quick replies"
        constraints = [
            models.UniqueConstraint("user", Lower("name"), name="a_quick_reply_has_a_name_of_its_own")
        ]

    def __str__(self) -> str:
        return self.name
