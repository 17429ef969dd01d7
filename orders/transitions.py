"""The only writer of a status of orders and their milestones.

Each function asserts an open transaction, reads the table, changes rows by conditional UPDATE on what was
read, and appends the event. The order's lock is the caller's (``orders.operations.locking``); these guards
hold without it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from config.shared.errors import Forbidden, Refusal
from config.shared.money import fee_of
from config.shared.rows import Each, change_rows, insert_rows
from config.shared.transition import guarded_update
from orders import deadlines
from orders.models import Event, Order, OrderMilestone
from orders.states import ENDED, Act, MilestoneStatus, Move, OrderStatus, Reason, Role, move_for


class NotInThisState(Refusal):
    """The table has no such act here."""

    default_message = "The order has moved on: this is not possible any more."


class NotYourPart(Forbidden):
    """The act exists, but the other side does it."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and in which part. ``user_id`` None: the system."""

    role: Role
    user_id: int | None = None


SYSTEM = Actor(Role.SYSTEM)


@dataclass(slots=True)
class Standing:
    """An order under its lock, with all its milestones in order."""

    order: Order
    milestones: list[OrderMilestone] = field(default_factory=list)

    @property
    def milestone(self) -> OrderMilestone:
        """The current milestone."""
        return self.milestones[self.order.current - 1]

    @property
    def next(self) -> OrderMilestone | None:
        """The one after the current, if any."""
        return None if self.is_last else self.milestones[self.order.current]

    @property
    def is_last(self) -> bool:
        """Nothing comes after the current milestone."""
        return self.order.current == self.order.milestone_count

    @property
    def state(self) -> tuple[OrderStatus, MilestoneStatus]:
        """The key into the table."""
        return OrderStatus(self.order.status), MilestoneStatus(self.milestone.status)

    @property
    def paid_before(self) -> bool:
        """The seller ever got money from this order."""
        return any(m.released_minor for m in self.milestones)


@dataclass(frozen=True, slots=True)
class Glance:
    """What the clock has to know of an order and its current milestone to end them; the order is under its lock.

    ``clearing_s``: how long the seller's money clears, in seconds.
    """

    order_id: UUID
    status: str
    version: int
    current: int
    milestone_count: int
    seller_id: int
    commission_bp: int
    clearing_s: int
    milestone_id: UUID
    milestone_status: str
    amount_minor: int
    fee_minor: int

    @property
    def is_last(self) -> bool:
        """Nothing comes after the current milestone."""
        return self.current == self.milestone_count

    @property
    def state(self) -> tuple[OrderStatus, MilestoneStatus]:
        """The key into the table."""
        return OrderStatus(self.status), MilestoneStatus(self.milestone_status)


def begin(order: Order, rows: Iterable[dict[str, Any]]) -> Standing:
    """Write a new order and its milestones; the first of them waits for payment.

    ``rows``: the terms of each milestone, in order (``orders.terms``).
    """
    _inside_a_transaction()
    order.status = OrderStatus.AWAITING_PAYMENT
    order.save(force_insert=True)
    milestones = [
        OrderMilestone(
            order=order, position=position, fee_minor=fee_of(row["amount_minor"], order.fee_bp), **row
        )
        for position, row in enumerate(rows, 1)
    ]
    milestones[0].status = MilestoneStatus.AWAITING_PAYMENT
    return Standing(order, OrderMilestone.objects.bulk_create(milestones))


def allowed(standing: Standing | Glance, act: Act, role: Role) -> Move:
    """The table's row.

    Raises NotInThisState when there is none here, NotYourPart when somebody else does it.
    """
    move = move_for(standing.state, act)
    if move is None or move.last not in {None, standing.is_last}:
        raise NotInThisState
    if role not in move.roles:
        raise NotYourPart
    return move


def apply(
    standing: Standing,
    act: Act,
    actor: Actor,
    at: datetime,
    *,
    changes: dict[str, Any] | None = None,
    data: dict[str, Any] | None = None,
    due_at: datetime | None = None,
) -> Event:
    """Carry an act out on the order and its current milestone, and append the event.

    ``changes``: further columns of the current milestone. ``due_at``: the next deadline when the order stays
    open and no new milestone begins to wait (else it is set here). Raises NotInThisState, NotYourPart, Stale.
    """
    _inside_a_transaction()
    move = allowed(standing, act, actor.role)
    milestone, order = standing.milestone, standing.order
    event = _event(standing, act, actor, at, data or {})
    guarded_update(milestone, expect={"status": milestone.status}, status=move.milestone, **(changes or {}))
    ends = _ending(move, is_last=standing.is_last, paid_before=standing.paid_before)
    if ends is not None:
        _end(standing, *ends, at)
    elif move.milestone == MilestoneStatus.ACCEPTED:
        _call_next(standing, at)
    else:
        _move_order(order, status=move.order, due_at=due_at)
    event.version = order.version
    _append(event)
    return event


