"""Lengths of time written with their unit: ``8d``, ``192h``, ``30m``, ``20s``; and calendar months: ``1mo``."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_FORM = re.compile(r"^([1-9][0-9]{0,5})(d|h|m|s)$", re.ASCII)
_MONTHS = re.compile(r"^([1-9][0-9]?)mo$", re.ASCII)
_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
_SIZES = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


def parse(text: str) -> timedelta:
    """Read one length of time. Raises ValueError, with the accepted forms, for anything else."""
    match = _FORM.match(text.strip())
    if match is None:
        message = f"{text!r} is no length of time: write it like 8d, 192h, 30m or 20s"
        raise ValueError(message)
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


@dataclass(frozen=True, slots=True)
class Period:
    """What comes again and again: whole calendar ``months``, or a ``length`` of time when there are none."""

    months: int = 0
    length: timedelta = timedelta(0)


def read_period(text: str) -> Period:
    """Read ``1mo``, or a length of time as ``parse`` takes it. Raises ValueError for anything else."""
    match = _MONTHS.match(text.strip())
    return Period(months=int(match[1])) if match else Period(length=parse(text))


def after(start: datetime, period: str, count: int) -> datetime:
    """A moment plus so many periods, in UTC.

    A month that lacks the day has its last one instead; the next one has the day again (31 Jan, 28 Feb, 31 Mar).
    """
    each, start = read_period(period), start.astimezone(UTC)
    if not each.months:
        return start + each.length * count
    years, month = divmod(start.month - 1 + each.months * count, 12)
    year, month = start.year + years, month + 1
    return start.replace(year=year, month=month, day=min(start.day, monthrange(year, month)[1]))


def seconds(length: timedelta) -> int:
    """Whole seconds, the form in which a length of time is frozen into terms."""
    return int(length.total_seconds())


def in_words(length: timedelta) -> str:
    """The largest unit and the one below it, for people: ``3 days 4 hours``, ``20 hours``; never negative."""
    left = max(seconds(length), 0)
    first = next((place for place, (_, size) in enumerate(_SIZES) if left >= size), len(_SIZES) - 1)
    parts = []
    for name, size in _SIZES[first : first + 2]:
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count} {name}{'s' if count > 1 else ''}")
    return " ".join(parts) or "0 seconds"
