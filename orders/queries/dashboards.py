"""What a member buys or sells: what waits for them first, then what runs, then what is finished."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Value

from orders.models import Order
from orders.queries.cursors import cursor_of, older_than
from orders.queries.narrowing import EVERYTHING, Wanted, narrowed
from orders.queries.needs import after_their_end, that_need_after_their_end, urgency, with_needs
from orders.queries.rows import Row, rows_of
from orders.queries.tallies import Tallies, tallies_in, with_finished, with_tallies
from orders.querysets import OrderQuerySet
from orders.states import ENDED, OPEN, Role

OPEN_MAX, AFTER_MAX, PAGE_SIZE = 200, 50, 20
"""Of running orders, of ended ones that wait for the member, of ended ones on a page."""
_YES, _NO = Value(value=True), Value(value=False)


@dataclass(frozen=True, slots=True)
class Dashboard:
    """``mine``: what needs this member, the nearest deadline first. ``older``: cursor of the next finished ones.

    What ended stands among the finished ones, or in ``mine`` while it is to be resumed or reviewed.
    ``more``: so many run, or wait after their end, that not all of them stand here.
    """

    mine: list[Row]
    running: list[Row]
    finished: list[Row]
    older: str
    more: bool
    tallies: Tallies

    def __bool__(self) -> bool:
        return bool(self.mine or self.running or self.finished)


def dashboard(
    user_id: int,
    role: Role,
    at: datetime,
    wanted: Wanted = EVERYTHING,
    cursor: str = "",
) -> Dashboard:
    """Three statements at most, however many orders there are: the orders, their milestones, open charges.

    ``cursor`` comes from ``older``: then only finished ones are read; a bad one shows the newest.
    """
    own = narrowed(Order.objects.filter(**{f"{role}_id": user_id}), role, wanted)
    orders = list(_read(own, user_id, role, at, wanted=wanted, cursor=cursor))
    open_ones = sorted((o for o in orders if o.status in OPEN), key=_by_deadline)
    paged = sorted((o for o in orders if o.paged), key=lambda o: (o.placed_at, o.pk), reverse=True)
    waiting = sorted((o for o in orders if o.status in ENDED and not o.paged), key=after_their_end)
    shown = dict.fromkeys([*open_ones[:OPEN_MAX], *paged[:PAGE_SIZE], *waiting[:AFTER_MAX]])
    rows = rows_of(list(shown), role, at)
    mine = {row.order.pk: row for row in rows if not cursor and row.turn is not None and row.turn.mine}
    others = [row for row in rows if row.order.pk not in mine]
    return Dashboard(
        mine=sorted(mine.values(), key=lambda row: urgency(row.turn, row.order)),
        running=[row for row in others if row.order.status in OPEN],
        finished=[row for row in others if getattr(row.order, "paged", False)],
        older=cursor_of(paged[PAGE_SIZE - 1].placed_at, paged[PAGE_SIZE - 1].pk)
        if len(paged) > PAGE_SIZE
        else "",
        more=len(open_ones) > OPEN_MAX or len(waiting) > AFTER_MAX,
        tallies=tallies_in(orders),
    )


def _read(
    own: OrderQuerySet[Order], user_id: int, role: Role, at: datetime, *, wanted: Wanted, cursor: str
) -> OrderQuerySet[Any]:
    """One statement: a page of what ended (``paged``), and before it what runs and what waits after its end.

    What waits after its end may come twice, because a page of the finished ones has all of them.
    """
    before = older_than(cursor, "placed_at")
    ended = own.filter(before, status__in=ENDED).order_by("-placed_at", "-id").values("pk")[: PAGE_SIZE + 1]
    shown = with_needs(Order.objects.select_related("buyer", "seller", "gig"), role, at)
    shown = with_tallies(shown, user_id, role, at)
    page = with_finished(shown.filter(pk__in=ended), None if wanted.text else own).annotate(paged=_YES)
    if cursor:
        return page
    running = own.filter(status__in=OPEN).order_by("due_at", "placed_at").values("pk")[: OPEN_MAX + 1]
    waiting = that_need_after_their_end(own, role, at).values("pk")[: AFTER_MAX + 1]
    parts = (with_finished(shown.filter(pk__in=part)).annotate(paged=_NO) for part in (running, waiting))
    return page.union(*parts, all=True)


def _by_deadline(order: Order) -> tuple[bool, datetime, datetime]:
    return order.due_at is None, order.due_at or order.placed_at, order.placed_at
