"""A worker that runs the closer's task body when it is told to: a process of its own, as under Celery.

Line protocol on standard input and output: ``run <moment>`` makes the clock say that moment and runs the task again
and again until a line comes or nothing is due; then it answers with how many orders it closed. Each run is ended by
``stop``.
"""

import os
import select
from datetime import datetime

import django

django.setup()

from config.shared import clock  # noqa: E402 - wants Django set up
from orders import tasks  # noqa: E402

STDIN, STDOUT = 0, 1
CALLS_MAX = 10_000


def run(moment: datetime) -> int:
    """Close until told to stop; at most so many calls."""
    closed = 0
    with clock.travelled_to(moment):
        for _ in range(CALLS_MAX):
            done = tasks.close_due()
            closed += done
            if not done or select.select([STDIN], [], [], 0)[0]:
                break
    return closed


def main() -> None:
    """Until the input ends. Read without a buffer, so that ``select`` sees every line that has come."""
    with os.fdopen(STDIN, "rb", buffering=0) as orders:
        os.write(STDOUT, b"ready\n")
        while line := orders.readline().split():
            closed = run(datetime.fromisoformat(line[1].decode()))
            os.write(STDOUT, f"{closed}\n".encode())
            orders.readline()


if __name__ == "__main__":
    main()
