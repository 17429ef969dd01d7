"""Beginning a conversation: one for each pair of members."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import User
from config.shared.commands import Click
from config.shared.errors import Refusal
from offers.models import Conversation, Message, Seat
from offers.operations.messages import write_message


class NoConversation(Refusal):
    """These two cannot begin to write to each other."""


@transaction.atomic
def open_conversation(
    *, starter_id: int, other_id: int, at: datetime, gig_id: int | None = None
) -> Conversation:
    """The pair's conversation, made when it does not exist yet; ``gig_id`` says what it began about.

    Raises NoConversation for oneself, and for a new one when either side is suspended. One that exists stays
    open, since running milestones may end (product.md 8).
    """
    if starter_id == other_id:
        message = "You cannot write to yourself."
        raise NoConversation(message)
    existing = Conversation.objects.between(starter_id, other_id).first()
    if existing is not None:
        return existing
    _check_standing(starter_id, other_id)
    row = Conversation(
        low_id=min(starter_id, other_id), high_id=max(starter_id, other_id), gig_id=gig_id, created_at=at
    )
    Conversation.objects.bulk_create([row], ignore_conflicts=True)
    conversation = Conversation.objects.between(starter_id, other_id).get()
    seats = [
        Seat(conversation=conversation, user_id=user_id)
        for user_id in (conversation.low_id, conversation.high_id)
    ]
    Seat.objects.bulk_create(seats, ignore_conflicts=True)
    return conversation


@transaction.atomic
def start_conversation(
    *, other_id: int, click: Click, body: str, files: Sequence[UploadedFile] = (), gig_id: int | None = None
) -> Message:
    """Write a first message: open the conversation and put the message into it, both or neither.

    Raises NoConversation, and what ``write_message`` raises.
    """
    conversation = open_conversation(starter_id=click.actor_id, other_id=other_id, at=click.at, gig_id=gig_id)
    return write_message(conversation_id=conversation.pk, click=click, body=body, files=files)


def _check_standing(starter_id: int, other_id: int) -> None:
    users = User.objects.in_bulk([starter_id, other_id])
    if not users[starter_id].in_good_standing:
        message = "Your account is suspended: you cannot begin new conversations."
        raise NoConversation(message)
    if not users[other_id].in_good_standing:
        message = f"{users[other_id].label} cannot be reached at the moment."
        raise NoConversation(message)
