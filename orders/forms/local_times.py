"""Local times as the browser's own picker types them."""

import re
from datetime import datetime, tzinfo
from typing import Any

from django import forms

from orders.meetings import moments_of

LOCAL = re.compile(r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?", re.ASCII)
TYPED = "%Y-%m-%dT%H:%M"


class LocalTimeInput(forms.TextInput):
    """The browser's own picker of day and time; a plain line where there is none."""

    input_type = "datetime-local"

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> Any:
        """A picker has no length: HTML knows ``maxlength`` of typed text alone."""
        attrs = super().build_attrs(base_attrs, extra_attrs)
        return {name: value for name, value in attrs.items() if name != "maxlength"}


def typed_moment(text: str) -> datetime | None:
    """``2026-12-01T14:05`` as a time without a zone, to the minute; None for anything else."""
    match = LOCAL.fullmatch(text.strip())
    try:
        return datetime.strptime("-".join(match.groups()), "%Y-%m-%d-%H-%M") if match else None  # noqa: DTZ007 - local
    except ValueError:
        return None


def readings(text: str, zone: tzinfo) -> list[datetime]:
    """The moments that a typed local time can mean: none, one, or two in the night when clocks go back."""
    typed = typed_moment(text)
    in_sight = typed is not None and 1 < typed.year < 9999  # noqa: PLR2004 - the ends of the calendar
    return moments_of(typed, zone) if typed is not None and in_sight else []
