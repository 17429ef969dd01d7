"""Messages: of members, of the system, and what being read means.

Every message is written under its conversation's row lock, so that ids grow in the order of commits and a
page that asks for "newer than the last I know" misses none.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F

from config.shared import outbox
from config.shared.commands import Click, claim
from config.shared.errors import Forbidden, Invalid
from config.shared.uploads import check_upload, safe_name
from offers.models import Attachment, Conversation, Message, Offer, Seat

SNIPPET = 140


def write_message(
    *, conversation_id: UUID, click: Click, body: str, files: Sequence[UploadedFile] = ()
) -> Message:
    """Write a member's message with up to ``MESSAGE_FILES_MAX`` files. The same click again writes nothing new.

    Raises Forbidden (no party), Invalid (nothing in it, too long, or a file that is refused).
    """
    _check_content(body, files)
    stored: list[Attachment] = []
    try:
        with transaction.atomic():
            return _write(conversation_id, click, body, files, stored)
    except BaseException:
        for attachment in stored:
            attachment.file.delete(save=False)
        raise


def system_line(
    conversation_id: UUID, text: str, url: str, at: datetime, *, offer: Offer | None = None
) -> Message:
    """Say in a conversation what happened to an offer or order; ``url`` is the page that shows it.

    Inside the caller's transaction. Nobody's unread count moves: the bell tells whom it concerns.
    """
    conversation = Conversation.objects.select_for_update().get(pk=conversation_id)
    return append(
        conversation,
        Message(kind=Message.Kind.SYSTEM, body=text, url=url, offer=offer, created_at=at),
        snippet=text,
    )


def append(conversation: Conversation, message: Message, *, snippet: str) -> Message:
    """Put a message at the end of a locked conversation and move it to the top of both lists."""
    message.conversation = conversation
    message.save(force_insert=True)
    conversation.snippet = " ".join(snippet.split())[:SNIPPET]
    conversation.save(update_fields=["snippet"])
    conversation.seats.update(last_at=message.created_at)
    if message.sender_id is not None:
        conversation.seats.exclude(user_id=message.sender_id).update(unread=F("unread") + 1)
    return message


def mark_read(*, seat: Seat, at: datetime) -> None:
    """The member has the conversation open: nothing is unread, and the next message may be told by mail again."""
    Seat.objects.filter(pk=seat.pk).update(unread=0, told=False, opened_at=at)
    seat.unread, seat.told, seat.opened_at = 0, False, at


def _write(
    conversation_id: UUID, click: Click, body: str, files: Sequence[UploadedFile], stored: list[Attachment]
) -> Message:
    conversation = Conversation.objects.select_for_update().get(pk=conversation_id)
    if click.actor_id not in {conversation.low_id, conversation.high_id}:
        raise Forbidden
    if claim(click, "write_message", {"conversation": str(conversation_id)}) is not None:
        return conversation.messages.filter(sender_id=click.actor_id).latest("pk")
    message = append(
        conversation,
        Message(
            sender_id=click.actor_id,
            kind=Message.Kind.TEXT,
            body=body,
            file_count=len(files),
            created_at=click.at,
        ),
        snippet=body or safe_name(files[0].name or ""),
    )
    for upload in files:
        name = safe_name(upload.name or "")
        attachment = Attachment(message=message, file=upload, name=name, size=upload.size or 0)
        stored.append(attachment)
        attachment.save(force_insert=True)
    _tell_once(conversation, message)
    return message


def _check_content(body: str, files: Sequence[UploadedFile]) -> None:
    if not body and not files:
        message = "Write a message or add a file."
        raise Invalid(message, field="body")
    if len(body) > settings.MESSAGE_MAX:
        message = f"Use at most {settings.MESSAGE_MAX:,} characters."
        raise Invalid(message, field="body")
    if len(files) > settings.MESSAGE_FILES_MAX:
        message = f"Add at most {settings.MESSAGE_FILES_MAX} files to a message."
        raise Invalid(message, field="files")
    for upload in files:
        check_upload(upload)


def _tell_once(conversation: Conversation, message: Message) -> None:
    """One bell entry and one mail until the other one opens the conversation (product.md 4)."""
    recipient_id = conversation.other_id(message.sender_id or 0)
    if conversation.seats.filter(user_id=recipient_id, told=False).update(told=True):
        outbox.put(
            "offers.message",
            {"message_id": message.pk, "recipient_id": recipient_id},
            key=f"message:{message.pk}",
        )
