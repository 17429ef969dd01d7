"""Cancellation by agreement (product.md 5.2, row 11).

One side asks, with a split of the milestone's amount and a reason; the other answers within 48 hours; the clock answers
after that (``silence``). While a request is open the order's clock stands (``pausing``): nothing is accepted by silence
and nothing is abandoned, and afterwards the time that was left, at least 24 hours, runs on. Work goes on meanwhile, and
its own due date does not move.
"""

from uuid import UUID

from config.shared.commands import Click
from config.shared.errors import Invalid, Refusal
from config.shared.rows import insert_rows
from orders import deadlines
from orders.models import CancellationRequest, Order
from orders.operations.acting import carry_out
from orders.operations.asks import left_of_clock, remember
from orders.operations.pausing import paused
from orders.operations.telling import tell
from orders.standing import Actor, Standing
from orders.states import Act
from orders.transitions import allowed, apply


class AskedAlready(Refusal):
    """One request is open at a time, and each side has one for each delivery."""

    default_message = (
        "This was asked already: one request is open at a time, and each side has one for each delivery."
    )


def request_cancellation(*, order_id: UUID, released_minor: int | None, reason: str, click: Click) -> Order:
    """Ask the other side to cancel the running milestone, and with it the order.

    ``released_minor``: the seller's part of the milestone's amount, from nothing to all of it. Raises Invalid beside
    ``reason`` or ``released_minor``, AskedAlready, TooLate, Stale, NotInThisState.
    """
    if not reason.strip():
        raise Invalid("Write why you want to cancel.", field="reason")

    def do(standing: Standing, actor: Actor) -> None:
        allowed(standing, Act.REQUEST_CANCELLATION, actor.role)
        released = _part(standing, released_minor)
        request = _new_request(standing, actor, released, reason, click)
        clock = paused(request)
        changes = clock.columns(standing.milestone.status)
        data = {"text": reason, "released": released, "until": clock.due_at.isoformat()}
        act = Act.REQUEST_CANCELLATION
        tell(apply(standing, act, actor, click.at, changes=changes, data=data, due_at=clock.due_at))

    return carry_out(order_id, click, "request_cancellation", do)


def _part(standing: Standing, released_minor: int | None) -> int:
    amount = standing.milestone.amount_minor
    if released_minor is None or not 0 <= released_minor <= amount:
        raise Invalid("Give the seller's part, from nothing to the whole amount.", field="released_minor")
    return released_minor


def _new_request(
    standing: Standing, actor: Actor, released_minor: int, reason: str, click: Click
) -> CancellationRequest:
    order, milestone = standing.order, standing.milestone
    asked = CancellationRequest.objects.filter(order_id=order.pk, position=milestone.position)
    if any(one.keeps_from_asking(actor.role, milestone.rounds) for one in asked):
        raise AskedAlready
    request = CancellationRequest(
        order_id=order.pk,
        position=milestone.position,
        requester_role=actor.role,
        delivery_round=milestone.rounds,
        amount_minor=milestone.amount_minor,
        released_minor=released_minor,
        reason=reason,
        opened_at=click.at,
        answer_by=click.at + deadlines.window(order.windows, "CANCELLATION_ANSWER"),
        left_s=left_of_clock(standing, click.at),
    )
    remember(standing)
    columns = [field.attname for field in CancellationRequest._meta.concrete_fields]
    insert_rows(CancellationRequest, {name: getattr(request, name) for name in columns}, taken=AskedAlready)
    return request
