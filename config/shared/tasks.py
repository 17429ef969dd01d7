"""The kernel's jobs: carry out the outbox, leave heartbeats."""

from typing import Any

import structlog
from celery import bootsteps, current_app, shared_task
from django.db import DatabaseError, connection

from config.shared import clock, nudges, outbox
from config.shared.models import Heartbeat

log = structlog.get_logger()

BATCH = 100
WORKER_EVERY = 10.0


def leave_heartbeat(name: str) -> None:
    """Write that a background process is alive; /health/ready/ reads how long ago that was."""
    Heartbeat.objects.update_or_create(name=name, defaults={"seen_at": clock.now()})


@shared_task
def drain_outbox() -> int:
    """Carry out a bounded batch of the outbox; asks for another run while there is more."""
    done = outbox.drain(BATCH)
    if done == BATCH:
        nudges.nudge()
    return done


@shared_task
def beat_heartbeat() -> None:
    """Sent by beat, carried out by a worker: its age shows that both are at work."""
    leave_heartbeat("beat")


class WorkerHeartbeat(bootsteps.StartStopStep):
    """The worker's own heartbeat, beside its tasks: it goes on when beat is gone or every thread is busy."""

    requires = ("celery.worker.components:Timer",)

    def start(self, parent: Any) -> None:
        """Beat once now, then regularly."""
        self._beat()
        self.entry = parent.timer.call_repeatedly(WORKER_EVERY, self._beat)

    def stop(self, _parent: Any) -> None:
        """Stop with the worker."""
        self.entry.cancel()

    @staticmethod
    def _beat() -> None:
        """A database that is away is no reason to stop; no connection is left for a forked child to share."""
        try:
            leave_heartbeat("worker")
        except DatabaseError:
            log.exception("heartbeat_failed")
        finally:
            connection.close()


current_app.steps["worker"].add(WorkerHeartbeat)
