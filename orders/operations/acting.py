"""The shape of every click on an order: lock, replay, too late, stale, then the act."""

from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from config.shared.commands import Click, claim
from config.shared.errors import Refusal, Stale
from config.shared.rows import together
from orders.models import Order
from orders.operations.closing import close_if_due
from orders.operations.standing import lock
from orders.states import Role
from orders.transitions import Actor, NotYourPart, Standing


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
    was closed and that stays), Stale when the page showed an older version, and what ``do`` raises.
    """
    with transaction.atomic(), together():
        standing = lock(order_id)
        actor = party(standing.order, click.actor_id)
        if claim(click, f"orders.{name}", {"order": standing.order.number}) is not None:
            return standing.order
        late = close_if_due(standing, click.at)
        if not late:
            if not loose and click.version != standing.order.version:
                raise Stale
            do(standing, actor)
    if late:
        raise TooLate
    return standing.order
