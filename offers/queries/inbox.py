"""A member's list of conversations."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from uuid import UUID

from django.db import connection
from django.db.models import BigIntegerField, BooleanField, Exists, OuterRef, Q, Subquery, Sum
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import date_format

from accounts import queries as members
from accounts.models import User
from config.shared import clock
from gigs.models import Gig
from gigs.states import GigState
from offers.models import Block, Conversation, Offer, Seat
from offers.querysets import SeatQuerySet
from offers.states import State

PAGE = 20
_NEWEST = (
    "offers_seat.id = ANY(ARRAY(SELECT n.id FROM offers_seat n WHERE n.user_id = %s AND NOT n.archived"
    " AND n.last_at IS NOT NULL ORDER BY n.last_at DESC, n.id DESC LIMIT %s))"
)


class Box(Enum):
    """A part of the list, with what it is called. Each is read from an index of its own."""

    ALL = "All"
    UNREAD = "Unread"
    STARRED = "Starred"
    ARCHIVED = "Archived"

    @classmethod
    def named(cls, name: str) -> "Box":
        """By its word in an address; the whole list for anything else."""
        return cls.__members__.get(name.upper(), cls.ALL)

    @property
    def word(self) -> str:
        """Its word in an address; empty for the whole list."""
        return "" if self is Box.ALL else self.name.lower()


_BOXES = {
    Box.ALL: Q(archived=False),
    Box.UNREAD: Q(unread__gt=0),
    Box.STARRED: Q(starred=True),
    Box.ARCHIVED: Q(archived=True),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list."""

    conversation_id: UUID
    name: str
    picture_url: str
    snippet: str
    last_at: datetime | None
    unread: int
    starred: bool = False
    has_draft: bool = False
    current: bool = False

    @property
    def when(self) -> str:
        """The last moment in short, in the viewer's zone: the time, the day, or the year as well."""
        if self.last_at is None:
            return ""
        at, now = timezone.localtime(self.last_at), timezone.localtime(clock.now())
        this_year = "j M" if at.year == now.year else "j M Y"
        return date_format(at, "H:i" if at.date() == now.date() else this_year, use_l10n=False)


