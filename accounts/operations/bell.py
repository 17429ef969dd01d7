"""Reading the bell."""

from datetime import datetime

from accounts.models import Notification


def open_notification(*, user_id: int, notification_id: int, at: datetime) -> str | None:
    """Mark one entry of the member as read and return where it leads; None when the member has no such entry."""
    entry = Notification.objects.of(user_id).filter(pk=notification_id).first()
    if entry is None:
        return None
    Notification.objects.of(user_id).unread().filter(pk=entry.pk).update(read_at=at)
    return entry.url


def read_all(*, user_id: int, until_id: int, at: datetime) -> int:
    """Mark everything up to the newest entry that the page showed as read; what rang since stays unread."""
    return Notification.objects.of(user_id).unread().filter(pk__lte=until_id).update(read_at=at)
