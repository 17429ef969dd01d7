"""The anchors of every write figure, on tables of their own (``sql/``): P by pgbench, G by one statement."""

import os
import re
import shutil
import subprocess
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.db import connection, transaction

from tests.bench.copies import settle_down

SQL = Path(__file__).parent / "sql"
TABLES = tuple(f"anchor.{name}" for name in ("orders", "milestone", "event", "entry"))
FIRST_GUESS = 1_500
"""Transactions per second to be ready for before the first slot has told."""
LEAST = FIRST_GUESS / 2
"""To be ready for in every slot: a slot that was disturbed tells of less than the next one may take."""
SPARE_SECONDS = 60
_RATE = re.compile(r"^tps = ([0-9.]+)", re.MULTILINE)


class NoPgbench(Exception):  # noqa: N818 - reads as what it says
    """The tool that comes with PostgreSQL's server is not here."""


def make_tables() -> None:
    """The anchors' tables, empty."""
    with connection.cursor() as cursor:
        cursor.execute((SQL / "tables.sql").read_text())


def stock(first: int, count: int) -> None:
    """Orders ``first`` to ``first + count - 1``, ready to be accepted or closed."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
        cursor.execute((SQL / "stock.sql").read_text(), {"first": first, "last": first + count - 1})
    settle_down(TABLES)


@dataclass(slots=True)
class Acceptances:
    """P: so many clients for so many seconds; there are always more orders at hand than they can take."""

    clients: int
    seconds: int
    script: str = "acceptance.sql"
    _fastest: float = FIRST_GUESS
    _next: int = field(default=1)
    _stocked: int = field(default=0)
    _accepted: int = field(default=0)

    def warm_up(self, slots: int) -> None:
        """From empty tables: run for a second; then prepare, for so many slots, what they will need at that rate."""
        make_tables()
        self._fastest = max(self._run(1), LEAST)
        self._stock(slots * self.clients * self._share(self.seconds))

    def __call__(self) -> float:
        """One slot, in transactions per second."""
        rate = self._run(self.seconds)
        self._fastest = max(self._fastest, rate)
        return rate

    def _run(self, seconds: int) -> float:
        share = self._share(seconds)
        if (missing := self._next + self.clients * share - 1 - self._stocked) > 0:
            self._stock(missing)
        numbers = {"first": self._next, "share": share, "i": 0}
        rate = run_pgbench(self.script, clients=self.clients, seconds=seconds, numbers=numbers)
        self._next += self.clients * share
        self._check(rate * seconds)
        return rate

    def _share(self, seconds: int) -> int:
        """Orders for one client in one slot: twice what it could take at the fastest so far."""
        return int(2 * self._fastest * seconds / self.clients) + 100

    def _stock(self, count: int) -> None:
        stock(self._stocked + 1, count)
        self._stocked += count

    def _check(self, told: float) -> None:
        """Raises RuntimeError when what pgbench counted is not what the tables hold."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM anchor.milestone WHERE status = 'accepted'")
            accepted = int(cursor.fetchone()[0])
        counted, self._accepted = accepted - self._accepted, accepted
        if not 0.5 * told < counted < 2 * told:
            raise RuntimeError(f"pgbench tells of {told:.0f} acceptances, the tables of {counted}")


@dataclass(slots=True)
class Closing:
    """G: close ``due`` orders by one statement; rolled back, so that every slot finds the same tables."""

    due: int
    longest: float = 0.0

    def __call__(self) -> float:
        """One slot, in orders per second, the checks of foreign keys at the end included."""
        moment = self._moment()
        statement = (SQL / "closing.sql").read_text()
        with transaction.atomic(), connection.cursor() as cursor:
            began = time.perf_counter()
            cursor.execute(statement, {"moment": moment})
            closed = cursor.rowcount
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            elapsed = time.perf_counter() - began
            transaction.set_rollback(True)
        settle_down([*TABLES, "anchor.settlement", "anchor.outbox"])
        if closed != self.due:
            raise RuntimeError(f"G closed {closed} orders, not {self.due}")
        self.longest = max(self.longest, elapsed)
        return closed / elapsed

    def _moment(self) -> datetime:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT due_at FROM anchor.orders ORDER BY due_at OFFSET %s LIMIT 1", [self.due - 1]
            )
            moment: datetime = cursor.fetchone()[0]
        return moment + timedelta(seconds=1)


def pgbench() -> str:
    """Where the tool is. Raises NoPgbench."""
    beside = sorted(Path("/usr/lib/postgresql").glob("*/bin/pgbench"), key=lambda path: int(path.parts[4]))
    found = shutil.which("pgbench") or (str(beside[-1]) if beside else "")
    if not found:
        raise NoPgbench("pgbench is missing: it comes with PostgreSQL's server package")
    return found


def run_pgbench(script: str, *, clients: int, seconds: int, numbers: dict[str, int]) -> float:
    """Transactions per second. Raises RuntimeError with pgbench's words when one failed or a client ended."""
    command = [pgbench(), "--no-vacuum", f"--client={clients}", f"--jobs={min(clients, os.cpu_count() or 1)}"]
    command += [f"--time={seconds}", f"--file={SQL / script}"]
    command += [f"--define={name}={value}" for name, value in numbers.items()]
    ran = subprocess.run(
        [*command, os.environ["DATABASE_URL"]],
        capture_output=True,
        text=True,
        timeout=seconds + SPARE_SECONDS,
        check=False,
    )
    rate = _RATE.search(ran.stdout)
    if ran.returncode or rate is None:
        raise RuntimeError(f"pgbench: {ran.stderr.strip()[-500:]}")
    return float(rate.group(1))
