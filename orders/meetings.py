"""The rules of calls that need no row: for which milestones, and when; and local times as people type them.

Plain arithmetic, so that form, operation and page ask the same questions.
"""

from datetime import UTC, datetime, timedelta, tzinfo

from orders.models import Order, OrderMilestone
from orders.states import MilestoneStatus

SOONEST = timedelta(minutes=10)
LATEST = timedelta(days=90)
OPEN_MAX = 3
"""Open calls of one milestone at the same time; another time suggested for one of them is not counted."""
LINK_MAX, NOTE_MAX = 500, 500
REMINDED_BEFORE = timedelta(hours=1)
OVER = frozenset({MilestoneStatus.ACCEPTED, MilestoneStatus.CANCELLED, MilestoneStatus.DROPPED})


def includes_calls(order: Order, milestone: OrderMilestone) -> bool:
    """Calls come with the milestone, or with a stage of an order that is paid in full."""
    return milestone.zoom or any(stage.get("zoom") for stage in order.stages)


def may_have_calls(order: Order, milestone: OrderMilestone) -> bool:
    """It includes them and is not over. One that has not begun may have its first talk planned."""
    return milestone.status not in OVER and includes_calls(order, milestone)


def moments_of(typed: datetime, zone: tzinfo) -> list[datetime]:
    """The moments, in UTC, that a local time without a zone can mean.

    None when clocks jump over it, two when they go back through it, else one. Raises OverflowError outside of the
    calendar.
    """
    readings = {typed.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return sorted(one for one in readings if one.astimezone(zone).replace(tzinfo=None) == typed)


def reminder_of(starts_at: datetime, at: datetime) -> datetime | None:
    """When both are reminded of a call agreed at ``at``; None when it begins within the hour."""
    moment = starts_at - REMINDED_BEFORE
    return moment if moment > at else None
