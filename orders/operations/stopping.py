"""Ending an order by a person's choice (product.md 5.2, rows 7 and 12), and giving a delivery more time (row 16)."""

from uuid import UUID

from config.shared.commands import Click
from config.shared.errors import Refusal
from orders import deadlines
from orders.models import Order
from orders.operations.acting import carry_out
from orders.operations.charging import PaymentInProcess, charge_is_open, close_charge
from orders.operations.settling import settle_milestone
from orders.operations.telling import tell
from orders.states import Act
from orders.transitions import Actor, Standing, allowed, apply


class NotVeryLate(Refusal):
    """Cancelling alone needs a delivery that is very late."""

    default_message = (
        "The milestone is not very late yet. You can cancel it alone from 24 hours after its due date."
    )


class ExtendedAlready(Refusal):
    """Once per delivery."""

    default_message = "You have extended the time for this delivery already."


def stop(*, order_id: UUID, click: Click) -> Order:
    """Stop between an acceptance and the next start: completed, never charged again, the seller is told.

    Raises TooLate, Stale, PaymentInProcess, NotInThisState, NotYourPart.
    """

    def do(standing: Standing, actor: Actor) -> None:
        allowed(standing, Act.STOP, actor.role)
        if charge_is_open(standing):
            raise PaymentInProcess
        milestone = standing.milestone
        event = apply(standing, Act.STOP, actor, click.at)
        close_charge(milestone.pk, at=click.at)
        tell(event)

    return carry_out(order_id, click, "stop", do)


def cancel_very_late(*, order_id: UUID, click: Click) -> Order:
    """The buyer cancels a very late milestone alone and gets its money and fee back.

    Raises TooLate, Stale, NotVeryLate, NotInThisState, NotYourPart.
    """

    def do(standing: Standing, actor: Actor) -> None:
        allowed(standing, Act.CANCEL_VERY_LATE, actor.role)
        due_at = standing.milestone.due_at
        if due_at is None or click.at < deadlines.very_late_at(standing.order.windows, due_at):
            raise NotVeryLate
        tell(settle_milestone(standing, Act.CANCEL_VERY_LATE, actor, click.at, released_minor=0))

    return carry_out(order_id, click, "cancel_very_late", do)


def extend(*, order_id: UUID, click: Click) -> Order:
    """The buyer takes 5 more days to answer a delivery, once.

    Raises TooLate, Stale, ExtendedAlready, NotInThisState.
    """

    def do(standing: Standing, actor: Actor) -> None:
        allowed(standing, Act.EXTEND, actor.role)
        milestone = standing.milestone
        if milestone.extended or milestone.deadline_at is None:
            raise ExtendedAlready
        until = milestone.deadline_at + deadlines.window(standing.order.windows, "EXTENSION")
        tell(
            apply(
                standing,
                Act.EXTEND,
                actor,
                click.at,
                changes={"deadline_at": until, "extended": True},
                due_at=until,
            )
        )

    return carry_out(order_id, click, "extend", do)
