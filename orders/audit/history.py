"""The events of every order, played again through the table, end where the order stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from orders.audit.states import START
from orders.models import Event, Order, OrderMilestone, Settlement
from orders.states import (
    AMENDING,
    CALL_ACTS,
    RESUME_ACTS,
    REVIEW_ACTS,
    TABLE,
    Act,
    MilestoneStatus,
    OrderStatus,
    State,
)

CHUNK = 5_000
_ACTS = frozenset(Act.values)
_MOVES_NOTHING = frozenset({Act.POST_UPDATE.value, Act.ADD_STATEMENT.value})
_MOVES_NOTHING |= RESUME_ACTS | REVIEW_ACTS | CALL_ACTS | AMENDING
_AMENDED = frozenset({Act.AMEND.value, Act.AMEND_REOPEN.value})
_NEXT: State = (OrderStatus.ACTIVE, MilestoneStatus.AWAITING_PAYMENT)
_BY_NAME = {(state, act.value): move for (state, act), move in TABLE.items()}


@dataclass(slots=True)
class Replay:
    """Where the events have led so far. ``counts``: how many milestones there were, the later ones by amendments."""

    counts: list[int]
    state: State = START
    current: int = 1
    version: int = 1


def broken(orders: QuerySet[Order]) -> Iterator[str]:
    """Orders and events are read side by side in the order of the orders' ids."""
    status = OrderMilestone.objects.filter(order=OuterRef("pk"), position=OuterRef("current")).values(
        "status"
    )
    earned = Exists(Settlement.objects.filter(milestone__order=OuterRef("pk"), released_minor__gt=0))
    rows = orders.order_by("pk").annotate(at_status=Subquery(status), earned=earned)
    columns = ("pk", "number", "status", "at_status", "current", "version", "milestone_count", "earned")
    events, amended = _grouped(orders), _amended(orders)
    held = next(events, None)
    for order_id, number, order, milestone, current, version, count, paid in rows.values_list(
        *columns
    ).iterator(CHUNK):
        acts: list[str] = []
        if held is not None and held[0] == order_id:
            acts, held = held[1], next(events, None)
        replay = Replay(amended.get(order_id) or [count])
        fault = _compare(replay, acts, paid=paid, stands=((order, milestone), current, version, [count]))
        if fault:
            yield f"{number}: {fault}"


def _grouped(orders: QuerySet[Order]) -> Iterator[tuple[UUID, list[str]]]:
    events = Event.objects.filter(order__in=orders).order_by("order_id", "id").values_list("order_id", "act")
    for order_id, rows in groupby(events.iterator(CHUNK), key=lambda row: row[0]):
        yield order_id, [act for _, act in rows]


def _amended(orders: QuerySet[Order]) -> dict[UUID, list[int]]:
    """How many milestones an order had before its first amendment, and after each one."""
    found: dict[UUID, list[int]] = {}
    events = Event.objects.filter(order__in=orders, act__in=_AMENDED).order_by("id")
    for order_id, data in events.values_list("order_id", "data"):
        found.setdefault(order_id, [len(data["before"])]).append(len(data["after"]))
    return found


def _compare(
    replay: Replay, acts: list[str], *, paid: bool, stands: tuple[tuple[str, str], int, int, list[int]]
) -> str:
    if acts[:1] != ["place"]:
        return "its history does not begin with its placing"
    for act in acts:
        if act in _ACTS and act not in _MOVES_NOTHING and not _step(replay, act, paid=paid):
            return f"its history has {act} at {replay.state[0]}, {replay.state[1]}"
    if (replay.state, replay.current, replay.version, replay.counts) != stands:
        (order, milestone), current, version, count = stands
        return (
            f"its history leads to {replay.state[0]}, {replay.state[1]} at {replay.current} of {replay.counts}"
            f" (version {replay.version}), it is {order}, {milestone} at {current} of {count} (version {version})"
        )
    return ""


def _step(replay: Replay, act: str, *, paid: bool) -> bool:
    """Play one act; False when the table has none here. ``paid``: the seller got money in the end."""
    move = _BY_NAME.get((replay.state, act))
    last = replay.current == replay.counts[0]
    if move is None or move.last not in {None, last}:
        return False
    replay.version += 1
    if act in _AMENDED:
        replay.counts = replay.counts[1:]
    if move.order is None:
        replay.state = (OrderStatus.COMPLETED if paid else OrderStatus.CANCELLED), move.milestone
    elif move.milestone == MilestoneStatus.ACCEPTED and move.order == OrderStatus.ACTIVE and not last:
        replay.state, replay.current = _NEXT, replay.current + 1
    elif move.milestone == MilestoneStatus.ACCEPTED:
        replay.state = OrderStatus.COMPLETED, move.milestone
    else:
        replay.state = move.order, move.milestone
    return True
