"""The buyer alone cancels a milestone that is very late (product.md 5.2, row 12)."""

from uuid import UUID

from config.shared.commands import Click
from config.shared.errors import Refusal
from orders import deadlines
from orders.models import Order
from orders.operations.acting import carry_out
from orders.operations.settling import settle_milestone
from orders.operations.telling import tell
from orders.standing import Actor, Standing
from orders.states import Act
from orders.transitions import allowed


class NotVeryLate(Refusal):
    """Cancelling alone needs a delivery that is very late."""

    default_message = (
        "The milestone is not very late yet. You can cancel it alone from 24 hours after its due date."
    )


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
