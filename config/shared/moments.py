"""A moment in words, on the clock of whoever reads it."""

from datetime import datetime, tzinfo

from django.utils import timezone
from django.utils.formats import date_format

from config.shared import clock


def moment_words(moment: datetime) -> str:
    """``Tue 1 Dec, 14:05``; with the year when it is another one.

    In the night when clocks go back an hour comes twice: ``Sun 7 Nov, 01:30 EST`` says which.
    """
    local = timezone.localtime(moment)
    return f"{date_format(local, 'D j M, H:i' if is_of_this_year(local) else 'D j M Y, H:i')}{_which(local)}"


def day_words(moment: datetime) -> str:
    """``Tue 1 Dec``; with the year when it is another one."""
    local = timezone.localtime(moment)
    return date_format(local, "D j M" if is_of_this_year(local) else "D j M Y")


def elsewhere(moment: datetime, zone: tzinfo) -> str:
    """The same moment on somebody else's clock: ``08:05``; with the day there when it is another one."""
    here, there = timezone.localtime(moment), moment.astimezone(zone)
    pattern = "H:i" if there.date() == here.date() else "D j M, H:i"
    return f"{date_format(there, pattern, use_l10n=False)}{_which(there)}"


def is_of_this_year(local: datetime) -> bool:
    """Whether the reader's calendar shows this year."""
    return local.year == timezone.localtime(clock.now()).year


def _which(local: datetime) -> str:
    """The name of the clock where the same time comes once more an hour later, or came before; else nothing."""
    readings = {local.replace(fold=fold).utcoffset() for fold in (0, 1)}
    return f" {local:%Z}" if len(readings) > 1 else ""
