"""The messages of a conversation, as a page shows them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.safestring import SafeString

from accounts.models import User
from config.shared.links import linked
from offers.models import Attachment, Conversation, Message, Offer, OfferRequest
from offers.queries.sheets import Card, card_of
from offers.querysets import MessageQuerySet

PAGE = 50
BURST = 200
FOLD = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One message; ``day`` is set on the first of its day in the viewer's time zone.

    ``folded``: system lines right before this one, which is the last of at least ``FOLD`` in a row.
    """

    id: int
    kind: str
    own: bool
    name: str
    body: str
    html: SafeString
    url: str
    at: datetime
    day: date | None
    files: tuple[Attachment, ...] = ()
    card: Card | None = None
    asked: OfferRequest | None = None
    folded: tuple["Line", ...] = ()


@dataclass(frozen=True, slots=True)
class Thread:
    """A stretch of a conversation. ``before`` is 0 when nothing older exists; ``after`` is the newest id known.

    ``read`` is the viewer's last message that the other one has seen (0: none of these), ``heard`` the last one of the
    other. ``repeated`` is a message that begins a day on the page already, which these older ones begin earlier.
    """

    lines: tuple[Line, ...]
    before: int
    after: int
    changed: tuple[Card, ...] = ()
    closed: tuple[OfferRequest, ...] = ()
    read: int = 0
    heard: int = 0
    repeated: int = 0


def newest_lines(
    conversation: Conversation, viewer: User, other: User, *, before: int = 0, read_to: int = 0
) -> Thread:
    """The newest 50 messages, or the 50 before a known one; at most four statements."""
    rows = _rows(conversation)
    found = list((rows.before(before) if before else rows).order_by("-pk")[: PAGE + 1])
    shown = found[:PAGE][::-1]
    _fill(shown)
    lines = _lines(shown, viewer, other, None)
    return Thread(
        folded(lines),
        before=shown[0].pk if len(found) > PAGE else 0,
        after=shown[-1].pk if shown else 0,
        read=max((m.pk for m in shown if m.sender_id == viewer.pk and m.pk <= read_to), default=0),
        heard=max((m.pk for m in shown if m.sender_id == other.pk), default=0),
        repeated=_repeated(conversation, before, shown),
    )


def lines_after(conversation: Conversation, viewer: User, other: User, *, after: int) -> Thread:
    """What was written since a known message, and the cards of offers and requests that it speaks of."""
    rows = _rows(conversation)
    shown = list(rows.after(after).order_by("pk")[:BURST])
    if not shown:
        return Thread((), 0, after)
    known = rows.filter(pk__lte=after).order_by("-pk").values_list("created_at", flat=True).first()
    _fill(shown)
    lines = _lines(shown, viewer, other, _day(known) if known else None)
    changed = {m.offer.pk: m.offer for m in shown if m.offer is not None and m.kind == Message.Kind.SYSTEM}
    return Thread(
        lines,
        before=0,
        after=shown[-1].pk,
        changed=tuple(card_of(offer) for offer in changed.values()),
        closed=_closed_since(conversation, shown),
        heard=max((m.pk for m in shown if m.sender_id == other.pk), default=0),
    )


def _closed_since(conversation: Conversation, shown: Sequence[Message]) -> tuple[OfferRequest, ...]:
    """Requests that were answered (by an offer) or withdrawn (a system line says it) with what is new."""
    if all(message.kind == Message.Kind.TEXT for message in shown):
        return ()
    rows = OfferRequest.objects.filter(conversation=conversation, closed_at__gte=shown[0].created_at)
    return tuple(rows.order_by("closed_at"))


def read_mark(conversation: Conversation, viewer: User, *, read_to: int, first: int) -> int:
    """The viewer's last message from ``first`` on that the other one has seen; 0 when there is none."""
    own = Message.objects.filter(conversation=conversation, sender=viewer, pk__lte=read_to, pk__gte=first)
    return own.order_by("-pk").values_list("pk", flat=True).first() or 0


def folded(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The same lines; of many system lines in a row on one day only the last one stands by itself."""
    shown: list[Line] = []
    run: list[Line] = []
    for line in (*lines, None):
        if run and (line is None or line.kind != Message.Kind.SYSTEM or line.day):
            shown += [replace(run[-1], folded=tuple(run[:-1]), day=run[0].day)] if len(run) >= FOLD else run
            run = []
        if line is not None:
            (run if line.kind == Message.Kind.SYSTEM else shown).append(line)
    return tuple(shown)


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


def _repeated(conversation: Conversation, before: int, shown: Sequence[Message]) -> int:
    """The message before which these stand, when it is of the same day as the last of them."""
    if not before or not shown:
        return 0
    rows = Message.objects.filter(conversation=conversation, pk=before)
    at = rows.values_list("created_at", flat=True).first()
    return before if at is not None and _day(at) == _day(shown[-1].created_at) else 0


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
        today = _day(message.created_at)
        own = message.sender_id == viewer.pk
        is_card = message.kind == Message.Kind.OFFER and message.offer is not None
        lines.append(
            Line(
                id=message.pk,
                kind=message.kind,
                own=own,
                name="You" if own else other.label,
                body=message.body,
                html=linked(message.body),
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
