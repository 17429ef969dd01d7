"""Messages: of members, of the system, and what being read means.

Every message is written under its conversation's row lock, so that ids grow in the order of commits and a
page that asks for "newer than the last I know" misses none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F

from accounts.models import User
from config.shared import outbox
from config.shared.commands import Click, claim
from config.shared.durations import in_words
from config.shared.errors import Forbidden, Invalid, Refusal
from config.shared.uploads import check_upload, safe_name
from offers.models import Attachment, Conversation, Message, Offer
from offers.operations.blocking import must_be_open
from offers.operations.message_drafts import clear_draft
from offers.previews import Preview, preview_of

SNIPPET = 140


class Unanswered(Refusal):
    """A new account has written enough to somebody who has not answered."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a message is made of. ``draft``: version of the draft that it was; ``gig_id``: what it is about, if new."""

    body: str
    files: Sequence[tuple[UploadedFile, Preview | None]] = ()
    draft: int | None = None
    gig_id: int | None = None


def write_message(
    *,
    conversation_id: UUID,
    click: Click,
    body: str,
    files: Sequence[UploadedFile] = (),
    draft_version: int | None = None,
    gig_id: int | None = None,
) -> Message:
    """Write a member's message with up to ``MESSAGE_FILES_MAX`` files. The same click again writes nothing new.

    ``draft_version`` is that of the draft which is sent by this, and cleared; ``gig_id`` makes the conversation one
    about that gig. Raises Forbidden (no party), Invalid (nothing in it, too long, or a file that is refused), Blocked,
    Unanswered.
    """
    _check_content(body, files)
    pictured = [(upload, preview_of(upload)) for upload in files]
    content = Content(body, pictured, draft_version, gig_id)
    stored: list[Attachment] = []
    try:
        with transaction.atomic():
            return _write(conversation_id, click, content, stored)
    except BaseException:
        for attachment in stored:
            attachment.file.delete(save=False)
            if attachment.preview:
                attachment.preview.delete(save=False)
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
    """Put a message at the end of a locked conversation and move it to the top of both lists, out of the archive too.

    A system line moves it within the list where it lies.
    """
    message.conversation = conversation
    message.save(force_insert=True)
    conversation.snippet = " ".join(snippet.split())[:SNIPPET]
    conversation.save(update_fields=["snippet"])
    if message.sender_id is None:
        conversation.seats.update(last_at=message.created_at)
        return message
    conversation.seats.filter(user_id=message.sender_id).update(last_at=message.created_at, archived=False)
    others = conversation.seats.exclude(user_id=message.sender_id)
    others.update(last_at=message.created_at, archived=False, unread=F("unread") + 1)
    return message


def _write(conversation_id: UUID, click: Click, content: Content, stored: list[Attachment]) -> Message:
    conversation = Conversation.objects.select_for_update().get(pk=conversation_id)
    if click.actor_id not in {conversation.low_id, conversation.high_id}:
        raise Forbidden
    if claim(click, "write_message", {"conversation": str(conversation_id)}) is not None:
        return conversation.messages.filter(sender_id=click.actor_id).latest("pk")
    must_be_open(conversation, click.actor_id)
    _check_patience(conversation, click)
    if content.gig_id is not None and content.gig_id != conversation.gig_id:
        conversation.gig_id = content.gig_id
        conversation.save(update_fields=["gig"])
    message = Message(
        sender_id=click.actor_id,
        kind=Message.Kind.TEXT,
        body=content.body,
        file_count=len(content.files),
        created_at=click.at,
    )
    append(conversation, message, snippet=content.body or safe_name(content.files[0][0].name or ""))
    for place, (upload, preview) in enumerate(content.files):
        _attach(message, place, upload, preview, stored)
    if content.draft is not None:
        clear_draft(conversation.pk, click.actor_id, content.draft)
    _tell_once(conversation, message)
    return message


def _attach(
    message: Message, place: int, upload: UploadedFile, preview: Preview | None, stored: list[Attachment]
) -> None:
    name = safe_name(upload.name or "")
    attachment = Attachment(message=message, place=place, file=upload, name=name, size=upload.size or 0)
    if preview is not None:
        attachment.preview = ContentFile(preview.content, name="preview")
        attachment.preview_width, attachment.preview_height = preview.width, preview.height
    stored.append(attachment)
    attachment.save(force_insert=True)


def _check_patience(conversation: Conversation, click: Click) -> None:
    """A young account that wrote to a stranger waits for an answer after so many messages."""
    if conversation.starter_id != click.actor_id:
        return
    joined_at = User.objects.values_list("joined_at", flat=True).get(pk=click.actor_id)
    if click.at - joined_at >= settings.YOUNG_ACCOUNT:
        return
    others = conversation.messages.exclude(kind=Message.Kind.SYSTEM).exclude(sender_id=click.actor_id)
    own = conversation.messages.filter(sender_id=click.actor_id)
    if not others.exists() and own.count() >= settings.YOUNG_UNANSWERED_MESSAGES:
        age = in_words(settings.YOUNG_ACCOUNT)
        raise Unanswered(
            f"Your account is younger than {age}: wait for an answer before you write more. Your text is kept."
        )


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
