"""Counts opened pages without slowing them: in memory first, into the database every few seconds.

A page's request only adds to a small table of this process (gig, UTC day, three numbers; nothing of who looked). One
thread writes the table down every ``FIGURES_EVERY_SECONDS`` and at the end of the process, one upsert for all; a
database that is busy or away gets it with the next round. A process that is killed loses the last seconds.
"""

import atexit
import threading
import time
from datetime import UTC, date, datetime
from typing import Literal

import structlog
from django.conf import settings
from django.db import DatabaseError, connections

from gigs.operations.figures import Counts, add_counts

log = structlog.get_logger()

KEYS_MAX = 10_000
"""Gigs and days that are held at most; what is beyond is not counted."""

What = Literal["views", "checkouts"]
Key = tuple[str, date]


class Counter:
    """The table and the thread that writes it down. The thread starts with the first count, so after any fork."""

    def __init__(self) -> None:
        """Nothing is counted, nothing runs."""
        self._held: dict[Key, Counts] = {}
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._wanted = threading.Event()
        self._thread: threading.Thread | None = None

    def count(self, slug: str, what: What, at: datetime) -> None:
        """Count one page of a gig; returns at once and never raises."""
        seen = Counts(views=1) if what == "views" else Counts(checkouts=1)
        self._keep({(slug, at.astimezone(UTC).date()): seen})
        if settings.FIGURES_EVERY_SECONDS:
            self._wanted.set()
            self._start()

    def flush(self) -> None:
        """Write down what is held. What cannot be written now is kept for the next time."""
        with self._writing:
            with self._lock:
                taken, self._held = self._held, {}
            if not taken:
                return
            try:
                add_counts(taken)
            except DatabaseError as error:
                self._keep(taken)
                self._wanted.set()
                log.warning("figures_wait", gigs=len(taken), error=type(error).__name__)

    def _keep(self, counts: dict[Key, Counts]) -> None:
        with self._lock:
            for key, new in counts.items():
                if key in self._held or len(self._held) < KEYS_MAX:
                    old = self._held.get(key, Counts())
                    self._held[key] = Counts(old.views + new.views, old.checkouts + new.checkouts)

    def _start(self) -> None:
        if self._thread is not None and self._thread.is_alive():
            return
        with self._lock:
            if self._thread is None:
                atexit.register(self.flush)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="figures", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            self._wanted.wait()
            self._wanted.clear()
            time.sleep(settings.FIGURES_EVERY_SECONDS)
            self.flush()
            connections.close_all()


counter = Counter()
