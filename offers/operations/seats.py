"""A member's own view of a conversation: star, archive, what was read."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from offers.models import Message, Seat


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
