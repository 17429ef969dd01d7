"""The messages of a conversation, as a page shows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import prefetch_related_objects
from django.utils import timezone

from accounts.models import User
from offers.models import Attachment, Conversation, Message, Offer, OfferRequest
from offers.queries.sheets import Card, card_of
from offers.querysets import MessageQuerySet

PAGE = 50
BURST = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One message; ``day`` is set on the first of its day in the viewer's time zone."""

    id: int
    kind: str
    own: bool
    name: str
    body: str
    url: str
    at: datetime
    day: date | None
    files: tuple[Attachment, ...] = ()
    card: Card | None = None
    asked: OfferRequest | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """A stretch of a conversation. ``before`` is 0 when nothing older exists; ``after`` is the newest id known."""

    lines: tuple[Line, ...]
    before: int
    after: int
    changed: tuple[Card, ...] = ()


def newest_lines(conversation: Conversation, viewer: User, other: User, *, before: int = 0) -> Thread:
    """The newest 50 messages, or the 50 before a known one; at most three statements."""
    rows = _rows(conversation)
    if before:
        rows = rows.before(before)
    found = list(rows.order_by("-pk")[: PAGE + 1])
    shown = found[:PAGE][::-1]
    _fill(shown)
    more = shown[0].pk if len(found) > PAGE else 0
    return Thread(_lines(shown, viewer, other, None), more, shown[-1].pk if shown else 0)


def lines_after(conversation: Conversation, viewer: User, other: User, *, after: int) -> Thread:
    """What was written since a known message, and the cards of offers that a system line speaks of."""
    rows = _rows(conversation)
    known = rows.filter(pk__lte=after).order_by("-pk").values_list("created_at", flat=True).first()
    shown = list(rows.after(after).order_by("pk")[:BURST])
    _fill(shown)
    lines = _lines(shown, viewer, other, timezone.localtime(known).date() if known else None)
    changed = {m.offer.pk: m.offer for m in shown if m.offer is not None and m.kind == Message.Kind.SYSTEM}
    return Thread(
        lines, 0, shown[-1].pk if shown else after, tuple(card_of(offer) for offer in changed.values())
    )


def _rows(conversation: Conversation) -> MessageQuerySet:
    return Message.objects.filter(conversation=conversation).select_related("offer", "request")


def _fill(messages: list[Message]) -> None:
    """Files and offer rows, asked for only when some message has them."""
    with_files = [message for message in messages if message.file_count]
    if with_files:
        prefetch_related_objects(with_files, "attachments")
    offers: list[Offer] = [message.offer for message in messages if message.offer is not None]
    if offers:
        prefetch_related_objects(offers, "milestones")


def _lines(messages: Iterable[Message], viewer: User, other: User, day: date | None) -> tuple[Line, ...]:
    lines = []
    for message in messages:
        today = timezone.localtime(message.created_at).date()
        own = message.sender_id == viewer.pk
        is_card = message.kind == Message.Kind.OFFER and message.offer is not None
        lines.append(
            Line(
                id=message.pk,
                kind=message.kind,
                own=own,
                name="You" if own else other.label,
                body=message.body,
                url=message.url,
                at=message.created_at,
                day=None if today == day else today,
                files=tuple(message.attachments.all()) if message.file_count else (),
                card=card_of(message.offer) if is_card and message.offer else None,
                asked=getattr(message, "request", None),
            )
        )
        day = today
    return tuple(lines)
