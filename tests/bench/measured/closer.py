"""Figures 11, 12 and 13: the clock closing orders whose buyers are silent, against G, and what clicks feel of it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median

from orders.models import Order, Settlement
from orders.states import Act
from tests.bench import anchors, audits, originals, workers
from tests.bench.copies import WHOLE, Copier
from tests.bench.figures import Line, plain_line, ratio_line
from tests.bench.options import Options
from tests.bench.pool import Pool, accept_one
from tests.bench.rounds import alternate

ONE = "closer ÷ G, one worker"
TWO = "closer ÷ G, two workers"
SHARE_DUE = 20
BESIDE = "accepts beside the closer ÷ at rest, p50"
LOOK_EVERY_SECONDS = 0.02
LAST_BATCH_SECONDS = 5
PACE = 40
"""Acceptances per second beside the closer."""
MS = 1_000
MODULE = "tests.bench.closing"


@dataclass(slots=True)
class Closer:
    """So many workers close what is due, side by side; counted while all of them are at it.

    ``longest``: seconds of each slot's longest batch. ``tasks``: how many calls of the task there were.
    """

    workers: list[workers.Worker]
    seconds: int
    due: int
    longest: list[float] = field(default_factory=list)
    tasks: int = 0
    closed: int = 0

    def __call__(self) -> float:
        """One slot, in orders per second."""
        moment, before = moment_of_due(self.due), closed_so_far()
        began = time.perf_counter()
        with self.at_work(moment):
            elapsed, closed = self._watch(began, before)
        self.closed += closed
        return closed / elapsed

    @contextmanager
    def at_work(self, moment: datetime) -> Iterator[None]:
        """All of them close what is due at a moment."""
        for worker in self.workers:
            worker.tell(moment.isoformat())
        yield
        answers = [worker.stop().split() for worker in self.workers]
        self.longest.append(max(float(longest) for longest, _ in answers))
        self.tasks += sum(int(calls) for _, calls in answers)

    def _watch(self, began: float, before: int) -> tuple[float, int]:
        """Until the time is over and a batch has just ended, or all that was due is closed."""
        last, at_last = 0, began
        while True:
            time.sleep(LOOK_EVERY_SECONDS)
            now, closed = time.perf_counter(), closed_so_far() - before
            late = now - began - self.seconds
            fresh, last, at_last = closed != last, closed, now if closed != last else at_last
            if closed >= self.due or (late >= 0 and (fresh or late > LAST_BATCH_SECONDS)):
                return max(at_last - began, LOOK_EVERY_SECONDS), closed


def measure(asked: Options) -> Iterator[Line]:
    """Fill both sets of tables with as many orders, one in twenty due in each slot."""
    due = max(asked.orders // SHARE_DUE, 1)
    stock = originals.delivered_orders()
    slots = 2 * asked.rounds * (2 * bool({11, 12} & set(asked.figures)) + (13 in asked.figures))
    there = asked.orders + slots * due  # what a slot closed is not there for the next
    pool = Pool(stock, after=there)  # looks for its originals while there is little to look through
    Copier([order.pk for order in stock], WHOLE).make(1, there)
    with workers.at_hand(MODULE, 2) as (first, second):
        if {11, 12} & set(asked.figures):
            yield from closing(
                asked,
                due,
                {ONE: Closer([first], asked.seconds, due), TWO: Closer([first, second], asked.seconds, due)},
            )
        if 13 in asked.figures:
            yield beside(asked, pool, Closer([first], asked.seconds, due))


def closing(asked: Options, due: int, ways: dict[str, Closer]) -> Iterator[Line]:
    """Figures 11 and 12."""
    anchors.make_tables()
    anchors.stock(1, asked.orders)
    giant = anchors.Closing(due)
    series = alternate(asked.rounds, giant, ways)
    wrong = audits.faults()
    notes = (
        f"{asked.orders:,} orders, {due:,} due in each slot; {closed_so_far():,} closed by ours",
        f"G's one transaction took up to {giant.longest:.1f} s",
    )
    for name, way in ways.items():
        if 11 in asked.figures:
            yield audits.judged(ratio_line(11, name, series, rate="orders/s", notes=notes), wrong)
        if 12 in asked.figures:
            told = (f"{MS * way.tasks / way.closed:.2f} tasks per 1,000 orders",)
            longest = [MS * one for one in way.longest]
            renamed = name.replace("closer ÷ G", "closer's longest transaction")
            yield audits.judged(plain_line(12, renamed, longest, "ms", notes=told), wrong)


@dataclass(slots=True)
class Clicks:
    """Acceptances at a steady pace, each with its time taken, in milliseconds."""

    pool: Pool
    seconds: int
    taken: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        """The middle one of a slot."""
        count = PACE * self.seconds
        began, slot = time.perf_counter(), []
        for number, order in enumerate(self.pool.take_many(count)):
            time.sleep(max(0.0, began + number / PACE - time.perf_counter()))
            before = time.perf_counter()
            accept_one(order, Act.ACCEPT_DECIDE_LATER)
            slot.append((time.perf_counter() - before) * MS)
        self.taken += slot
        return median(slot)


def beside(asked: Options, pool: Pool, closer: Closer) -> Line:
    """Figure 13: the same acceptances while nothing else happens, and while a worker closes."""
    pool.ensure(PACE * asked.seconds * (4 * asked.rounds + 1))
    rest, among = Clicks(pool, asked.seconds), Clicks(pool, asked.seconds)
    rest()

    def beside_the_closer() -> float:
        with closer.at_work(moment_of_due(closer.due)):
            return among()

    series = alternate(asked.rounds, rest, {BESIDE: beside_the_closer})
    notes = (
        f"{PACE} a second; the slowest took {max(among.taken):.0f} ms, at rest {max(rest.taken):.0f} ms",
    )
    return audits.judged(ratio_line(13, BESIDE, series, rate="ms", notes=notes), audits.faults())


def moment_of_due(count: int) -> datetime:
    """When so many are due: the clock travels there."""
    moment = (
        Order.objects.filter(due_at__isnull=False)
        .order_by("due_at")
        .values_list("due_at", flat=True)[count - 1]
    )
    if moment is None:
        raise RuntimeError("an order without a deadline came back")
    return moment + timedelta(seconds=1)


def closed_so_far() -> int:
    """Milestones that silence has settled."""
    return Settlement.objects.filter(act=Act.CLOSE_UNANSWERED).count()
