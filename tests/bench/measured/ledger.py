"""Figures 9 and 10: posting to the ledger against bare rows, and balances that do not grow with it."""

import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import connection, transaction

from config.shared import clock
from orders.ledger import accounts, stories
from orders.ledger import audit as ledger_audit
from orders.ledger.balances import balance
from orders.ledger.postings import post
from orders.models import Entry
from tests.bench import anchors, audits
from tests.bench.copies import settle_down
from tests.bench.figures import Line, plain_line, ratio_line
from tests.bench.options import Options
from tests.bench.rounds import alternate

POSTING = "ledger posting ÷ bare posting"
SHARED = "one commission account for all ÷ one for each acceptance, 16 clients"
CLIENTS = 16
TIMES = 200
SMALL = 1_000
SELLERS_ENTRIES = 100
AMOUNT, FEE = 6_000, 330
_FILL = """
INSERT INTO orders_entry
    (key, debit_kind, debit_subject, credit_kind, credit_subject, amount_minor, currency, event, at)
SELECT 'bench:' || n, 'provider', %s, 'pending', ('6d1f5a0e-6c1b-5f0e-0000-' || lpad(to_hex(n / %s), 12, '0'))::uuid,
       100 + n %% 900, 'USD', md5('bench-' || n)::uuid, now()
FROM generate_series(%s, %s) n
"""


def measure(asked: Options) -> Iterator[Line]:
    """Posting first; then the ledger grows."""
    if 9 in asked.figures:
        yield posting(asked)
    if 10 in asked.figures:
        yield from reading(asked)
        yield shared(asked)


@dataclass(slots=True)
class Posting:
    """Post the charge of one milestone after the other, each in a transaction."""

    seconds: int
    done: int = 0

    def __call__(self) -> float:
        """One slot, in postings per second."""
        began, before = time.perf_counter(), self.done
        while time.perf_counter() - began < self.seconds:
            with transaction.atomic():
                post(
                    stories.charged(
                        milestone_id=uuid.uuid4(), amount_minor=AMOUNT, fee_minor=FEE, event=uuid.uuid4()
                    ),
                    at=clock.now(),
                )
            self.done += 1
        return (self.done - before) / (time.perf_counter() - began)


def posting(asked: Options) -> Line:
    """Figure 9."""
    anchors.make_tables()
    ours, before = Posting(asked.seconds), Entry.objects.count()

    def bare() -> float:
        return anchors.run_pgbench("posting.sql", clients=1, seconds=asked.seconds, numbers={})

    series = alternate(asked.rounds, bare, {POSTING: ours})
    wrong = ledger_audit.broken_invariants()
    if Entry.objects.count() - before != 2 * ours.done:
        wrong.append(f"{ours.done} postings were counted, {Entry.objects.count() - before} entries are there")
    return audits.judged(ratio_line(9, POSTING, series, rate="/s"), wrong)


def reading(asked: Options) -> Iterator[Line]:
    """Figure 10: the balance of one seller, whose entries stay as many, while the ledger grows."""
    before = Entry.objects.count()
    _grow(1, SMALL)
    small = [_seconds(_of_a_seller) for _ in range(asked.rounds)]
    _grow(SMALL + 1, asked.entries)
    large = [_seconds(_of_a_seller) for _ in range(asked.rounds)]
    ratios = [one / other for one, other in zip(large, small, strict=True)]
    notes = (
        f"a seller with {SELLERS_ENTRIES} entries, among {SMALL + before:,} and among {asked.entries + before:,}",
        f"{1_000 * small[0]:.2f} ms and {1_000 * large[0]:.2f} ms, the fastest tenth of {TIMES} reads",
    )
    name = f"balance read at {asked.entries:,} entries ÷ at {SMALL:,}"
    yield audits.judged(plain_line(10, name, ratios, "×", notes=notes), ledger_audit.broken_invariants())


def shared(asked: Options) -> Line:
    """Figure 10: that nobody waits for the account that every acceptance pays into."""
    acceptances = anchors.Acceptances(CLIENTS, asked.seconds)
    acceptances.warm_up(4 * asked.rounds)

    def by(script: str) -> float:
        acceptances.script = script
        return acceptances()

    ways = {SHARED: lambda: by("acceptance.sql")}
    series = alternate(asked.rounds, lambda: by("acceptance_apart.sql"), ways)
    return ratio_line(10, SHARED, series, rate="/s", notes=("rows alone, by pgbench, on tables like ours",))


def _of_a_seller() -> None:
    balance(accounts.Account("pending", uuid.UUID("6d1f5a0e-6c1b-5f0e-0000-000000000003")))


def _grow(first: int, last: int) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
        cursor.execute(_FILL, [accounts.MARKETPLACE, SELLERS_ENTRIES, first, last])
    settle_down(["orders_entry"])


def _seconds(read: Callable[[], None]) -> float:
    """What nine of ten reads take at least: the two ledgers cannot take turns, so disturbed reads are left out."""
    taken = []
    for _ in range(TIMES):
        began = time.perf_counter()
        read()
        taken.append(time.perf_counter() - began)
    return sorted(taken)[TIMES // 10]
