"""Chainable filters of this app's rows."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from accounts.models import Mail, Notification  # noqa: F401 - names of the generic


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Bell entries."""

    def of(self, user_id: int) -> Self:
        """Those of one member."""
        return self.filter(user_id=user_id)

    def unread(self) -> Self:
        """Not opened yet."""
        return self.filter(read_at__isnull=True)

    def newest_first(self) -> Self:
        """By the moment of what happened; the id decides between equal moments."""
        return self.order_by("-created_at", "-id")

    def older_than(self, created_at: datetime, entry_id: int) -> Self:
        """What follows an entry in ``newest_first``."""
        return self.filter(Q(created_at__lt=created_at) | Q(created_at=created_at, id__lt=entry_id))


class MailQuerySet(models.QuerySet["Mail"]):
    """Mails to send or sent."""

    def unsent(self) -> Self:
        """Not handed to the mail server yet."""
        return self.filter(sent_at__isnull=True)
