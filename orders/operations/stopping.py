"""Ending an order between milestones by one person's choice (product.md 5.2, rows 7 and 11)."""

from uuid import UUID

from config.shared.commands import Click
from orders.models import Order
from orders.operations.acting import carry_out
from orders.operations.asks import close_asks
from orders.operations.charging import PaymentInProcess, charge_is_open, close_charge
from orders.operations.telling import tell
from orders.standing import Actor, Standing
from orders.states import Act
from orders.transitions import allowed, apply


def stop(*, order_id: UUID, click: Click) -> Order:
    """Stop between an acceptance and the next start: completed, never charged again, the seller is told.

    Raises TooLate, Stale, PaymentInProcess, NotInThisState, NotYourPart.
    """
    return _end_between(order_id, click, Act.STOP)


def end_unpaid(*, order_id: UUID, click: Click) -> Order:
    """The seller ends the order while the next milestone is not paid (product.md 5.2, row 11): completed.

    The reason is ``remainder_cancelled``, out of the list of product.md 5.1: the remaining work was cancelled. It was
    not stopped by the buyer, the time to pay was not over, and nobody had to agree. Such an order is not resumed
    either (row 17): its seller wanted no more of it. Raises what ``stop`` raises.
    """
    return _end_between(order_id, click, Act.END_UNPAID)


def _end_between(order_id: UUID, click: Click, act: Act) -> Order:
    """End an order whose next milestone waits for its payment, unless that is being charged right now."""

    def do(standing: Standing, actor: Actor) -> None:
        allowed(standing, act, actor.role)
        if charge_is_open(standing):
            raise PaymentInProcess
        milestone = standing.milestone
        event = apply(standing, act, actor, click.at)
        close_charge(milestone.pk, at=click.at)
        close_asks(standing, click.at)
        tell(event)

    return carry_out(order_id, click, act.value, do)
