"""Lengths of time written with their unit: ``8d``, ``192h``, ``30m``, ``20s``."""

import re
from datetime import timedelta

_FORM = re.compile(r"^([1-9][0-9]{0,5})(d|h|m|s)$", re.ASCII)
_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}


def parse(text: str) -> timedelta:
    """Read one length of time. Raises ValueError, with the accepted forms, for anything else."""
    match = _FORM.match(text.strip())
    if match is None:
        message = f"{text!r} is no length of time: write it like 8d, 192h, 30m or 20s"
        raise ValueError(message)
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def seconds(length: timedelta) -> int:
    """Whole seconds, the form in which a length of time is frozen into terms."""
    return int(length.total_seconds())


def in_words(length: timedelta) -> str:
    """The two largest units, for people: ``3 days 4 hours``, ``20 seconds``; never negative."""
    left = max(seconds(length), 0)
    parts = []
    for name, size in (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1)):
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count} {name}{'s' if count > 1 else ''}")
    return " ".join(parts[:2]) or "0 seconds"
