"""The rail of an order, and of one that is about to be placed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from config.shared.components import Post, Step
from config.shared.moments import day_words
from config.shared.money import format_money
from orders.models import Order, OrderMilestone
from orders.queries.words import counted, moment_words, revisions_words
from orders.states import ENDED, WORKING, MilestoneStatus, OrderStatus
from orders.terms import Terms

_M = MilestoneStatus


def posts_of(order: Order, milestones: Sequence[OrderMilestone], at: datetime) -> tuple[Post, ...]:
    """One post for each milestone, with its state, its date and its substeps."""
    return tuple(_post(order, milestone, at) for milestone in milestones)


def posts_of_terms(terms: Terms, at: datetime) -> tuple[Post, ...]:
    """The rail as if ordered at ``at``: each milestone's days, and the day by which it would be delivered."""
    posts, days = [], 0
    for number, row in enumerate(terms.rows, 1):
        days += row["days"]
        posts.append(
            Post(
                number,
                row["name"],
                description=row.get("description", ""),
                price=format_money(row["amount_minor"]),
                when=f"{counted(row['days'], 'day')}, by {day_words(at + timedelta(days=days))}",
                note=revisions_words(row["revisions"]),
                zoom=row.get("zoom", False),
                steps=tuple(Step(step["name"]) for step in row.get("substeps", [])),
            )
        )
    return tuple(posts)


def stage_posts(stages: Sequence[dict[str, Any]]) -> tuple[Post, ...]:
    """The workflow of an order that is paid in full: stages without money or dates."""
    return tuple(
        Post(
            number,
            stage["name"],
            "accepted" if stage.get("done") else "planned",
            "Done" if stage.get("done") else "",
            description=stage.get("text", ""),
            zoom=stage.get("zoom", False),
            steps=tuple(Step(name, done=bool(stage.get("done"))) for name in stage.get("substeps", [])),
        )
        for number, stage in enumerate(stages, 1)
    )


def progress_label(order: Order, milestones: Sequence[OrderMilestone]) -> str:
    """What the small rail says beside its marks: ``2 of 4 accepted``."""
    if order.month:
        return f"Month {order.month} of a subscription"
    accepted = sum(1 for m in milestones if m.status == _M.ACCEPTED)
    return (
        f"{accepted} of {order.milestone_count} accepted" if order.milestone_count > 1 else "Single payment"
    )


def _post(order: Order, milestone: OrderMilestone, at: datetime) -> Post:
    state, label = _state(order, milestone, at)
    return Post(
        number=milestone.position,
        name=milestone.name,
        state=state,
        state_label=label,
        description=milestone.description,
        price=format_money(milestone.amount_minor),
        when=_when(order, milestone),
        note=_note(milestone),
        zoom=milestone.zoom,
        current=milestone.position == order.current and order.status not in ENDED,
        steps=tuple(Step(step["name"], done=step["done"]) for step in milestone.substeps),
        anchor=f"milestone-{milestone.position}",
    )


def _state(order: Order, milestone: OrderMilestone, at: datetime) -> tuple[str, str]:
    status = _M(milestone.status)
    if status == _M.CANCELLED:
        return "refunded", "Split" if milestone.released_minor else "Refunded"
    if milestone.is_late(at) and order.status != OrderStatus.DISPUTED:
        return status.value, f"{status.label}, late"
    return status.value, str(status.label)


def _when(order: Order, milestone: OrderMilestone) -> str:
    status, disputed = milestone.status, order.status == OrderStatus.DISPUTED
    if status == _M.ACCEPTED and milestone.accepted_at:
        return day_words(milestone.accepted_at)
    if status in WORKING and milestone.due_at and not disputed:
        return f"due {moment_words(milestone.due_at)}"
    if status == _M.DELIVERED and milestone.deadline_at and not disputed:
        return f"answer until {moment_words(milestone.deadline_at)}"
    if status in {_M.DROPPED, _M.CANCELLED}:
        return ""
    return counted(milestone.days, "day")


def _note(milestone: OrderMilestone) -> str:
    if milestone.status in {_M.DROPPED, _M.CANCELLED, _M.ACCEPTED}:
        return ""
    if not milestone.revisions_used:
        return revisions_words(milestone.revisions)
    used = counted(milestone.revisions_used, "revision")
    return (
        f"{used} used"
        if milestone.revisions is None
        else f"{milestone.revisions_used} of {milestone.revisions} revisions used"
    )
