"""A member's own view of a conversation: star, archive, what was read, what stands in the composer."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from config.shared.errors import Invalid, Stale
from offers.models import Message, Seat


class DraftMoved(Stale):
    """Another window has saved, cleared or sent the draft since this one read it."""

    def __init__(self, seat: Seat) -> None:
        """Keep what stands there now."""
        super().__init__("The draft was changed in another window.")
        self.seat = seat


def star(*, conversation_id: UUID, user_id: int, starred: bool) -> None:
    """Mark a conversation for oneself, or take the mark away; again changes nothing."""
    Seat.objects.filter(conversation_id=conversation_id, user_id=user_id).update(starred=starred)


def archive(*, conversation_id: UUID, user_id: int, archived: bool) -> None:
    """Put a conversation away until something is written in it, or take it out again.

    What is put away counts no longer as unread; the other side does not see it as read by that.
    """
    seats = Seat.objects.filter(conversation_id=conversation_id, user_id=user_id)
    seats.update(archived=archived, **({"unread": 0} if archived else {}))


@transaction.atomic
def mark_read(*, seat: Seat, at: datetime, up_to: int | None = None) -> None:
    """The member has the conversation open and has seen the messages ``up_to`` an id (by default: all).

    What was written after that stays unread. The next message may be told by mail again.
    """
    messages = Message.objects.filter(conversation_id=seat.conversation_id)
    if up_to is None:
        up_to = messages.order_by("-pk").values_list("pk", flat=True).first() or 0
    # held while the rest is counted: a message that arrives meanwhile waits, and then adds itself
    held = Seat.objects.select_for_update().get(pk=seat.pk)
    read_to = max(held.read_to, up_to)
    unread = messages.after(read_to).exclude(sender_id=seat.user_id).filter(sender__isnull=False).count()
    Seat.objects.filter(pk=seat.pk).update(unread=unread, told=False, opened_at=at, read_to=read_to)
    seat.unread, seat.told, seat.opened_at, seat.read_to = unread, False, at, read_to


@transaction.atomic
def keep_draft(*, conversation_id: UUID, user_id: int, text: str, version: int | None) -> Seat:
    """Keep what stands in the composer. ``version`` is that of the draft which the window knows; None writes over any.

    Raises DraftMoved with the stored one (the same text is no conflict), Invalid (too long).
    """
    if len(text) > settings.MESSAGE_MAX:
        raise Invalid(f"Use at most {settings.MESSAGE_MAX:,} characters.", field="body")
    seat = Seat.objects.select_for_update().get(conversation_id=conversation_id, user_id=user_id)
    if seat.draft == text:
        return seat
    if version is not None and version != seat.draft_version:
        raise DraftMoved(seat)
    seat.draft, seat.draft_version = text, seat.draft_version + 1
    seat.save(update_fields=["draft", "draft_version"])
    return seat


@transaction.atomic
def add_to_draft(*, conversation_id: UUID, user_id: int, text: str, typed: str | None = None) -> Seat:
    """Put a text below the draft, or below what stands in the composer now (``typed``). Raises Invalid (too long)."""
    seat = Seat.objects.select_for_update().get(conversation_id=conversation_id, user_id=user_id)
    before = (seat.draft if typed is None else typed).rstrip()
    whole = f"{before}\n\n{text}" if before else text
    return keep_draft(conversation_id=conversation_id, user_id=user_id, text=whole, version=None)


def clear_draft(conversation_id: UUID, user_id: int, version: int) -> None:
    """What stood in the composer was sent. A draft that another window has saved since is left alone."""
    seats = Seat.objects.filter(conversation_id=conversation_id, user_id=user_id, draft_version=version)
    seats.update(draft="", draft_version=F("draft_version") + 1)
