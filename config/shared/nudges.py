"""Wakes a worker after a commit, without the request ever waiting for the broker.

The request only raises a flag. One thread per process publishes, at most ten times a second, and not at all while
an earlier nudge still waits in its queue: whoever takes that one sees this commit too. A broker that is away costs
the request nothing; beat drains the outbox every few seconds anyway.
"""

import threading
import time

import structlog
from celery import current_app
from kombu.exceptions import ChannelError

log = structlog.get_logger()

TASK = "config.shared.tasks.drain_outbox"
QUEUE = "nudges"
GAP_SECONDS = 0.1
EXPIRES_SECONDS = 30


class Nudger:
    """The flag and the thread that answers it. The thread starts with the first nudge, so after any fork."""

    def __init__(self) -> None:
        """Nothing runs yet."""
        self._wanted = threading.Event()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def nudge(self) -> None:
        """Ask for a worker's attention; returns at once and never raises."""
        self._wanted.set()
        if self._thread is None or not self._thread.is_alive():
            self._start()

    def _start(self) -> None:
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="nudges", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            self._wanted.wait()
            self._wanted.clear()
            publish()
            time.sleep(GAP_SECONDS)


def publish() -> None:
    """Send one nudge unless one is waiting; a broker that is away is logged, not raised."""
    try:
        with current_app.producer_pool.acquire(block=True, timeout=1) as producer:
            if not _one_waits(producer):
                current_app.send_task(
                    TASK, queue=QUEUE, expires=EXPIRES_SECONDS, producer=producer, retry=False
                )
    except Exception as error:  # noqa: BLE001 - whatever a broker's client raises, the row is safe in the outbox
        log.warning("nudge_failed", error=f"{type(error).__name__}: {error}")


def _one_waits(producer: object) -> bool:
    try:
        declared = producer.channel.queue_declare(QUEUE, passive=True)  # type: ignore[attr-defined]
    except ChannelError:
        return False  # Redis knows no empty queues
    return bool(declared.message_count)


nudge = Nudger().nudge
