"""Figure 11: the clock closing orders whose buyers are silent, by one worker and by two, against G."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO

from orders.models import Order, Settlement
from orders.states import Act
from tests.bench import anchors, audits, originals
from tests.bench.copies import WHOLE, Copier
from tests.bench.figures import Line, ratio_line
from tests.bench.options import Options
from tests.bench.rounds import alternate

ONE = "closer ÷ G, one worker"
TWO = "closer ÷ G, two workers"
SHARE_DUE = 10
LOOK_EVERY_SECONDS = 0.05


class Worker:
    """The other end of ``tests.bench.closing``."""

    def __init__(self) -> None:
        """Start it, and wait until it is ready."""
        command = [sys.executable, "-W", "ignore::UserWarning", "-m", "tests.bench.closing"]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, text=True, bufsize=1, stdin=pipe, stdout=pipe)
        self._hear()

    def run(self, moment: datetime) -> None:
        """Let it begin."""
        _pipe(self.process.stdin).write(f"{moment.isoformat()}\n")

    def stop(self) -> None:
        """Let it end at once; raises RuntimeError when it died."""
        self.process.send_signal(signal.SIGINT)
        self._hear()

    def leave(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.communicate(timeout=10)

    def _hear(self) -> None:
        if not _pipe(self.process.stdout).readline():
            raise RuntimeError(f"a closing worker ended with code {self.process.wait(timeout=10)}")


def _pipe(end: IO[str] | None) -> IO[str]:
    if end is None:
        raise RuntimeError("the worker was started without pipes")
    return end


@dataclass(slots=True)
class Closer:
    """So many workers close what is due, side by side; counted while all of them are at it."""

    workers: list[Worker]
    seconds: int
    due: int

    def __call__(self) -> float:
        """One slot, in orders per second."""
        moment, before = moment_of_due(self.due), closed_so_far()
        began = time.perf_counter()
        for worker in self.workers:
            worker.run(moment)
        elapsed, closed = self._watch(began, before)
        for worker in self.workers:
            worker.stop()
        return closed / elapsed

    def _watch(self, began: float, before: int) -> tuple[float, int]:
        """Until the time is over, or all that was due is closed."""
        while True:
            time.sleep(LOOK_EVERY_SECONDS)
            elapsed = time.perf_counter() - began
            if elapsed >= self.seconds:
                return time.perf_counter() - began, closed_so_far() - before
            closed = closed_so_far() - before
            if closed >= self.due:
                return elapsed, closed


def measure(asked: Options) -> Iterator[Line]:
    """Fill both sets of tables with as many orders, a tenth of them due in each slot."""
    due = max(asked.orders // SHARE_DUE, 1)
    anchors.make_tables()
    anchors.stock(1, asked.orders)
    Copier([order.pk for order in originals.delivered_orders()], WHOLE).make(1, asked.orders)
    giant = anchors.Closing(due)
    with _workers(2) as (first, second):
        ways = {ONE: Closer([first], asked.seconds, due), TWO: Closer([first, second], asked.seconds, due)}
        series = alternate(asked.rounds, giant, ways)
    wrong = audits.faults()
    notes = (
        f"{asked.orders:,} orders, {due:,} due in each slot; {closed_so_far():,} closed by ours",
        f"G's one transaction took up to {giant.longest:.1f} s",
    )
    for name in ways:
        yield audits.judged(ratio_line(11, name, series, rate="orders/s", notes=notes), wrong)


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


@contextmanager
def _workers(count: int) -> Iterator[list[Worker]]:
    with ExitStack() as stack:
        started = [Worker() for _ in range(count)]
        for worker in started:
            stack.callback(worker.leave)
        yield started
