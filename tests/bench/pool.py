"""Delivered orders in stock, handed out one after the other."""

import uuid
from collections import deque
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from config.shared import clock
from config.shared.commands import Click
from orders.models import Order
from orders.operations.accepting import accept
from orders.states import Act
from tests.bench.copies import WHOLE, Copier


@dataclass(frozen=True, slots=True)
class Waiting:
    """An order whose delivery waits for its buyer; ``version`` and ``round`` as its page shows them."""

    order_id: UUID
    number: str
    buyer_id: int
    version: int
    round: int


_READ = """
SELECT o.id, o.number, o.buyer_id, o.version, m.rounds
FROM orders_order o JOIN orders_ordermilestone m ON m.order_id = o.id AND m.position = o.current
WHERE o.number BETWEEN %s AND %s ORDER BY o.number
"""


class Pool:
    """Copies of the originals; there are as many as are asked for."""

    def __init__(self, originals: list[Order], *, after: int = 0) -> None:
        """Empty at first. ``after``: so many copies were made before."""
        self._copier = Copier([order.pk for order in originals], WHOLE)
        self._made = after
        self._waiting: deque[Waiting] = deque()

    def ensure(self, count: int) -> None:
        """Make what is missing of so many."""
        if (missing := count - len(self._waiting)) <= 0:
            return
        self._copier.make(self._made + 1, missing)
        with connection.cursor() as cursor:
            cursor.execute(_READ, [_number(self._made + 1), _number(self._made + missing)])
            self._waiting += [Waiting(*row) for row in cursor.fetchall()]
        self._made += missing

    def take(self) -> Waiting | None:
        """The next one, None when all are used."""
        return self._waiting.popleft() if self._waiting else None

    def take_many(self, count: int) -> list[Waiting]:
        """So many, or what is left."""
        return [self._waiting.popleft() for _ in range(min(count, len(self._waiting)))]

    def give_back(self, unused: list[Waiting]) -> None:
        """What was taken and not touched."""
        self._waiting.extendleft(reversed(unused))


def accept_one(order: Waiting, act: Act) -> None:
    """A fresh click of the buyer on the page as it stands."""
    click = Click(actor_id=order.buyer_id, key=uuid.uuid4(), version=order.version, at=clock.now())
    accept(order_id=order.order_id, act=act, delivery_round=order.round, click=click)


def _number(n: int) -> str:
    return f"MP-{n:08d}"
