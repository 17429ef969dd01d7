"""Shutting somebody out, and letting them in again."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from config.shared.errors import Forbidden, Refusal
from offers import ties
from offers.models import Block, Conversation


class Blocked(Refusal):
    """One of the two has blocked the other: nothing new begins between them."""


@transaction.atomic
def block_member(*, conversation_id: UUID, blocker_id: int, at: datetime) -> Block:
    """Shut the other one of a conversation out; again changes nothing.

    They are not told. Raises Forbidden (no party).
    """
    other_id = _other_of(conversation_id, blocker_id)
    row = Block(blocker_id=blocker_id, blocked_id=other_id, created_at=at)
    Block.objects.bulk_create([row], ignore_conflicts=True)
    return Block.objects.get(blocker_id=blocker_id, blocked_id=other_id)


@transaction.atomic
def unblock_member(*, conversation_id: UUID, blocker_id: int) -> None:
    """Take one's own block back; the other's stands. Raises Forbidden (no party)."""
    Block.objects.filter(blocker_id=blocker_id, blocked_id=_other_of(conversation_id, blocker_id)).delete()


def must_be_on_terms(actor_id: int, other_id: int) -> None:
    """Refuse whatever would begin something new between two, in words for the one who acts. Raises Blocked.

    Who was blocked reads no more than that the other one cannot be reached, as of a suspended member.
    """
    pair = Q(blocker_id=actor_id, blocked_id=other_id) | Q(blocker_id=other_id, blocked_id=actor_id)
    blocks = list(Block.objects.filter(pair).values_list("blocker_id", flat=True))
    if not blocks:
        return
    name = User.objects.get(pk=other_id).label
    if actor_id in blocks:
        raise Blocked(f"You blocked {name}. Unblock {name} in your conversation first.")
    raise Blocked(f"{name} cannot be reached at the moment.")


def must_be_open(conversation: Conversation, actor_id: int) -> None:
    """Refuse a message between two of whom one blocked the other, unless an order of theirs runs. Raises Blocked."""
    try:
        must_be_on_terms(actor_id, conversation.other_id(actor_id))
    except Blocked:
        if not ties.bound(conversation.pk):
            raise


def _other_of(conversation_id: UUID, user_id: int) -> int:
    conversation = Conversation.objects.get(pk=conversation_id)
    if user_id not in {conversation.low_id, conversation.high_id}:
        raise Forbidden
    return conversation.other_id(user_id)
