"""The one place that says what time it is, always in UTC.

A view reads it once per request, a job once per run, and hands the moment on; operations take the moment as
an argument.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

_offset: ContextVar[timedelta] = ContextVar("clock_offset", default=timedelta(0))


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC) + _offset.get()


def read_moment(text: str) -> datetime | None:
    """An aware moment out of an address, in UTC.

    None for anything else, and for one whose day in UTC lies outside the calendar. A plus that an address turned
    into a space is put back.
    """
    try:
        moment = datetime.fromisoformat(text.replace(" ", "+"))
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


@contextmanager
def travelled_to(moment: datetime) -> Iterator[None]:
    """Let the clock run on from another moment (tests, demo load, ``run_due --at``)."""
    token = _offset.set(moment - datetime.now(UTC))
    try:
        yield
    finally:
        _offset.reset(token)
