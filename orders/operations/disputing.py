"""Disputes.

All clocks stand still until staff decide or the opener takes it back (product.md 5.2, row 13).
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from config.shared.commands import Click
from config.shared.errors import Invalid
from config.shared.transition import guarded_update
from orders import deadlines
from orders.models import Dispute, Order
from orders.operations.acting import carry_out
from orders.operations.settling import settle_milestone
from orders.operations.standing import lock
from orders.operations.telling import tell
from orders.states import WORKING, Act, MilestoneStatus, Role
from orders.transitions import Actor, NotYourPart, Standing, allowed, apply

DECISIONS = frozenset({Act.DECIDE_CONTINUE, Act.DECIDE_SPLIT, Act.DECIDE_RELEASE})


def open_dispute(*, order_id: UUID, statement: str, click: Click) -> Order:
    """Either side hands the milestone to Milepost.

    Clocks freeze. Raises Invalid, TooLate, Stale, NotInThisState.
    """
    if not statement.strip():
        raise Invalid("Write what is wrong and what you would find fair.", field="statement")

    def do(standing: Standing, actor: Actor) -> None:
        allowed(standing, Act.OPEN_DISPUTE, actor.role)
        milestone, due_at = standing.milestone, standing.order.due_at or click.at
        work_left = _seconds(milestone.due_at, click.at) if milestone.status in WORKING else None
        Dispute.objects.create(
            order=standing.order,
            position=milestone.position,
            opener_role=actor.role,
            statement=statement,
            opened_at=click.at,
            left_s=_seconds(due_at, click.at) or 0,
            work_left_s=work_left,
        )
        tell(apply(standing, Act.OPEN_DISPUTE, actor, click.at, data={"text": statement}, due_at=None))

    return carry_out(order_id, click, "open_dispute", do)


def withdraw_dispute(*, order_id: UUID, click: Click) -> Order:
    """The opener takes the dispute back; every clock runs on. Raises Stale, NotInThisState, NotYourPart."""

    def do(standing: Standing, actor: Actor) -> None:
        allowed(standing, Act.WITHDRAW_DISPUTE, actor.role)
        dispute = _open_dispute_of(standing)
        if dispute.opener_role != actor.role:
            raise NotYourPart
        _close(dispute, Act.WITHDRAW_DISPUTE, "", click.at)
        _run_on(standing, Act.WITHDRAW_DISPUTE, actor, dispute=dispute, text="", at=click.at)

    return carry_out(order_id, click, "withdraw_dispute", do)


def decide_dispute(
    *, order_id: UUID, act: Act, text: str, staff_id: int, at: datetime, released_minor: int | None = None
) -> Order:
    """Staff decide: work goes on, the money is split and the order ends, or it is released in full.

    ``released_minor``: the seller's part of a split. Raises Invalid beside ``text`` or ``released_minor``,
    NotInThisState.
    """
    if not text.strip():
        raise Invalid("Give the reason; both sides read it.", field="text")
    with transaction.atomic():
        standing = lock(order_id)
        actor = Actor(Role.STAFF, staff_id)
        allowed(standing, act, actor.role)
        dispute = _open_dispute_of(standing)
        _close(dispute, act, text, at)
        if act == Act.DECIDE_CONTINUE:
            _run_on(standing, act, actor, dispute=dispute, text=text, at=at)
        else:
            released = _released(standing, act, released_minor)
            tell(settle_milestone(standing, act, actor, at, released_minor=released, data={"text": text}))
    return standing.order


def _released(standing: Standing, act: Act, released_minor: int | None) -> int:
    amount = standing.milestone.amount_minor
    if act == Act.DECIDE_RELEASE:
        return amount
    if released_minor is None or not 0 <= released_minor <= amount:
        raise Invalid("Give the seller's part, from nothing to the whole amount.", field="released_minor")
    return released_minor


def _open_dispute_of(standing: Standing) -> Dispute:
    return Dispute.objects.get(order=standing.order, closed_at__isnull=True)


def _close(dispute: Dispute, act: Act, text: str, at: datetime) -> None:
    guarded_update(dispute, expect={"closed_at": None}, closed_at=at, outcome=act, decision_text=text)


def _run_on(standing: Standing, act: Act, actor: Actor, *, dispute: Dispute, text: str, at: datetime) -> None:
    until = deadlines.after_pause(dispute.left_s, at)
    changes: dict[str, object] = {}
    if standing.milestone.status == MilestoneStatus.DELIVERED:
        changes["deadline_at"] = until
    elif dispute.work_left_s is not None:
        changes["due_at"] = deadlines.after_pause(dispute.work_left_s, at)
    tell(apply(standing, act, actor, at, changes=changes, data={"text": text}, due_at=until))


def _seconds(moment: datetime | None, at: datetime) -> int | None:
    return None if moment is None else int(max(moment - at, timedelta(0)).total_seconds())
