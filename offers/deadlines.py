"""When an offer is over, and when the clock looks at it. Pure date arithmetic."""

from datetime import datetime, timedelta

REMIND_BEFORE = timedelta(days=1)
"""The buyer is reminded so long before an offer expires; one that stands no longer than this has no reminder."""


def is_over(expires_at: datetime | None, at: datetime) -> bool:
    """A click counts strictly before the expiry."""
    return expires_at is not None and expires_at <= at


def first_look(sent_at: datetime, expires_at: datetime) -> datetime:
    """When the clock looks at a sent offer for the first time: at the reminder, or at its end."""
    reminder = expires_at - REMIND_BEFORE
    return reminder if reminder > sent_at else expires_at
