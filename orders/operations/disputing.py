"""Disputes.

All clocks stand still until staff decide or the opener takes it back (product.md 5.2, row 13).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from config.shared.commands import Click
from config.shared.errors import Invalid, Stale
from config.shared.transition import guarded_update
from orders.models import Dispute, Order
from orders.operations.acting import carry_out
from orders.operations.asks import close_asks, left_of_clock
from orders.operations.files import stored
from orders.operations.locking import lock
from orders.operations.outside import must_be_outside
from orders.operations.settling import settle_milestone
from orders.operations.stating import FOLDER, open_dispute_of, write_statement
from orders.operations.telling import tell
from orders.queries.disputes import shown_case
from orders.queries.pausing import resumed
from orders.standing import Actor, Standing
from orders.states import WORKING, Act, Role
from orders.transitions import NotYourPart, allowed, apply

DECISIONS = frozenset({Act.DECIDE_CONTINUE, Act.DECIDE_SPLIT, Act.DECIDE_RELEASE})


def open_dispute(
    *, order_id: UUID, statement: str, click: Click, uploads: Sequence[UploadedFile] = ()
) -> Order:
    """Either side hands the milestone to Milepost, with a statement and, if they like, files.

    Clocks freeze, and whatever was asked and not answered is closed. Raises Invalid beside ``statement`` or
    ``files``, TooLate, Stale, NotInThisState.
    """
    if not statement.strip():
        raise Invalid("Write what is wrong and what you would find fair.", field="statement")
    with stored(FOLDER, uploads) as kept:

        def do(standing: Standing, actor: Actor) -> None:
            allowed(standing, Act.OPEN_DISPUTE, actor.role)
            dispute, files = _frozen(standing, actor, click.at), kept.take()
            write_statement(dispute, actor, statement, files, click.at)
            close_asks(standing, click.at)
            data = {"text": statement, "files": [file.name for file in files]}
            tell(apply(standing, Act.OPEN_DISPUTE, actor, click.at, data=data, due_at=None))

        return carry_out(order_id, click, "open_dispute", do)


def _frozen(standing: Standing, actor: Actor, at: datetime) -> Dispute:
    """Write down what was left of each clock."""
    milestone = standing.milestone
    return Dispute.objects.create(
        order=standing.order,
        position=milestone.position,
        opener_role=actor.role,
        opened_at=at,
        left_s=left_of_clock(standing, at),
        work_left_s=_seconds(milestone.due_at, at) if milestone.status in WORKING else None,
    )


def withdraw_dispute(*, order_id: UUID, click: Click) -> Order:
    """The opener takes the dispute back; every clock runs on. Raises Stale, NotInThisState, NotYourPart."""

    def do(standing: Standing, actor: Actor) -> None:
        allowed(standing, Act.WITHDRAW_DISPUTE, actor.role)
        dispute = open_dispute_of(standing)
        if dispute.opener_role != actor.role:
            raise NotYourPart
        _close(dispute, Act.WITHDRAW_DISPUTE, "", click.at)
        _run_on(standing, Act.WITHDRAW_DISPUTE, actor, dispute=dispute, text="", at=click.at)

    return carry_out(order_id, click, "withdraw_dispute", do)


def decide_dispute(
    *,
    order_id: UUID,
    act: Act,
    text: str,
    staff_id: int,
    at: datetime,
    released_minor: int | None = None,
    shown: str | None = None,
) -> Order:
    """Staff decide: work goes on, the money is split and the order ends, or it is released in full.

    ``released_minor``: the seller's part of a split. ``shown``: the case as the page showed it
    (``queries.disputes.shown_case``). Raises Invalid beside ``text`` or ``released_minor``, Stale when either side
    has said or done something since, NotInThisState, OwnOrder.
    """
    if not text.strip():
        raise Invalid("Give the reason; both sides read it.", field="text")
    with transaction.atomic():
        standing = lock(order_id)
        actor = Actor(Role.STAFF, staff_id)
        must_be_outside(standing.order, staff_id)
        allowed(standing, act, actor.role)
        dispute = open_dispute_of(standing)
        if shown is not None and shown != shown_case(standing.order, dispute):
            raise Stale
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


def _close(dispute: Dispute, act: Act, text: str, at: datetime) -> None:
    guarded_update(dispute, expect={"closed_at": None}, closed_at=at, outcome=act, decision_text=text)


def _run_on(standing: Standing, act: Act, actor: Actor, *, dispute: Dispute, text: str, at: datetime) -> None:
    on = resumed(standing.milestone, dispute, at)
    tell(apply(standing, act, actor, at, changes=on.changes, data={"text": text}, due_at=on.due_at))


def _seconds(moment: datetime | None, at: datetime) -> int | None:
    return None if moment is None else int(max(moment - at, timedelta(0)).total_seconds())
