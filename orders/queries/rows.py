"""Orders as they stand in a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from config.shared.components import Countdown, Post
from orders.models import Order
from orders.queries.actions import Action
from orders.queries.case import Case
from orders.queries.cases import cases_of
from orders.queries.endings import badge, headline
from orders.queries.needs import turn_in_list
from orders.queries.posts import posts_of, progress_label
from orders.queries.turns import Turn
from orders.states import Role


@dataclass(frozen=True, slots=True)
class Row:
    """An order in a list. ``button``: the one thing to do there, if it is this member's turn."""

    order: Order
    other: User
    headline: str
    badge: tuple[str, str]
    turn: Turn | None
    clock: Countdown | None
    posts: tuple[Post, ...]
    progress: str
    button: Action | None
    total_minor: int


def rows_of(orders: Sequence[Order], role: Role, at: datetime) -> list[Row]:
    """Orders as their buyer or seller sees them in a list: two statements (people at hand)."""
    return [_row(case) for case in cases_of(orders, role, at)]


def _row(case: Case) -> Row:
    order, (turn, button) = case.order, turn_in_list(case)
    deadline = turn.deadline if turn else None
    return Row(
        order=order,
        other=case.other,
        headline=headline(case),
        badge=badge(case),
        turn=turn,
        clock=Countdown(deadline, case.at, case.other.time_zone, case.other.label) if deadline else None,
        posts=posts_of(order, case.standing.milestones, case.at),
        progress=progress_label(order, case.standing.milestones),
        button=button,
        total_minor=sum(m.amount_minor for m in case.standing.milestones),
    )
