"""A member's list of conversations."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.models import User
from config.shared import clock
from gigs.models import Gig
from gigs.states import GigState
from offers.models import Conversation, Seat
from offers.querysets import SeatQuerySet

PAGE = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list."""

    conversation_id: UUID
    name: str
    picture_url: str
    snippet: str
    last_at: datetime | None
    unread: int
    current: bool = False


@dataclass(frozen=True, slots=True)
class Inbox:
    """The newest conversations, and how many messages are unread in all of them."""

    entries: tuple[Entry, ...] = ()
    unread: int = 0
    older: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A conversation that a member has open, with the list beside it."""

    inbox: Inbox
    seat: Seat
    conversation: Conversation
    other: User
    may_offer: bool
    may_ask: bool = False


def newest(user_id: int, size: int = PAGE, *, before: str = "") -> Inbox:
    """A page of the list, one statement. ``before`` is ``older`` of the page above; anything else, the first page."""
    seats = list(_listed(user_id).filter(_earlier(before)).newest_first()[: size + 1])
    shown = seats[:size]
    older = cursor_of(shown[-1]) if len(seats) > size else ""
    return Inbox(tuple(_entry(seat) for seat in shown), _total(seats), older)


def opened(user_id: int, conversation_id: UUID) -> Opened | None:
    """One conversation and the newest others, one statement; None when the member is no party of it."""
    newest_ids = Seat.objects.of(user_id).newest_first().values("pk")[:PAGE]
    rows = _listed(user_id, begun=False).filter(
        Q(pk__in=Subquery(newest_ids)) | Q(conversation_id=conversation_id)
    )
    may_offer = Exists(Gig.objects.filter(seller_id=OuterRef("user_id"), state=GigState.ACTIVE))
    sold = Q(seller_id=OuterRef("conversation__low_id")) | Q(seller_id=OuterRef("conversation__high_id"))
    may_ask = Exists(Gig.objects.filter(sold, state=GigState.ACTIVE).exclude(seller_id=OuterRef("user_id")))
    seats = list(rows.annotate(may_offer=may_offer, may_ask=may_ask).newest_first())
    seat = next((seat for seat in seats if seat.conversation_id == conversation_id), None)
    if seat is None:
        return None
    listed = [row for row in seats if row.last_at is not None]
    entries = tuple(
        replace(_entry(row), current=row is seat, unread=0 if row is seat else row.unread) for row in listed
    )
    inbox = Inbox(entries, _total(seats) - seat.unread)
    may = [bool(getattr(seat, name, False)) for name in ("may_offer", "may_ask")]
    return Opened(inbox, seat, seat.conversation, _other(seat), *may)


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
    return Q(last_at__lt=at) | Q(last_at=at, pk__lt=below)


def _listed(user_id: int, *, begun: bool = True) -> SeatQuerySet:
    unread = Seat.objects.filter(user_id=user_id, unread__gt=0).order_by().values("user_id")
    total = Subquery(unread.annotate(total=Sum("unread")).values("total"))
    seats = Seat.objects.of(user_id) if begun else Seat.objects.filter(user_id=user_id)
    return seats.select_related("conversation__low", "conversation__high").annotate(total=Coalesce(total, 0))


def _other(seat: Seat) -> User:
    conversation = seat.conversation
    return conversation.high if conversation.low_id == seat.user_id else conversation.low


def _entry(seat: Seat) -> Entry:
    other = _other(seat)
    return Entry(
        conversation_id=seat.conversation_id,
        name=other.label,
        picture_url=other.picture.url if other.picture else "",
        snippet=seat.conversation.snippet,
        last_at=seat.last_at,
        unread=seat.unread,
    )


def _total(seats: Iterable[Seat]) -> int:
    return next((int(getattr(seat, "total", 0)) for seat in seats), 0)
