"""Moments and counts as sentences need them, in the zone of whoever reads the page."""

from datetime import datetime

from accounts.models import User
from config.shared.moments import elsewhere, moment_words
from config.shared.money import format_money
from orders.models import OrderMilestone


def both_times(moment: datetime, other: User) -> str:
    """``Tue 1 Dec, 14:05 (your time), 08:05 for Ana``; with the day there when it is another one."""
    return f"{moment_words(moment)} (your time), {elsewhere(moment, other.zone)} for {other.label}"


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