def end_many(
    glances: Sequence[Glance],
    act: Act,
    at: datetime,
    *,
    changes: Mapping[str, Any] | None = None,
    data: Sequence[dict[str, Any]] | None = None,
) -> list[UUID]:
    """Let the clock end many orders by an act, as ``apply`` would one after the other; returns the events' ``uid``.

    All of them stand in the same place: state, and whether the current milestone is the last. ``changes``: further
    columns of the current milestones; ``data``: of the events, in the order of the glances. Raises NotInThisState,
    and Stale when one of them has moved: then nothing may be kept.
    """
    _inside_a_transaction()
    first = glances[0]
    move = allowed(first, act, Role.SYSTEM)
    ends = _ending(move, is_last=first.is_last, paid_before=False)
    if (
        ends is None
        or move.order is None
        or {(one.state, one.is_last) for one in glances} != {(first.state, first.is_last)}
    ):
        raise NotInThisState
    milestones = {"id": Each([one.milestone_id for one in glances]), "status": first.milestone_status}
    change_rows(OrderMilestone, milestones, {"status": move.milestone, **(changes or {})}, must=len(glances))
    _end_orders(glances, *ends, at)
    return _append_many(glances, act, at, data or [{}] * len(glances))


def _end_orders(glances: Sequence[Glance], status: OrderStatus, reason: Reason, at: datetime) -> None:
    ids = Each([one.order_id for one in glances])
    stand = {"id": ids, "status": glances[0].status, "version": Each([one.version for one in glances])}
    end: dict[str, Any] = {
        "status": status,
        "reason": reason,
        "version": Each([one.version + 1 for one in glances]),
        "ended_at": at,
        "due_at": None,
        "sweep_after": None,
    }
    change_rows(Order, stand, end, must=len(glances))
    if not glances[0].is_last:
        planned = {"order_id": ids, "status": MilestoneStatus.PLANNED}
        change_rows(OrderMilestone, planned, {"status": MilestoneStatus.DROPPED})


def _append_many(
    glances: Sequence[Glance], act: Act, at: datetime, data: Sequence[dict[str, Any]]
) -> list[UUID]:
    uids = [uuid4() for _ in glances]
    columns = {
        "uid": Each(uids),
        "order_id": Each([one.order_id for one in glances]),
        "position": Each([one.current for one in glances]),
        "act": act,
        "role": Role.SYSTEM,
        "actor_id": None,
        "version": Each([one.version + 1 for one in glances]),
        "at": at,
        "data": Each(data),
    }
    insert_rows(Event, columns)
    return uids


def remember_card(standing: Standing, card_id: UUID) -> None:
    """The card that the next milestones are charged to."""
    guarded_update(standing.order, expect={"version": standing.order.version}, card_id=card_id)


def remember_trouble(standing: Standing, words: str) -> None:
    """Why the current milestone could not be charged, for both sides to read."""
    guarded_update(standing.milestone, expect={"status": standing.milestone.status}, payment_trouble=words)


def note(standing: Standing, act: str, actor: Actor, at: datetime, data: dict[str, Any]) -> Event:
    """Append an event that moves no status: an update, a failed payment."""
    event = _event(standing, act, actor, at, data)
    event.version = standing.order.version
    _append(event)
    return event


def _append(event: Event) -> None:
    columns = ("uid", "order_id", "position", "act", "role", "actor_id", "version", "at", "data")
    insert_rows(Event, {name: getattr(event, name) for name in columns})


def _inside_a_transaction() -> None:
    if not connection.in_atomic_block:
        message = "a transition needs an open transaction"
        raise RuntimeError(message)


def _event(standing: Standing, act: str, actor: Actor, at: datetime, data: dict[str, Any]) -> Event:
    return Event(
        order=standing.order,
        position=standing.order.current,
        act=act,
        role=actor.role,
        actor_id=actor.user_id,
        at=at,
        data=data,
    )


def _ending(move: Move, *, is_last: bool, paid_before: bool) -> tuple[OrderStatus, Reason] | None:
    """Whether the act ends the order, as what, and why (product.md 5.1: completed if the seller ever got money)."""
    finished = move.milestone == MilestoneStatus.ACCEPTED and is_last
    if move.order in ENDED or finished:
        reason = (move.reason_if_last if finished else None) or move.reason
    elif move.order is None:
        reason = (move.reason_after_money if paid_before else None) or move.reason
    else:
        return None
    if reason is None:
        message = "a move that ends an order names no reason"
        raise RuntimeError(message)
    if move.order in ENDED:
        return move.order, reason
    completed = finished or paid_before
    return (OrderStatus.COMPLETED if completed else OrderStatus.CANCELLED), reason


def _end(standing: Standing, status: OrderStatus, reason: Reason, at: datetime) -> None:
    _move_order(standing.order, status=status, reason=reason, ended_at=at, due_at=None)
    rest = [m for m in standing.milestones if m.status == MilestoneStatus.PLANNED]
    for milestone in rest:
        milestone.status = MilestoneStatus.DROPPED
    if rest:
        planned = {"order_id": standing.order.pk, "status": MilestoneStatus.PLANNED}
        change_rows(OrderMilestone, planned, {"status": MilestoneStatus.DROPPED})


def _call_next(standing: Standing, at: datetime) -> None:
    following = standing.milestones[standing.order.current]
    guarded_update(
        following, expect={"status": MilestoneStatus.PLANNED}, status=MilestoneStatus.AWAITING_PAYMENT
    )
    due_at = at + deadlines.window(standing.order.windows, "FUNDING_WINDOW")
    _move_order(standing.order, status=OrderStatus.ACTIVE, current=following.position, due_at=due_at)


def _move_order(order: Order, *, status: str | None, due_at: datetime | None, **changes: Any) -> None:
    expect = {"status": order.status, "version": order.version}
    guarded_update(
        order,
        expect=expect,
        status=status,
        version=order.version + 1,
        due_at=due_at,
        sweep_after=None,
        **changes,
    )
