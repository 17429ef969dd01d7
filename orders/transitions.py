"""The only writer of a status of orders and their milestones.

Each function asserts an open transaction, reads the table, changes rows by conditional UPDATE on what was
read, and appends the event. The order's lock is the caller's (``orders.operations.locking``); these guards
hold without it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import Max

from config.shared.errors import Forbidden, Refusal
from config.shared.money import fee_of
from config.shared.rows import Each, change_rows, insert_rows
from config.shared.transition import guarded_update
from orders import deadlines, reminders
from orders.amending.plan import NOT_BEGUN, TERMS, Plan
from orders.call_transitions import end_calls
from orders.glances import Glance
from orders.good_standing import must_be_allowed
from orders.models import Event, Order, OrderMilestone
from orders.standing import SYSTEM, Actor, Standing
from orders.states import ENDED, Act, MilestoneStatus, Move, OrderStatus, Reason, Role, move_for


class NotInThisState(Refusal):
    """The table has no such act here."""

    default_message = "The order has moved on: this is not possible any more."


class NotYourPart(Forbidden):
    """The act exists, but the other side does it."""


def begin(order: Order, rows: Iterable[dict[str, Any]]) -> Standing:
    """Write a new order and its milestones; the first of them waits for payment.

    ``rows``: the terms of each milestone, in order (``orders.terms``).
    """
    _inside_a_transaction()
    order.status = OrderStatus.AWAITING_PAYMENT
    if order.due_at is not None:
        order.remind_from = order.placed_at
        order.remind_at = reminders.next_of(
            reminders.reminders(order.placed_at, order.due_at), order.placed_at
        )
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

    Raises NotInThisState when there is none here, NotYourPart when somebody else does it, NotInGoodStanding when it
    begins something new and a side is suspended, or the gig denied.
    """
    move = move_for(standing.state, act)
    if move is None or move.last not in {None, standing.is_last}:
        raise NotInThisState
    if role not in move.roles:
        raise NotYourPart
    if isinstance(standing, Standing):
        must_be_allowed(standing.order, act, role)
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
        _move_order(order, milestone, at, status=move.order, due_at=due_at)
    if calls := end_calls(standing, at):
        event.data = {**event.data, "calls": calls}
    event.version = order.version
    _append(event)
    return event


def amend(
    standing: Standing,
    plan: Plan,
    at: datetime,
    *,
    data: dict[str, Any],
    due_at: datetime | None,
    clock: Mapping[str, Any] | None = None,
) -> Event:
    """Write what an amendment leads to: the paid milestone's terms, and all that has not begun.

    A delivered milestone that a drop made the last one returns to work (``AMEND_REOPEN``). Dropped milestones keep
    their row, aside of the rail. ``due_at``: when the clock acts next; ``clock``: more columns of the paid milestone.
    Raises NotInThisState, Stale.
    """
    _inside_a_transaction()
    act = Act.AMEND_REOPEN if plan.reopens else Act.AMEND
    move = allowed(standing, act, Role.SYSTEM)
    event = _event(standing, act, SYSTEM, at, data)
    milestone = standing.milestone
    if plan.running:
        columns = {**plan.running, **(clock or {})}
        guarded_update(milestone, expect={"status": milestone.status}, status=move.milestone, **columns)
    _write_rest(standing, plan)
    count = len(standing.milestones)
    _move_order(
        standing.order, standing.milestone, at, status=move.order, due_at=due_at, milestone_count=count
    )
    if calls := end_calls(standing, at, dropped=plan.dropped):
        event.data = {**event.data, "calls": calls}
    event.version = standing.order.version
    _append(event)
    return event


ASIDE = 100
"""Beyond every position of a rail: where dropped rows are kept, and rows for the moment while they change places."""


def _write_rest(standing: Standing, plan: Plan) -> None:
    """Take what has not begun off the rail and put it back in its new order; the first waits for payment if it did."""
    rest = {m.pk: m for m in standing.milestones if m.status in NOT_BEGUN}
    waits = standing.milestone.status == MilestoneStatus.AWAITING_PAYMENT
    rows = OrderMilestone.objects.filter(order_id=standing.order.pk)
    aside = max(ASIDE, rows.aggregate(last=Max("position"))["last"])
    for number, row in enumerate(rest.values(), 1):
        off = {"status": MilestoneStatus.PLANNED, "position": aside + number, "payment_trouble": ""}
        guarded_update(row, expect={"status": row.status, "position": row.position}, **off)
    for row in plan.dropped:
        guarded_update(
            rest[row.pk], expect={"status": MilestoneStatus.PLANNED}, status=MilestoneStatus.DROPPED
        )
    begun = [m for m in standing.milestones if m.pk not in rest]
    standing.milestones = [*begun, *(_put_back(rest.get(row.pk), row) for row in plan.after[len(begun) :])]
    if waits:
        first = standing.milestones[len(begun)]
        planned = {"status": MilestoneStatus.PLANNED}
        guarded_update(first, expect=planned, status=MilestoneStatus.AWAITING_PAYMENT)


def _put_back(row: OrderMilestone | None, planned: OrderMilestone) -> OrderMilestone:
    """A row of the rail with its new terms and place; a new one is written."""
    if row is None:
        planned.save(force_insert=True)
        return planned
    columns = {name: getattr(planned, name) for name in ("position", "fee_minor", *TERMS)}
    guarded_update(row, expect={"status": MilestoneStatus.PLANNED}, **columns)
    return row


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
        "remind_at": None,
        "remind_from": None,
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


def note(
    standing: Standing,
    act: str,
    actor: Actor,
    at: datetime,
    data: dict[str, Any],
    *,
    position: int | None = None,
) -> Event:
    """Append an event that moves no status: an update, a failed payment.

    ``position``: of the milestone that it is about, when that is not the current one.
    """
    event = _event(standing, act, actor, at, data)
    event.position = position or event.position
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
    _move_order(
        standing.order, standing.milestone, at, status=status, reason=reason, ended_at=at, due_at=None
    )
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
    _move_order(
        standing.order, following, at, status=OrderStatus.ACTIVE, current=following.position, due_at=due_at
    )


def _move_order(
    order: Order,
    milestone: OrderMilestone,
    at: datetime,
    *,
    status: str | None,
    due_at: datetime | None,
    **changes: Any,
) -> None:
    """``milestone``: the one that the order is about from now on, as it stands from now on."""
    expect = {"status": order.status, "version": order.version}
    guarded_update(
        order,
        expect=expect,
        status=status,
        version=order.version + 1,
        due_at=due_at,
        sweep_after=None,
        **_to_remind(OrderStatus(status or order.status), order, milestone, at, due_at),
        **changes,
    )


def _to_remind(
    status: OrderStatus, order: Order, milestone: OrderMilestone, at: datetime, due_at: datetime | None
) -> dict[str, datetime | None]:
    """When somebody is reminded of a time to wait that begins now; of nothing when none does."""
    state = status, MilestoneStatus(milestone.status)
    moments = reminders.reminders_of(state, order.windows, at, due_at, milestone.due_at)
    return {"remind_at": reminders.next_of(moments, at), "remind_from": at if moments else None}
