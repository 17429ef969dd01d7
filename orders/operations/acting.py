"""The shape of every click on an order: lock, replay, too late, stale, then the act."""

from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from config.shared.commands import Click, forget
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


Doing = Callable[[Standing, Actor], type[Refusal] | None]
"""An act under the lock. It refuses by raising, which leaves nothing behind; it returns a refusal when what the clock
had due was carried out and must stay."""


def carry_out(order_id: UUID, click: Click, name: str, do: Doing, *, loose: bool = False) -> Order:
    """Run one person's act on an order in one transaction; the same click again returns the order as it is.

    ``loose``: the act moves neither money nor terms, so an older page may do it. Raises TooLate (the order
    was closed and that stays), Stale when the page showed an older version, and what ``do`` raises or returns; after a
    refusal the same click is no replay. A cancellation request that lapses under the click does not make the page old:
    nobody loses the click by somebody's silence.
    """
    with transaction.atomic(), together():
        standing, new = lock_for(order_id, click, f"orders.{name}")
        actor = party(standing.order, click.actor_id)
        if not new:
            return standing.order
        refusal = _come_to(standing, actor, click, do, loose=loose)
        if refusal is not None:
            forget(click)
    if refusal is not None:
        raise refusal
    return standing.order


def _come_to(
    standing: Standing, actor: Actor, click: Click, do: Doing, *, loose: bool
) -> type[Refusal] | None:
    shown = standing.order.version
    if close_if_due(standing, click.at):
        return TooLate
    if not loose and click.version != shown:
        raise Stale
    return do(standing, actor)
