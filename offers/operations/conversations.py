"""Beginning a conversation: one for each pair of members."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import User
from config.shared.commands import Click
from config.shared.durations import in_words
from config.shared.errors import Refusal
from offers.models import Conversation, Message, Seat
from offers.operations.blocking import must_be_on_terms
from offers.operations.messages import write_message

DAY = timedelta(days=1)


class NoConversation(Refusal):
    """These two cannot begin to write to each other."""


class TooManyConversations(NoConversation):
    """A new account has begun enough of them for a day."""


@transaction.atomic
def open_conversation(
    *, starter_id: int, other_id: int, at: datetime, gig_id: int | None = None, uninvited: bool = False
) -> Conversation:
    """The pair's conversation, made when it does not exist yet; ``gig_id`` says what it began about.

    ``uninvited``: the starter writes to a stranger, which young accounts may do so many times a day; an order is paid
    for and not counted. Raises NoConversation for oneself, and for a new one when either side is suspended; Blocked;
    TooManyConversations. One that exists stays open, since running milestones may end (product.md 8).
    """
    if starter_id == other_id:
        message = "You cannot write to yourself."
        raise NoConversation(message)
    existing = Conversation.objects.between(starter_id, other_id).first()
    if existing is not None:
        return existing
    _check_standing(starter_id, other_id)
    must_be_on_terms(starter_id, other_id)
    if uninvited:
        _check_rate(starter_id, at)
    row = Conversation(
        low_id=min(starter_id, other_id),
        high_id=max(starter_id, other_id),
        starter_id=starter_id if uninvited else None,
        gig_id=gig_id,
        created_at=at,
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

    Raises what ``open_conversation`` and ``write_message`` raise.
    """
    conversation = open_conversation(
        starter_id=click.actor_id, other_id=other_id, at=click.at, gig_id=gig_id, uninvited=True
    )
    return write_message(conversation_id=conversation.pk, click=click, body=body, files=files, gig_id=gig_id)


def _check_standing(starter_id: int, other_id: int) -> None:
    users = User.objects.in_bulk([starter_id, other_id])
    if not users[starter_id].in_good_standing:
        message = "Your account is suspended: you cannot begin new conversations."
        raise NoConversation(message)
    if not users[other_id].in_good_standing:
        message = f"{users[other_id].label} cannot be reached at the moment."
        raise NoConversation(message)


def _check_rate(starter_id: int, at: datetime) -> None:
    """The starter's row is held, so that clicks at once are counted one after the other."""
    starter = User.objects.select_for_update().get(pk=starter_id)
    if at - starter.joined_at >= settings.YOUNG_ACCOUNT:
        return
    begun = Conversation.objects.filter(starter_id=starter_id, created_at__gt=at - DAY).count()
    if begun >= settings.YOUNG_CONVERSATIONS_PER_DAY:
        raise TooManyConversations(
            f"In the first {in_words(settings.YOUNG_ACCOUNT)} you can begin {settings.YOUNG_CONVERSATIONS_PER_DAY}"
            " conversations a day. Go on with those you have, or write to this member tomorrow."
        )
