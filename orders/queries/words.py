"""Moments and counts as sentences need them, in the zone of whoever reads the page."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from config.shared.money import format_money
from orders.models import OrderMilestone


def moment_words(moment: datetime) -> str:
    """``Tue 1 Dec, 14:05``; with the year when it is another one."""
    local = timezone.localtime(moment)
    pattern = "D j M, H:i" if local.year == timezone.localtime().year else "D j M Y, H:i"
    return date_format(local, pattern)


def both_times(moment: datetime, other: User) -> str:
    """``Tue 1 Dec, 14:05 (your time), 08:05 for Ana``; with the day there when it is another one."""
    here, there = timezone.localtime(moment), moment.astimezone(other.zone)
    pattern = "H:i" if there.date() == here.date() else "D j M, H:i"
    return (
        f"{moment_words(moment)} (your time), {date_format(there, pattern, use_l10n=False)} for {other.label}"
    )


def day_words(moment: datetime) -> str:
    """``Tue 1 Dec``; with the year when it is another one."""
    local = timezone.localtime(moment)
    return date_format(local, "D j M" if local.year == timezone.localtime().year else "D j M Y")


def counted(count: int, noun: str) -> str:
    """``1 day``, ``3 days``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def listed(names: list[str]) -> str:
    """``A``, ``A and B``, ``A, B and C``."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""


def revisions_words(revisions: int | None) -> str:
    """``Unlimited revisions``, ``No revisions``, ``1 revision``."""
    if revisions is None:
        return "Unlimited revisions"
    return counted(revisions, "revision") if revisions else "No revisions"


def named(milestone: OrderMilestone) -> str:
    """A milestone's name inside a sentence: “Story and style”."""
    return f"“{milestone.name}”"


def never(milestones: list[OrderMilestone]) -> str:
    """What will never be charged, with its sum."""
    if not milestones:
        return ""
    total = format_money(sum(one.total_minor for one in milestones))
    names = listed([named(one) for one in milestones])
    return f"{names} ({total} with the fee) {'is' if len(milestones) == 1 else 'are'} never charged."
