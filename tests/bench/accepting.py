"""A process that accepts deliveries one after the other when it is told to.

A line on standard input is JSON: for how many seconds, which orders. It is answered with how many were accepted, and in
how many seconds.
"""

import json
import sys
import time
from uuid import UUID

import django

django.setup()

from orders.states import Act  # noqa: E402 - wants Django set up
from tests.bench.pool import Waiting, accept_one  # noqa: E402


def main() -> None:
    """Until the input ends."""
    _say("ready")
    for line in sys.stdin:
        asked = json.loads(line)
        orders = [Waiting(UUID(order_id), *rest) for order_id, *rest in asked["orders"]]
        began, done = time.perf_counter(), 0
        for order in orders:
            if time.perf_counter() - began >= asked["seconds"]:
                break
            accept_one(order, Act.ACCEPT_DECIDE_LATER)
            done += 1
        _say(json.dumps([done, time.perf_counter() - began]))


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
