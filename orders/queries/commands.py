"""Clicks that were carried out already."""

from contextlib import suppress
from uuid import UUID

from config.shared.models import Command
from orders.models import Order


def order_of_command(key: UUID, user_id: int) -> Order | None:
    """The order that this member's form with this one-time id was carried out on; None when it is new.

    A form that placed it has left its number, which is known before its id; every other form its id.
    """
    first = Command.objects.filter(pk=key, actor_id=user_id).first()
    named = first.outcome.get("order", "") if first else ""
    with suppress(ValueError):
        return Order.objects.filter(pk=UUID(named)).first()
    return Order.objects.filter(number=named).first() if named else None


def was_carried_out(key: UUID, user_id: int) -> bool:
    """This member's form with this one-time id has had its effect."""
    return Command.objects.filter(pk=key, actor_id=user_id).exists()
