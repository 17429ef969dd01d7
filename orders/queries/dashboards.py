"""What a member buys or sells: what waits for them first, then what runs, then what is finished."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from accounts.models import User
from config.shared import clock
from config.shared.components import Countdown, Post
from orders.models import Order, OrderMilestone
from orders.queries.actions import PRIMARY, Action, actions_for
from orders.queries.case import Case, charges_of
from orders.queries.endings import badge, headline
from orders.queries.posts import posts_of, progress_label
from orders.queries.turns import Turn, turn_of
from orders.states import ENDED, OPEN, MilestoneStatus, Role
from orders.transitions import Standing

OPEN_MAX, PAGE_SIZE, RUNNING_MAX = 200, 20, 5


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


@dataclass(frozen=True, slots=True)
class Dashboard:
    """``mine``: what needs this member, the nearest deadline first. ``older``: cursor of the next finished ones."""

    mine: list[Row]
    running: list[Row]
    finished: list[Row]
    older: str


def dashboard(user_id: int, role: Role, at: datetime, cursor: str = "") -> Dashboard:
    """Four statements, however many orders there are. ``cursor`` comes from ``older``; a bad one shows the newest."""
    orders = Order.objects.filter(**{f"{role}_id": user_id})
    orders = orders.select_related("buyer", "seller")
    running = list(orders.filter(status__in=OPEN).order_by("due_at", "placed_at")[:OPEN_MAX])
    found = orders.filter(_before(cursor), status__in=ENDED).order_by("-placed_at", "-id")
    finished = list(found[: PAGE_SIZE + 1])
    rows = rows_of([*running, *finished[:PAGE_SIZE]], role, at)
    ended = [row for row in rows if row.turn is None]
    mine = [row for row in rows if row.turn is not None and row.turn.mine]
    others = [row for row in rows if row.turn is not None and not row.turn.mine]
    older = _cursor(finished[PAGE_SIZE - 1]) if len(finished) > PAGE_SIZE else ""
    return Dashboard(sorted(mine, key=_urgency), others, ended, older)


def running_between(conversation_id: UUID, user_id: int, at: datetime) -> list[Row]:
    """The running orders of a conversation, as this member sees them."""
    rows = Order.objects.filter(conversation_id=conversation_id, status__in=OPEN).select_related(
        "buyer", "seller"
    )
    orders = list(rows.order_by("due_at")[:RUNNING_MAX])
    bought = [order for order in orders if order.buyer_id == user_id]
    sold = [order for order in orders if order.seller_id == user_id]
    return [*_if_any(bought, Role.BUYER, at), *_if_any(sold, Role.SELLER, at)]


def runs_in(conversation_id: UUID) -> bool:
    """Whether an order of the two runs: then their conversation stays open, whoever blocked whom (product.md 4)."""
    return Order.objects.filter(conversation_id=conversation_id, status__in=OPEN).exists()


def _if_any(orders: list[Order], role: Role, at: datetime) -> list[Row]:
    return rows_of(orders, role, at) if orders else []


def rows_of(orders: Sequence[Order], role: Role, at: datetime) -> list[Row]:
    """Orders as their buyer or seller sees them in a list: two statements (people at hand)."""
    return [_row(case) for case in cases_of(orders, role, at)]


def cases_of(orders: Sequence[Order], role: Role, at: datetime) -> Iterable[Case]:
    """The milestones, and the charges that are open, of many orders."""
    milestones: dict[UUID, list[OrderMilestone]] = defaultdict(list)
    for row in OrderMilestone.objects.filter(order__in=orders).order_by("position"):
        milestones[row.order_id].append(row)
    standings = [Standing(order, milestones[order.pk]) for order in orders]
    waiting = [s.milestone.pk for s in standings if s.milestone.status == MilestoneStatus.AWAITING_PAYMENT]
    charges = charges_of(waiting) if waiting else {}
    return [Case(s, role, at, charge=charges.get(s.milestone.pk)) for s in standings]


def _row(case: Case) -> Row:
    order, turn = case.order, turn_of(case)
    main = next((a for a in actions_for(case) if a.kind == PRIMARY), None) if turn and turn.mine else None
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
        button=main,
        total_minor=sum(m.amount_minor for m in case.standing.milestones),
    )


def _urgency(row: Row) -> tuple[bool, datetime]:
    """What is late comes first, then by deadline."""
    deadline = row.turn.deadline if row.turn else None
    return deadline is not None, deadline or row.order.placed_at


def _cursor(order: Order) -> str:
    return f"{order.placed_at.isoformat()}_{order.pk}"


def _before(cursor: str) -> Q:
    moment, _, identity = cursor.partition("_")
    at = clock.read_moment(moment)
    try:
        pk = UUID(identity)
    except ValueError:
        return Q()
    if at is None:
        return Q()
    return Q(placed_at__lt=at) | Q(placed_at=at, pk__lt=pk)
