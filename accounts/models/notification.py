"""The bell."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.querysets import NotificationQuerySet


class Notification(models.Model):
    """One entry in a member's bell. ``key`` names the event, so that the same event rings once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    key = models.CharField(max_length=120)
    text = models.CharField(max_length=300)
    url = models.CharField(max_length=300)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="one_bell_entry_per_event_and_member"),
            models.CheckConstraint(condition=Q(url__startswith="/"), name="bell_entries_lead_to_this_site"),
        ]
        indexes = [
            models.Index(fields=["user"], condition=Q(read_at__isnull=True), name="notification_unread"),
            models.Index(fields=["user", "-created_at", "-id"], name="notification_newest"),
        ]

    def __str__(self) -> str:
        return self.text
