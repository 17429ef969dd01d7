"""What members were told. Read-only."""

from django.contrib import admin

from accounts.admin.base import ReadOnly
from accounts.models import Mail, Notification, SentMail


@admin.register(Notification)
class NotificationAdmin(ReadOnly):
    """Bell entries."""

    list_display = ("created_at", "user", "text", "read_at")
    list_filter = (("read_at", admin.EmptyFieldListFilter), "created_at")
    search_fields = ("user__email", "user__handle", "text", "key")
    list_select_related = ("user",)


@admin.register(Mail)
class MailAdmin(ReadOnly):
    """Mails as stored and sent."""

    list_display = ("created_at", "to", "subject", "sent_at")
    list_filter = (("sent_at", admin.EmptyFieldListFilter), "created_at")
    search_fields = ("to", "subject", "key")


@admin.register(SentMail)
class SentMailAdmin(ReadOnly):
    """The demo mailbox."""

    list_display = ("created_at", "to", "subject")
    search_fields = ("to", "subject")
