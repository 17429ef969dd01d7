"""Dates, by arithmetic alone. Every moment is aware UTC; a day is 24 hours (8 days are 192 hours)."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings

from config.shared.durations import after, read_period, seconds
from orders.states import Kind

Windows = Mapping[str, int]
"""The lengths of time frozen into an order, in seconds, by the name of their setting."""


YOUNGER = frozenset({"AMENDMENT_ANSWER", "CANCELLATION_ANSWER"})
"""Rules that some orders are older than: for those the usual length counts. Terms without another one are broken."""


def window(windows: Windows, name: str) -> timedelta:
    """One frozen length of time. Raises KeyError when the terms lack it."""
    return _frozen_or_usual(windows, name) if name in YOUNGER else timedelta(seconds=windows[name])


def acceptance_deadline(kind: str, windows: Windows, delivered_at: datetime) -> datetime:
    """Until when a delivery can be answered (article, custom offers: 8 days; single payments 3)."""
    name = "ACCEPTANCE_WINDOW" if kind == Kind.MILESTONES else "ACCEPTANCE_WINDOW_SINGLE"
    return delivered_at + window(windows, name)


def work_due(started_at: datetime, days: int) -> datetime:
    """When a milestone is due."""
    return started_at + timedelta(days=days)


def time_left(due_at: datetime, delivered_at: datetime) -> timedelta:
    """What was left of the work clock at a delivery; it stands while delivered."""
    return max(due_at - delivered_at, timedelta(0))


def due_after_revision(requested_at: datetime, left: timedelta) -> datetime:
    """The request plus the time that was left at delivery, at least 3 days (product.md 5.1)."""
    return requested_at + max(left, timedelta(days=settings.REVISION_DAYS_MIN))


def very_late_at(windows: Windows, due_at: datetime) -> datetime:
    """From when the buyer may cancel the running milestone alone."""
    return due_at + window(windows, "VERY_LATE_AFTER")


def abandoned_at(windows: Windows, due_at: datetime) -> datetime:
    """When the clock refunds a milestone that was never delivered."""
    return due_at + window(windows, "ABANDONED_AFTER")


def review_until(windows: Windows, ended_at: datetime) -> datetime:
    """Until when both sides can write a review; orders from before reviews were frozen have the rule's length."""
    return ended_at + _frozen_or_usual(windows, "REVIEW_WINDOW")


def resume_until(windows: Windows, ended_at: datetime) -> datetime:
    """Until when an order that ended before its last milestone can be resumed (product.md 5.2, row 17)."""
    return ended_at + _frozen_or_usual(windows, "RESUME_WINDOW")


def reply_until(windows: Windows, published_at: datetime) -> datetime:
    """Until when the reviewed person can reply."""
    return published_at + _frozen_or_usual(windows, "REVIEW_REPLY_WINDOW")


def _frozen_or_usual(windows: Windows, name: str) -> timedelta:
    return timedelta(seconds=windows.get(name, seconds(settings.USUAL_LENGTHS[name])))


LEAST_AFTER_A_PAUSE = timedelta(hours=24)


def after_pause(left_seconds: int, resumed_at: datetime) -> datetime:
    """A frozen deadline runs on for what was left, at least 24 hours (product.md 5.2, row 13)."""
    return resumed_at + max(timedelta(seconds=left_seconds), LEAST_AFTER_A_PAUSE)


NOTICE = timedelta(days=3)
"""So long before each charge of a subscription its buyer is reminded; no two of them are closer than that."""


def first_payment_window(windows: Windows, month: int) -> timedelta:
    """How long a new order waits for its first payment; one that a subscription makes, as long as a next milestone."""
    return window(windows, "FIRST_PAYMENT_WINDOW" if month == 1 else "FUNDING_WINDOW")


def renewal_at(anchor: datetime, period: str, months: int) -> datetime:
    """The first payment of a subscription plus so many of its periods (``1mo``), always counted from that anchor."""
    return after(anchor, period, months)


def notice_of(period: str) -> timedelta:
    """How long before a charge its buyer is reminded; nothing where the period has no room for it."""
    each = read_period(period)
    return NOTICE if each.months or each.length > 2 * NOTICE else timedelta(0)


def next_renewal(anchor: datetime, period: str, made: int, at: datetime) -> datetime:
    """When the next month is charged, after ``made`` of them, the last one at ``at``.

    On its own date from the anchor, however late the one before was; but never before there was time for a notice,
    so that a site that stood still does not charge two months at once.
    """
    return max(renewal_at(anchor, period, made), at + notice_of(period))
