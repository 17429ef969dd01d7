"""Mails: what is to be sent, and in demo mode what was."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.querysets import MailQuerySet


class Mail(models.Model):
    """One mail to a member, rendered once, sent exactly as stored; its ``key`` makes it one per event and member.

    ``calendar``: a calendar file to attach, if there is one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="mails"
    )
    key = models.CharField(max_length=140, unique=True)
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    calendar = models.TextField(blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["created_at"], condition=Q(sent_at__isnull=True), name="mail_unsent")]

    def __str__(self) -> str:
        return self.subject


class SentMail(models.Model):
    """The demo mailbox: every mail that any part of the site handed to Django, once per Message-ID.

    ``calendar``: the calendar file that was attached, if there is one.
    """

    message_id = models.CharField(max_length=200, unique=True)
    to = models.CharField(max_length=300)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    calendar = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = "demo mailbox entry"
        verbose_name_plural = "demo mailbox"
        indexes = [models.Index(fields=["-created_at", "-id"], name="sentmail_newest")]

    def __str__(self) -> str:
        return self.subject
