"""Looking for people and words in one's own conversations.

On PostgreSQL two GIN indexes answer, in which every word stands beside or behind the member who may read it (migration
0004): what is read grows with what is found, not with the market. SQLite compares texts.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL

from config.shared.text import clean_line
from offers.models import Conversation, Message, Seat
from offers.queries.inbox import Entry, entry_of, other_of
from offers.querysets import MessageQuerySet, SeatQuerySet

QUERY_MAX = 100
WORDS_MAX = 6
PEOPLE_MAX = 10
MESSAGES_MAX = 20
AROUND = 60
# what is found is told by the index alone, before anything is put in order: else PostgreSQL, who does not know how rare
# a word is among one member's, walks through everything in the order of the list. Stop words alone ask for nothing.
_NAMED = "offers_seat.id = ANY(ARRAY(SELECT n.id FROM offers_seat n WHERE n.names @@ %s::tsquery))"
_WORDED = (
    "offers_message.id = ANY(ARRAY(SELECT h.id FROM (SELECT m.id FROM offers_message m"
    " WHERE numnode(plainto_tsquery('pg_catalog.english', %s)) > 0"
    " AND m.search @@ (plainto_tsquery('pg_catalog.english', %s) && %s::tsquery) OFFSET 0) h"
    " ORDER BY h.id DESC LIMIT %s))"
)
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """A message that was found; ``words`` is the part of it around the first word."""

    conversation_id: UUID
    message_id: int
    name: str
    picture_url: str
    own: bool
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Found:
    """The newest conversations with people of that name, and the newest messages with those words."""

    people: tuple[Entry, ...] = ()
    messages: tuple[Hit, ...] = ()


def search(user_id: int, text: str) -> Found:
    """At most 10 conversations and 20 messages of this member, two statements; nothing for a text without words."""
    words = _WORD.findall(clean_line(text)[:QUERY_MAX].lower())[:WORDS_MAX]
    if not words:
        return Found()
    seats = Seat.objects.of(user_id).select_related("conversation__low", "conversation__high")
    people = _by_name(seats, user_id, words).newest_first()[:PEOPLE_MAX]
    found = _with_words(user_id, words).select_related("conversation__low", "conversation__high")
    return Found(
        tuple(entry_of(seat) for seat in people),
        tuple(_hit(message, user_id, words) for message in found.order_by("-pk")[:MESSAGES_MAX]),
    )


def _by_name(seats: SeatQuerySet, user_id: int, words: Sequence[str]) -> SeatQuerySet:
    """Every word begins one of the other's names."""
    if connection.vendor == "postgresql":
        return seats.filter(_raw(_NAMED, " & ".join(f"'{user_id}:{word}':*" for word in words)))
    for word in words:
        low, high = (
            Q(**{f"conversation__{side}__display_name__icontains": word})
            | Q(**{f"conversation__{side}__handle__icontains": word})
            for side in ("low", "high")
        )
        seats = seats.filter(Q(high, conversation__low_id=user_id) | Q(low, conversation__high_id=user_id))
    return seats


def _with_words(user_id: int, words: Sequence[str]) -> MessageQuerySet:
    """Every word stands in the text, in any of its forms (PostgreSQL) or as a part of it (SQLite)."""
    if connection.vendor == "postgresql":
        text = " ".join(words)
        return Message.objects.filter(_raw(_WORDED, text, text, f"'@{user_id}'", MESSAGES_MAX))
    mine = Conversation.objects.visible_to(user_id).values("pk")
    has_all = reduce(lambda held, word: held & Q(body__icontains=word), words, Q(kind=Message.Kind.TEXT))
    return Message.objects.filter(has_all, conversation__in=mine)


def _raw(sql: str, *params: str | int) -> RawSQL:
    return RawSQL(sql, params, output_field=BooleanField())  # noqa: S611 - our own SQL, values as parameters


def _hit(message: Message, user_id: int, words: Sequence[str]) -> Hit:
    seat = Seat(conversation=message.conversation, user_id=user_id)
    other = other_of(seat)
    return Hit(
        conversation_id=message.conversation_id,
        message_id=message.pk,
        name=other.label,
        picture_url=other.picture_url,
        own=message.sender_id == user_id,
        words=_around(message.body, words),
        at=message.created_at,
    )


def _around(body: str, words: Sequence[str]) -> str:
    line = " ".join(body.split())
    places = [place for word in words if (place := line.lower().find(word[:4])) >= 0]
    start = max(min(places, default=0) - AROUND, 0)
    cut = line[start : start + 3 * AROUND]
    return f"{'…' if start else ''}{cut}{'…' if start + 3 * AROUND < len(line) else ''}"
