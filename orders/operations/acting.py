"""The shape of every click on an order: lock, replay, too late, stale, then the act."""

from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from config.shared.commands import Click
from config.shared.errors import Refusal, Stale
from config.shared.rows import together
from orders.models import Order
from orders.operations.closing import close_if_due
from orders.operations.locking import lock_for
from orders.standing import Actor, Standing
from orders.states import Role
from orders.transitions import NotYourPart


class TooLate(Refusal):
    """The deadline had passed; the click closed the order just as the clock would have."""

    default_message = "The time for this was over, so the order was closed. Here is how it stands now."


def party(order: Order, user_id: int) -> Actor:
    """In which part a member acts. Raises NotYourPart for anybody else."""
    if user_id == order.buyer_id:
        return Actor(Role.BUYER, user_id)
    if user_id == order.seller_id:
        return Actor(Role.SELLER, user_id)
    raise NotYourPart


def carry_out(
    order_id: UUID, click: Click, name: str, do: Callable[[Standing, Actor], None], *, loose: bool = False
) -> Order:
    """Run one person's act on an order in one transaction; the same click again returns the order as it is.

    ``loose``: the act moves neither money nor terms, so an older page may do it. Raises TooLate (the order
    was closed and that stays), Stale when the page showed an older version, and what ``do`` raises. A cancellation
    request that lapses under the click does not make the page old: nobody loses the click by somebody's silence.
    """
    with transaction.atomic(), together():
        standing, new = lock_for(order_id, click, f"orders.{name}")
        actor = party(standing.order, click.actor_id)
        if not new:
            return standing.order
        shown = standing.order.version
        late = close_if_due(standing, click.at)
        if not late:
            if not loose and click.version != shown:
                raise Stale
            do(standing, actor)
    if late:
        raise TooLate
    return standing.order
