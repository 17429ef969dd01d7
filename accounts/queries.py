"""Reads of this app made of several filters."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Subquery
from django.db.models.functions import Coalesce
from django.utils.formats import date_format

from accounts.models import Notification, SentMail, User
from accounts.places import country_name, language_names
from config.shared import clock

PAGE = 25


@dataclass(frozen=True, slots=True)
class NotificationPage:
    """One page of the bell, newest first. ``older`` and ``newest_id`` are empty or 0 when there is nothing."""

    entries: tuple[Notification, ...]
    older: str
    newest_id: int
    unread: int


def unread_count(user_id: int) -> int:
    """Number of unread bell entries."""
    return Notification.objects.of(user_id).unread().count()


def unread_of(user_id: int) -> Coalesce:
    """The same as part of a statement about something else of the member."""
    rows = Notification.objects.of(user_id).unread().order_by().values("user_id")
    return Coalesce(Subquery(rows.annotate(total=Count("pk")).values("total")), 0)


def notification_page(user_id: int, before: str = "") -> NotificationPage:
    """The entries that follow the cursor ``before``; an unreadable cursor shows the newest."""
    rows = Notification.objects.of(user_id)
    wanted = rows.newest_first()
    if cursor := _read_cursor(before):
        wanted = wanted.older_than(*cursor)
    found = list(wanted[: PAGE + 1])
    shown = tuple(found[:PAGE])
    last = shown[-1] if len(found) > PAGE else None
    return NotificationPage(
        entries=shown,
        older=f"{last.created_at.isoformat()}~{last.pk}" if last else "",
        newest_id=rows.order_by("-id").values_list("id", flat=True).first() or 0,
        unread=unread_count(user_id),
    )


def _read_cursor(text: str) -> tuple[datetime, int] | None:
    moment, _, number = text.partition("~")
    created_at = clock.read_moment(moment)
    try:
        entry_id = int(number)
    except ValueError:
        return None
    return (created_at, entry_id) if created_at and abs(entry_id) < 2**62 else None


def person_by_handle(handle: str) -> User | None:
    """A member whose profile may be seen, found without regard to case."""
    return User.objects.filter(handle=handle.lower(), is_active=True).first()


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What a member tells of where and how: empty where nothing is told. ``local_clock`` is the time there, now."""

    country: str
    languages: tuple[str, ...]
    local_clock: str


def facts_of(person: User, now: datetime) -> PersonFacts:
    """The facts beside a profile and beside a member's gigs; no statement."""
    return PersonFacts(
        country=country_name(person.country),
        languages=tuple(language_names(person.languages)),
        local_clock=date_format(now.astimezone(person.zone), "D, H:i"),
    )


def sent_mails(to: str = "", limit: int = 200) -> list[SentMail]:
    """The demo mailbox, newest first, of one address or of all (a part of the address is enough)."""
    rows = SentMail.objects.order_by("-created_at", "-id")
    return list(rows.filter(to__icontains=to)[:limit] if to else rows[:limit])
