"""The buyer takes more time to answer a delivery, once (product.md 5.2, row 16)."""

from uuid import UUID

from config.shared.commands import Click
from config.shared.errors import Refusal
from orders import deadlines
from orders.models import Order
from orders.operations.acting import carry_out
from orders.operations.pausing import begins, set_clock
from orders.operations.telling import tell
from orders.standing import Actor, Standing
from orders.states import Act
from orders.transitions import allowed, apply


class ExtendedAlready(Refusal):
    """Once per delivery."""

    default_message = "You have extended the time for this delivery already."


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
        clock = set_clock(standing, until - begins(standing, click.at), click.at)
        changes = {"deadline_at": clock.deadline, "extended": True}
        tell(apply(standing, Act.EXTEND, actor, click.at, changes=changes, due_at=clock.due_at))

    return carry_out(order_id, click, "extend", do)
