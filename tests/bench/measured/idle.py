"""Figure 14: what a tick of the clock costs when nothing is due, among a million orders."""

import time
from collections.abc import Callable, Iterator
from statistics import median

from django.db import connection

from orders import tasks
from tests.bench import originals
from tests.bench.copies import ORDER, Copied, Copier
from tests.bench.figures import Line, plain_line
from tests.bench.options import Options
from tests.bench.statements import statements

OPEN_ONE_IN = 5
TIMES = 200
MS = 1_000

_OPEN = f"n % {OPEN_ONE_IN} = 0".replace("%", "%%")
MIXED = Copied(
    ORDER.table,
    ORDER.link,
    {
        **ORDER.changes,
        "due_at": f"CASE WHEN {_OPEN} THEN {ORDER.changes['due_at']} END",
        "ended_at": f"CASE WHEN {_OPEN} THEN NULL ELSE s.placed_at END",
        "status": f"CASE WHEN {_OPEN} THEN s.status ELSE 'completed' END",
        "reason": f"CASE WHEN {_OPEN} THEN '' ELSE 'finished' END",
    },
)
"""Orders alone, one in five of them open with a deadline still to come."""


def measure(asked: Options) -> Iterator[Line]:
    """The query alone (with its way to the database and back), then the whole task body."""
    Copier([order.pk for order in originals.delivered_orders()], [MIXED]).make(1, asked.idle_orders)
    asking = [sql for sql in statements(tasks.close_due) if sql.startswith("SELECT")]
    if len(asking) != 1:
        raise RuntimeError(f"an idle tick ran {len(asking)} statements: {asking}")
    notes = (
        f"{asked.idle_orders:,} orders, {asked.idle_orders // OPEN_ONE_IN:,} open, none due; medians of {TIMES} runs",
    )
    query, body = [], []
    for _ in range(asked.rounds):
        query.append(_milliseconds(lambda: _ask(asking[0])))
        body.append(_milliseconds(tasks.close_due))
    yield plain_line(14, "idle tick: the due query, nothing due", query, "ms", notes=notes)
    yield plain_line(14, "idle tick: the whole task body", body, "ms")


def _ask(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        if cursor.fetchall():
            raise RuntimeError("something was due")


def _milliseconds(run: Callable[[], object]) -> float:
    """The median of many runs."""
    taken = []
    for _ in range(TIMES):
        began = time.perf_counter()
        run()
        taken.append(time.perf_counter() - began)
    return median(taken) * MS
