"""Time passes, by itself and to the second of a deadline, and the jobs come by."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain

from orders.call_states import OPEN_CALLS
from orders.models import Amendment, Attempt, Call, Resumption, Review, Settlement, Subscription
from tests.orders.properties.by_parties import LINES
from tests.orders.properties.dice import Dice
from tests.orders.properties.life import Life

LENGTHS = tuple(
    timedelta(**length)
    for length in (
        {"seconds": 1},
        {"seconds": 40},
        {"minutes": 3},
        {"minutes": 20},
        {"hours": 7},
        {"hours": 7},
        {"hours": 25},
        {"days": 2},
        {"days": 2},
        {"days": 8, "seconds": -1},
        {"days": 10},
        {"days": 40},
    )
)
AROUND = tuple(timedelta(seconds=seconds) for seconds in (-1, 0, 1))
LATE = timedelta(hours=24)
"""From then on a delivery is very late (product.md 2)."""


def time_passes(life: Life, dice: Dice) -> None:
    life.now += dice.of(LENGTHS)


def a_deadline_comes(life: Life, dice: Dice) -> None:
    """A second before, at, or a second after one of the moments that something waits for."""
    ahead = sorted({moment for moment in _moments(life) if moment is not None and moment >= life.now})
    if ahead:
        life.now = max(life.now, dice.of(ahead) + dice.of(AROUND))


def sweep(life: Life, dice: Dice) -> None:
    """The jobs, with a line that may be bad."""
    life.sweep(dice.of(LINES))


def _moments(life: Life) -> Iterator[datetime | None]:
    order, milestone = life.stands.order, life.stands.milestone
    yield from (order.due_at, order.remind_at, milestone.due_at)
    if milestone.due_at is not None:
        yield milestone.due_at + LATE
    mine = {"order": order.pk, "closed_at__isnull": True}
    calls = Call.objects.filter(order=order.pk, status__in=OPEN_CALLS)
    charges = Attempt.objects.filter(intent__payer=life.scene.people["buyer"]).order_by("-created_at")[:2]
    hidden = Review.objects.filter(order=order.pk, published_at__isnull=True)
    pending = Settlement.objects.filter(milestone__order=order.pk, cleared_at__isnull=True)
    for rows in (
        Amendment.objects.filter(**mine).values_list("due_at"),
        Resumption.objects.filter(**mine).values_list("due_at", "lapses_at"),
        calls.values_list("starts_at", "remind_at"),
        Subscription.objects.filter(orders=order.pk).values_list("due_at", "next_at"),
        hidden.values_list("due_at"),
        charges.values_list("check_at", "finalize_at"),
        pending.values_list("clears_at"),
    ):
        yield from chain.from_iterable(rows)
