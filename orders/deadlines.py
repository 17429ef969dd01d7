"""Dates, by arithmetic alone. Every moment is aware UTC; a day is 24 hours (8 days are 192 hours)."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings

from orders.states import Kind

Windows = Mapping[str, int]
"""The lengths of time frozen into an order, in seconds, by the name of their setting."""


def window(windows: Windows, name: str) -> timedelta:
    """One frozen length of time."""
    return timedelta(seconds=windows[name])


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


def after_pause(left_seconds: int, resumed_at: datetime) -> datetime:
    """A frozen deadline runs on for what was left, at least 24 hours (product.md 5.2, row 13)."""
    return resumed_at + max(timedelta(seconds=left_seconds), timedelta(hours=24))
