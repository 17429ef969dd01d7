"""What a member buys or sells: what waits for them first, then what runs, then what is finished."""

from dataclasses import dataclass
from datetime import datetime

from orders.models import Order
from orders.queries.cursors import cursor_of, older_than
from orders.queries.narrowing import EVERYTHING, Wanted, narrowed
from orders.queries.needs import urgency, with_needs
from orders.queries.rows import Row, rows_of
from orders.queries.tallies import Tallies, tallies_in, with_finished, with_tallies
from orders.states import ENDED, OPEN, Role

OPEN_MAX, PAGE_SIZE = 200, 20


@dataclass(frozen=True, slots=True)
class Dashboard:
    """``mine``: what needs this member, the nearest deadline first. ``older``: cursor of the next finished ones.

    ``more``: so many run that not all of them stand here.
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
    before = older_than(cursor, "placed_at")
    ended = own.filter(before, status__in=ENDED).order_by("-placed_at", "-id").values("pk")[: PAGE_SIZE + 1]
    running = own.filter(status__in=OPEN).order_by("due_at", "placed_at").values("pk")[: OPEN_MAX + 1]
    shown = with_needs(Order.objects.select_related("buyer", "seller", "gig"), role, at)
    shown = with_tallies(shown, user_id, role, at)
    parts = with_finished(shown.filter(pk__in=ended), None if wanted.text else own)
    if not cursor:
        parts = with_finished(shown.filter(pk__in=running)).union(parts, all=True)
    orders = list(parts)
    open_ones = sorted((o for o in orders if o.status in OPEN), key=_by_deadline)
    finished = sorted(
        (o for o in orders if o.status in ENDED), key=lambda o: (o.placed_at, o.pk), reverse=True
    )
    rows = rows_of([*open_ones[:OPEN_MAX], *finished[:PAGE_SIZE]], role, at)
    mine = [row for row in rows if row.turn is not None and row.turn.mine]
    return Dashboard(
        mine=sorted(mine, key=lambda row: urgency(row.turn, row.order)),
        running=[row for row in rows if row.turn is not None and not row.turn.mine],
        finished=[row for row in rows if row.turn is None],
        older=cursor_of(finished[PAGE_SIZE - 1].placed_at, finished[PAGE_SIZE - 1].pk)
        if len(finished) > PAGE_SIZE
        else "",
        more=len(open_ones) > OPEN_MAX,
        tallies=tallies_in(orders),
    )


def _by_deadline(order: Order) -> tuple[bool, datetime, datetime]:
    return order.due_at is None, order.due_at or order.placed_at, order.placed_at
