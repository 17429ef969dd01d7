"""Messages and their files."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from offers.models.conversation import Conversation
from offers.querysets import MessageQuerySet


def attachment_path(instance: "Attachment", filename: str) -> str:
    """A random name without an ending: what people call a file never reaches the disk."""
    del instance, filename
    name = uuid.uuid4().hex
    return f"attachments/{name[:2]}/{name}"


def preview_path(instance: "Attachment", filename: str) -> str:
    """Where a preview of ours is kept; not below the folders that are served to everybody."""
    del instance, filename
    name = uuid.uuid4().hex
    return f"previews/{name[:2]}/{name}"


class Message(models.Model):
    """One message of a member, an offer's card, or a system line (no sender)."""

    class Kind(models.TextChoices):
        """How it is shown."""

        TEXT = "text", "Message"
        OFFER = "offer", "Offer"
        SYSTEM = "system", "System line"

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    body = models.TextField(blank=True)
    url = models.CharField(max_length=200, blank=True)
    offer = models.ForeignKey(
        "offers.Offer", on_delete=models.CASCADE, null=True, blank=True, related_name="messages"
    )
    file_count = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="system", sender__isnull=True)
                | (~Q(kind="system") & Q(sender__isnull=False)),
                name="only_system_lines_have_no_sender",
            ),
            models.CheckConstraint(
                condition=~Q(kind="offer") | Q(offer__isnull=False), name="an_offer_card_has_its_offer"
            ),
            models.CheckConstraint(
                condition=~Q(kind="text") | ~Q(body="") | Q(file_count__gt=0),
                name="a_message_has_words_or_files",
            ),
            models.UniqueConstraint(fields=["offer"], condition=Q(kind="offer"), name="one_card_per_offer"),
        ]
        indexes = [models.Index(fields=["conversation", "-id"], name="message_thread")]

    def __str__(self) -> str:
        return f"Message {self.pk}"


class Attachment(models.Model):
    """A file of a message, stored under a random name, handed out to the two parties only.

    ``preview`` is a small picture that this site drew of it (WebP); empty for what is no picture. ``place`` keeps
    the order in which the files were chosen.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    file = models.FileField(upload_to=attachment_path, max_length=120)
    name = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    place = models.PositiveSmallIntegerField(default=0)
    preview = models.FileField(upload_to=preview_path, max_length=120, blank=True)
    preview_width = models.PositiveSmallIntegerField(default=0)
    preview_height = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("message_id", "place")
        constraints = [models.CheckConstraint(condition=Q(size__gt=0), name="an_attachment_is_not_empty")]

    def __str__(self) -> str:
        return self.name