@dataclass(frozen=True, slots=True)
class Inbox:
    """Conversations, newest first, and how many messages are unread in all there are."""

    entries: tuple[Entry, ...] = ()
    unread: int = 0
    older: str = ""

    @property
    def stamp(self) -> str:
        """Another one whenever the list looks another way."""
        return hashlib.sha256(repr((self.entries, self.unread)).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Opened:
    """A conversation that a member has open, with the list beside it.

    ``read_to`` is the id up to which the other one has read; ``blocked`` and ``blocked_by`` say who shut out whom;
    ``bell_unread`` is for the header.
    """

    inbox: Inbox
    seat: Seat
    conversation: Conversation
    other: User
    may_offer: bool
    may_ask: bool
    read_to: int
    blocked: bool
    blocked_by: bool
    bell_unread: int


def newest(user_id: int, size: int = PAGE, *, before: str = "", box: Box = Box.ALL) -> Inbox:
    """A page of the list, one statement. ``before`` is ``older`` of the page above; anything else, the first page."""
    rows = _listed(Seat.objects.of(user_id).filter(_BOXES[box]), user_id)
    seats = list(rows.filter(_earlier(before)).newest_first()[: size + 1])
    shown = seats[:size]
    older = cursor_of(shown[-1]) if len(seats) > size else ""
    total = _total(seats) if seats or box is Box.ALL else unread_of(user_id)
    return Inbox(tuple(entry_of(seat) for seat in shown), total, older)


def unread_of(user_id: int) -> int:
    """How many messages are unread in all conversations that a member has not put away; one statement."""
    seats = Seat.objects.filter(user_id=user_id, archived=False, unread__gt=0)
    return int(seats.aggregate(total=Sum("unread"))["total"] or 0)


def opened(user_id: int, conversation_id: UUID) -> Opened | None:
    """One conversation and the newest others, one statement; None when the member is no party of it."""
    mine = Seat.objects.filter(
        _among_the_newest(user_id) | Q(conversation_id=conversation_id), user_id=user_id
    )
    rows = _listed(mine, user_id)
    rows = (
        _with_the_other(rows)
        .annotate(bell=members.unread_of(user_id))
        .select_related("conversation__gig")
        .defer("conversation__gig__description")
    )
    seats = list(rows.newest_first())
    seat = next((seat for seat in seats if seat.conversation_id == conversation_id), None)
    if seat is None:
        return None
    known = vars(seat)
    seat.conversation.may_hold_drafts = bool(known["has_drafts"])
    return Opened(
        inbox=_beside(seats, seat),
        seat=seat,
        conversation=seat.conversation,
        other=other_of(seat),
        may_offer=bool(known["may_offer"]),
        may_ask=bool(known["may_ask"]),
        read_to=int(known["read_by_other"] or 0),
        blocked=bool(known["blocks"]),
        blocked_by=bool(known["is_blocked"]),
        bell_unread=int(known["bell"]),
    )


def beside(user_id: int, conversation_id: UUID) -> Inbox:
    """The newest conversations as they stand beside an open one; one statement."""
    seats = list(_listed(Seat.objects.of(user_id).filter(archived=False), user_id).newest_first()[:PAGE])
    current = next((seat for seat in seats if seat.conversation_id == conversation_id), None)
    return _beside(seats, current)


def _beside(seats: list[Seat], current: Seat | None) -> Inbox:
    """What is open counts as read."""
    listed = [row for row in seats if row.last_at is not None and not row.archived]
    entries = tuple(
        replace(entry_of(row), current=row is current, unread=0 if row is current else row.unread)
        for row in listed
    )
    return Inbox(entries, _total(seats) - (current.unread if current else 0))


def cursor_of(seat: Seat) -> str:
    """Where the next page of the list goes on."""
    return f"{seat.last_at.isoformat()}~{seat.pk}" if seat.last_at else ""


def _earlier(cursor: str) -> Q:
    moment, mark, pk = cursor.partition("~")
    at = clock.read_moment(moment)
    try:
        below = int(pk)
    except ValueError:
        return Q()
    if not mark or at is None or not 0 < below < 2**63:
        return Q()
    # the first condition is where the index begins to be read, however deep the page
    return Q(last_at__lte=at) & (Q(last_at__lt=at) | Q(pk__lt=below))


def _listed(seats: SeatQuerySet, user_id: int) -> SeatQuerySet:
    unread = Seat.objects.filter(user_id=user_id, archived=False, unread__gt=0).order_by().values("user_id")
    total = Subquery(unread.annotate(total=Sum("unread")).values("total"))
    rows = seats.select_related("conversation__low", "conversation__high")
    return rows.annotate(total=Coalesce(total, 0))


def _among_the_newest(user_id: int) -> Q:
    """The first page of the list, as a condition beside another one.

    PostgreSQL would compare every seat of the member with an IN; an array it looks up by the key.
    """
    if connection.vendor == "postgresql":
        return Q(RawSQL(_NEWEST, [user_id, PAGE], output_field=BooleanField()))  # noqa: S611 - our own SQL
    newest_ids = Seat.objects.of(user_id).filter(archived=False).newest_first().values("pk")[:PAGE]
    return Q(pk__in=Subquery(newest_ids))


def watched(user_id: int, conversation_id: UUID) -> tuple[Seat, int] | None:
    """A member's seat, and the id up to which the other one has read, one statement; None for an outsider."""
    rows = Seat.objects.filter(user_id=user_id, conversation_id=conversation_id)
    rows = rows.select_related("conversation__low", "conversation__high")
    seat = rows.annotate(read_by_other=_read_by_other()).first()
    return (seat, int(vars(seat)["read_by_other"] or 0)) if seat else None


def _read_by_other() -> Subquery:
    others = Seat.objects.filter(conversation_id=OuterRef("conversation_id"))
    others = others.exclude(user_id=OuterRef("user_id"))
    return Subquery(others.values("read_to")[:1], output_field=BigIntegerField())


def _with_the_other(rows: SeatQuerySet) -> SeatQuerySet:
    """What the page of one conversation wants to know besides."""
    pair = Q(blocker_id=OuterRef("conversation__low_id"), blocked_id=OuterRef("conversation__high_id")) | Q(
        blocker_id=OuterRef("conversation__high_id"), blocked_id=OuterRef("conversation__low_id")
    )
    blocks = Block.objects.filter(pair)
    sold = Q(seller_id=OuterRef("conversation__low_id")) | Q(seller_id=OuterRef("conversation__high_id"))
    theirs = Gig.objects.filter(sold, state=GigState.ACTIVE)
    drafts = Offer.objects.filter(conversation=OuterRef("conversation_id"), seller=OuterRef("user_id"))
    return rows.annotate(
        may_offer=Exists(Gig.objects.filter(seller_id=OuterRef("user_id"), state=GigState.ACTIVE)),
        may_ask=Exists(theirs.exclude(seller_id=OuterRef("user_id"))),
        read_by_other=_read_by_other(),
        has_drafts=Exists(drafts.filter(state=State.DRAFT)),
        blocks=Exists(blocks.filter(blocker_id=OuterRef("user_id"))),
        is_blocked=Exists(blocks.filter(blocked_id=OuterRef("user_id"))),
    )


def other_of(seat: Seat) -> User:
    """The member on the other side."""
    conversation = seat.conversation
    return conversation.high if conversation.low_id == seat.user_id else conversation.low


def entry_of(seat: Seat) -> Entry:
    """A seat as a line of the list; the conversation and its members are at hand."""
    other = other_of(seat)
    return Entry(
        conversation_id=seat.conversation_id,
        name=other.label,
        picture_url=other.picture_url,
        snippet=seat.conversation.snippet,
        last_at=seat.last_at,
        unread=seat.unread,
        starred=seat.starred,
        has_draft=bool(seat.draft),
    )


def _total(seats: Iterable[Seat]) -> int:
    return next((int(getattr(seat, "total", 0)) for seat in seats), 0)
