"""Sixteen people and machines who press at the same moment; each keeps thread and connection for many rounds."""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from queue import SimpleQueue

from django.db import connection

from config.shared.errors import Refusal

THREADS = 16
ROUNDS = int(os.environ.get("RACE_ROUNDS", "10"))
"""Of each pair; ``make deep`` sets 100."""
PATIENCE_S = 60
FOUND_NOTHING = (False, 0)
Job = Callable[[], object]


class Crew:
    """Threads that wait for something to do."""

    def __init__(self, size: int = THREADS) -> None:
        self.desks: list[SimpleQueue[tuple[Job, threading.Barrier] | None]] = [
            SimpleQueue() for _ in range(size)
        ]
        self.done: SimpleQueue[tuple[int, str]] = SimpleQueue()
        self.threads = [threading.Thread(target=self._work, args=(n,), daemon=True) for n in range(size)]
        for thread in self.threads:
            thread.start()

    def race(self, jobs: Sequence[Job]) -> list[str]:
        """Let everybody do theirs at the same moment; what each came to.

        ``done``, ``nothing`` for a job that found nothing to do, the name of a refusal, or of an error with its words.
        """
        start = threading.Barrier(len(jobs))
        for desk, job in zip(self.desks, jobs, strict=True):
            desk.put((job, start))
        outcomes = [""] * len(jobs)
        for _ in jobs:
            place, outcome = self.done.get(timeout=PATIENCE_S)
            outcomes[place] = outcome
        return outcomes

    def go_home(self) -> None:
        """Close every connection."""
        for desk in self.desks:
            desk.put(None)
        for thread in self.threads:
            thread.join(PATIENCE_S)

    def _work(self, place: int) -> None:
        while (order := self.desks[place].get()) is not None:
            job, start = order
            self.done.put((place, _outcome(job, start)))
        connection.close()


def _outcome(job: Job, start: threading.Barrier) -> str:
    try:
        connection.ensure_connection()
        start.wait(PATIENCE_S)
        return "nothing" if job() in FOUND_NOTHING else "done"
    except Refusal as refusal:
        return type(refusal).__name__
    except Exception as error:  # noqa: BLE001 - whatever it is, it belongs into the report of the round
        return f"{type(error).__name__}: {error}"


@contextmanager
def crew(size: int = THREADS) -> Iterator[Crew]:
    """Sixteen, for as long as the block lasts."""
    people = Crew(size)
    try:
        yield people
    finally:
        people.go_home()
