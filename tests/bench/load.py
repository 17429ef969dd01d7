"""The load generator: a process of its own with nothing but the standard library, so that it is not what is measured.

Reads a plan as JSON from standard input and writes what it saw to standard output. Loopback only, bounded by time, by
requests when they are given, and by a time-out on every answer.
"""

import http.client
import itertools
import json
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

HOST = "127.0.0.1"
ANSWER_SECONDS = 30
SPARE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Request:
    """One request, as it is sent."""

    path: str
    method: str = "GET"
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """What to send for how long. ``repeat``: begin again with the first request when all were sent."""

    port: int
    connections: int
    seconds: float
    requests: list[Request]
    status: int
    repeat: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """``done`` requests were answered with the wanted status in ``elapsed`` seconds; ``faults`` is what else came."""

    done: int
    elapsed: float
    smallest: int
    faults: dict[str, int]

    @property
    def rate(self) -> float:
        """Answers per second."""
        return self.done / self.elapsed


class WrongAnswers(Exception):  # noqa: N818 - reads as what it says
    """An answer had another status than it should have, or none came: nothing was measured."""


def put_on(plan: Plan) -> Seen:
    """Run the plan in a process of its own. Raises WrongAnswers when a single answer was not as it should be."""
    limit = plan.seconds + ANSWER_SECONDS + SPARE_SECONDS
    ran = subprocess.run(
        [sys.executable, "-m", "tests.bench.load"],
        input=json.dumps(asdict(plan)),
        capture_output=True,
        text=True,
        timeout=limit,
        check=True,
    )
    seen = Seen(**json.loads(ran.stdout))
    if seen.faults or not seen.done:
        raise WrongAnswers(f"{seen.done} answers as wanted, others: {seen.faults}")
    return seen


class Generator:
    """So many connections, each with its thread, taking the requests one after the other."""

    def __init__(self, plan: Plan) -> None:
        """Nothing is sent yet."""
        self.plan = plan
        self.sizes: list[int] = []
        self.faults: Counter[str] = Counter()
        self._waiting = self._requests()
        self._taking = threading.Lock()

    def run(self) -> Seen:
        """Send until the time is over or nothing is left."""
        threads = [threading.Thread(target=self._work) for _ in range(self.plan.connections)]
        began = time.perf_counter()
        self.ends = began + self.plan.seconds
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        elapsed = time.perf_counter() - began
        return Seen(len(self.sizes), elapsed, min(self.sizes, default=0), dict(self.faults))

    def _requests(self) -> Iterator[Request]:
        requests = self.plan.requests
        return itertools.cycle(requests) if self.plan.repeat else iter(requests)

    def _next(self) -> Request | None:
        if time.perf_counter() >= self.ends:
            return None
        with self._taking:
            return next(self._waiting, None)

    def _work(self) -> None:
        connection = http.client.HTTPConnection(HOST, self.plan.port, timeout=ANSWER_SECONDS)
        while (request := self._next()) is not None:
            try:
                self._send(connection, request)
            except (OSError, http.client.HTTPException) as error:
                self.faults[type(error).__name__] += 1
                connection.close()
        connection.close()

    def _send(self, connection: http.client.HTTPConnection, request: Request) -> None:
        connection.request(request.method, request.path, request.body or None, request.headers)
        answer = connection.getresponse()
        size = len(answer.read())
        if answer.status == self.plan.status:
            self.sizes.append(size)
        else:
            self.faults[f"status {answer.status}"] += 1


def main() -> None:
    """What the process does."""
    given: dict[str, Any] = json.load(sys.stdin)
    given["requests"] = [Request(**request) for request in given["requests"]]
    json.dump(asdict(Generator(Plan(**given)).run()), sys.stdout)


if __name__ == "__main__":
    main()
