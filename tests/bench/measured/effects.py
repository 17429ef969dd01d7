"""Figure 16: how long an effect waits, from the commit of its row until a worker's handler starts."""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles

import redis
from django.conf import settings
from django.db import transaction

from config.shared import outbox
from tests.bench import marking
from tests.bench.figures import Line, plain_line
from tests.bench.options import Options

NAME = "outbox row committed → handler started"
TIMES = 60
"""Effects of one round."""
APART_SECONDS = 0.25
WAIT_SECONDS = 30
MS = 1_000


def measure(asked: Options) -> Iterator[Line]:
    """The real worker on Redis, woken by the real nudge; beat is not there to help."""
    if not _redis_is_there():
        yield Line(16, NAME, remark="void: set REDIS_URL to a Redis of which one number may be emptied")
        return
    marks = Path(settings.DATA_DIR) / f"marks-{secrets.token_hex(4)}"
    marks.touch()
    with _worker(marks):
        _round(0, 5, marks)  # the first ones start the nudging thread and the pool
        rounds = [_round(number * 1_000, TIMES, marks) for number in range(1, asked.rounds + 1)]
    notes = (f"{TIMES} effects a round, one every {MS * APART_SECONDS:.0f} ms, a worker of one process",)
    yield plain_line(16, f"{NAME}, p50", [_part(one, 50) for one in rounds], "ms", notes=notes)
    yield plain_line(16, f"{NAME}, p99", [_part(one, 99) for one in rounds], "ms")


def _round(first: int, count: int, marks: Path) -> list[float]:
    """Milliseconds that each effect waited. Raises RuntimeError when one was not carried out, or twice."""
    committed: dict[int, float] = {}
    for number in range(first, first + count):
        with transaction.atomic():
            transaction.on_commit(lambda number=number: committed.update({number: time.time()}))  # type: ignore[misc]
            outbox.put(marking.KIND, {"number": number})
        time.sleep(APART_SECONDS)
    started = _started(marks, set(committed))
    return [(started[number] - at) * MS for number, at in committed.items()]


def _started(marks: Path, wanted: set[int]) -> dict[int, float]:
    ends = time.perf_counter() + WAIT_SECONDS
    while time.perf_counter() < ends:
        lines = [line.split() for line in marks.read_text().splitlines()]
        found = [(int(number), float(at)) for number, at in lines if int(number) in wanted]
        if len(found) == len(wanted):
            return dict(found)
        time.sleep(0.1)
    raise RuntimeError(f"{len(wanted)} effects were put, {len(found)} carried out")


def _part(waited: list[float], percent: int) -> float:
    return quantiles(waited, n=100, method="inclusive")[percent - 1]


def _redis_is_there() -> bool:
    if not settings.REDIS_URL:
        return False
    try:
        redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1).ping()
    except redis.RedisError:
        return False
    return True


@contextmanager
def _worker(marks: Path) -> Iterator[None]:
    os.environ[marking.PLACE] = str(marks)
    command = [sys.executable, "-W", "ignore", "-m", "celery", "--quiet", "--app=config.celery", "worker"]
    command += ["--loglevel=WARNING", "--concurrency=1", "--include=tests.bench.marking"]
    command += ["--without-gossip", "--without-mingle"]
    process = subprocess.Popen(command)
    try:
        time.sleep(8)
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
