"""Rows that every app needs: commands, the outbox, heartbeats."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class Command(models.Model):
    """A form that was carried out. Its one-time id again replays the first outcome (architecture.md 3)."""

    key = models.UUIDField(primary_key=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    outcome = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.key}"


class Outbox(models.Model):
    """An effect to carry out after commit: a mail, a bell entry, a provider call.

    Drained by jobs; ``key`` makes an effect that must exist only once unique.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=120, null=True, unique=True)  # noqa: DJ001 - NULLs do not collide
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "outbox"
        indexes = [
            models.Index(fields=["due_at"], condition=Q(done_at__isnull=True), name="outbox_due"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Heartbeat(models.Model):
    """When a background process was last seen alive; read by /health/ready/."""

    name = models.CharField(primary_key=True, max_length=40)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
