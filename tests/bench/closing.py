"""A worker that runs the closer's task body when it is told to: a process of its own, as under Celery.

A line on standard input is a moment: the clock says it, and the task runs again and again until SIGINT comes or nothing
is due; then a line is answered: the seconds of the longest batch, which is one transaction, and how many tasks it took.
SIGINT takes effect at once, in the middle of an order too: its transaction is rolled
back, so that a slot ends with its time however long a call of the task takes.
"""

import signal
import sys
import time
from datetime import datetime

import django

django.setup()

from config.shared import clock  # noqa: E402 - wants Django set up
from orders import tasks  # noqa: E402

CALLS_MAX = 10_000


class Shift:
    """Whether the worker is at work: SIGINT means nothing to one that waits."""

    def __init__(self) -> None:
        """Waiting."""
        self.on = False
        self.longest, self.calls = 0.0, 0
        self.close = tasks.close_due_orders
        tasks.close_due_orders = self._close  # type: ignore[assignment]
        signal.signal(signal.SIGINT, self._interrupt)

    def work(self, moment: datetime) -> None:
        """Close until interrupted, or until nothing is due; at most so many calls."""
        self.on, self.longest, self.calls = True, 0.0, 0
        try:
            with clock.travelled_to(moment):
                while self.calls < CALLS_MAX:
                    self.calls += 1
                    if not tasks.close_due():
                        self.calls -= 1  # it found nothing: an idle tick
                        break
            self.on = False
        except KeyboardInterrupt:
            return

    def _close(self, *, at: datetime) -> int:
        """One batch of the task, with its time taken."""
        began = time.perf_counter()
        closed = self.close(at=at)
        self.longest = max(self.longest, time.perf_counter() - began)
        return closed

    def _interrupt(self, *_: object) -> None:
        if self.on:
            self.on = False
            raise KeyboardInterrupt


def main() -> None:
    """Until the input ends."""
    shift = Shift()
    _say("ready")
    for line in sys.stdin:
        shift.work(datetime.fromisoformat(line.strip()))
        _say(f"{shift.longest:.6f} {shift.calls}")


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
