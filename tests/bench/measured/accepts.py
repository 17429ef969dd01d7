"""Figures 6, 7 and 8: accepting a delivery, in one process, in two, and over HTTP, against P."""

import json
import time
from collections.abc import Iterator
from dataclasses import astuple, dataclass

from django.test import Client

from orders.models import Settlement
from orders.states import Act
from tests.bench import audits, forms, load, originals, web, workers
from tests.bench.anchors import Acceptances, NoPgbench, pgbench
from tests.bench.figures import Line, ratio_line
from tests.bench.options import Options
from tests.bench.pool import Pool, accept_one
from tests.bench.rounds import alternate
from tests.bench.statements import counted

LATER = "accept, decide later ÷ P, 1 process"
CONTINUE = "accept and continue, demo provider ÷ P, 1 process"
BY_TWO = "accept, 2 processes ÷ P at 4 clients"
OVER_HTTP = "accept over HTTP ÷ P at 4 clients"
CLIENTS = 4
CONNECTIONS = 8
WORKERS = 2
FIRST_GUESS = 200
"""Acceptances per second to be ready for before the first slot has told."""
REDIRECT = 302


def measure(asked: Options) -> Iterator[Line]:
    """One process first, then the web on the same database."""
    try:
        pgbench()
    except NoPgbench as error:
        names = {6: LATER, 7: BY_TWO, 8: OVER_HTTP}
        for figure in names.keys() & set(asked.figures):
            yield Line(figure, names[figure], remark=f"void: {error}")
        return
    pool = Pool(originals.delivered_orders())
    if 6 in asked.figures:
        yield from in_one_process(pool, asked)
    if 7 in asked.figures:
        yield by_two(pool, asked)
    if 8 in asked.figures:
        yield over_http(pool, asked)


@dataclass(slots=True)
class Accepting:
    """Accept one order after the other through the operation."""

    pool: Pool
    act: Act
    seconds: int
    fastest: float = FIRST_GUESS
    done: int = 0

    def __call__(self) -> float:
        """One slot, in acceptances per second."""
        self.pool.ensure(int(1.5 * self.fastest * self.seconds))
        began = time.perf_counter()
        ends, before = began + self.seconds, self.done
        while time.perf_counter() < ends and (order := self.pool.take()) is not None:
            accept_one(order, self.act)
            self.done += 1
        rate = (self.done - before) / (time.perf_counter() - began)
        self.fastest = max(rate, self.fastest)
        return rate

    def warm_up(self) -> None:
        """One slot that does not count but for its rate."""
        self.fastest = self()


@dataclass(slots=True)
class Sharing:
    """Several processes accept side by side, each its share of the orders."""

    pool: Pool
    workers: list[workers.Worker]
    seconds: int
    fastest: float = FIRST_GUESS
    done: int = 0

    def __call__(self) -> float:
        """One slot, in acceptances per second of all of them."""
        share = int(1.5 * self.fastest * self.seconds / len(self.workers)) + 10
        self.pool.ensure(share * len(self.workers))
        given = [self.pool.take_many(share) for _ in self.workers]
        for worker, orders in zip(self.workers, given, strict=True):
            worker.tell(
                json.dumps({"seconds": self.seconds, "orders": [astuple(one) for one in orders]}, default=str)
            )
        seen = [json.loads(worker.hear()) for worker in self.workers]
        for orders, (done, _) in zip(given, seen, strict=True):
            self.pool.give_back(orders[done:])
        self.done += sum(done for done, _ in seen)
        rate = float(sum(done / elapsed for done, elapsed in seen))
        self.fastest = max(rate, self.fastest)
        return rate


@dataclass(slots=True)
class Posting:
    """Accept over HTTP, eight browsers at once."""

    pool: Pool
    port: int
    seconds: int
    fastest: float = FIRST_GUESS
    done: int = 0

    def __call__(self) -> float:
        """One slot, in acceptances per second."""
        wanted = int(1.5 * self.fastest * self.seconds) + CONNECTIONS
        self.pool.ensure(wanted)
        orders = self.pool.take_many(wanted)
        requests = forms.posts(orders)
        seen = load.put_on(load.Plan(self.port, CONNECTIONS, self.seconds, requests, REDIRECT, repeat=False))
        self.pool.give_back(orders[seen.done :])
        self.done += seen.done
        self.fastest = max(seen.rate, self.fastest)
        return seen.rate

    def warm_up(self) -> None:
        """One slot that does not count but for its rate."""
        self.fastest = self()


def in_one_process(pool: Pool, asked: Options) -> Iterator[Line]:
    """Figure 6, both ways of accepting beside the same anchor."""
    anchor = Acceptances(clients=1, seconds=asked.seconds)
    anchor.warm_up(2 * asked.rounds)
    before = Settlement.objects.count()
    ways = {
        LATER: Accepting(pool, Act.ACCEPT_DECIDE_LATER, asked.seconds),
        CONTINUE: Accepting(pool, Act.ACCEPT_AND_CONTINUE, asked.seconds),
    }
    for way in ways.values():
        way.warm_up()
    notes = {name: _statements(pool, way) for name, way in ways.items()}
    pool.ensure(int(2.4 * asked.rounds * asked.seconds * sum(way.fastest for way in ways.values())))
    series = alternate(asked.rounds, anchor, ways)
    wrong = [*_lost(before, sum(way.done for way in ways.values())), *audits.faults()]
    for name in ways:
        yield audits.judged(ratio_line(6, name, series, rate="/s", notes=(notes[name],)), wrong)


def by_two(pool: Pool, asked: Options) -> Line:
    """Figure 7: two processes side by side."""
    anchor = Acceptances(clients=CLIENTS, seconds=asked.seconds)
    anchor.warm_up(2 * asked.rounds)
    before = Settlement.objects.count()
    with workers.at_hand("tests.bench.accepting", WORKERS) as there:
        sharing = Sharing(pool, there, asked.seconds)
        sharing.fastest = sharing()
        pool.ensure(int(3 * asked.rounds * asked.seconds * sharing.fastest))
        series = alternate(asked.rounds, anchor, {BY_TWO: sharing})
    wrong = [*_lost(before, sharing.done), *audits.faults()]
    return audits.judged(ratio_line(7, BY_TWO, series, rate="/s"), wrong)


def over_http(pool: Pool, asked: Options) -> Line:
    """Figure 8: the form posted to the site under gunicorn; every answer has to be the redirect after an acceptance."""
    anchor = Acceptances(clients=CLIENTS, seconds=asked.seconds)
    anchor.warm_up(2 * asked.rounds)
    note = _statements_of_post(pool)
    before = Settlement.objects.count()
    with web.serving(WORKERS, "/health/live/") as site:
        posting = Posting(pool, site.port, asked.seconds)
        posting.warm_up()
        pool.ensure(int(3 * asked.rounds * asked.seconds * posting.fastest))
        series = alternate(asked.rounds, anchor, {OVER_HTTP: posting})
    wrong = [*_lost(before, posting.done), *audits.faults()]
    notes = (f"{CONNECTIONS} connections, {WORKERS} sync workers; {note}",)
    return audits.judged(ratio_line(8, OVER_HTTP, series, rate="/s", notes=notes), wrong)


def _lost(before: int, done: int) -> list[str]:
    settled = Settlement.objects.count() - before
    return [] if settled == done else [f"{done} acceptances were counted, {settled} milestones settled"]


def _statements(pool: Pool, way: Accepting) -> str:
    pool.ensure(1)
    order = pool.take_many(1)[0]
    way.done += 1
    return counted(lambda: accept_one(order, way.act))


def _statements_of_post(pool: Pool) -> str:
    """Of the second of two posts, so that what is read once per process is not in it."""
    pool.ensure(2)
    counts = [counted(lambda post=post: _send(post)) for post in forms.posts(pool.take_many(2))]  # type: ignore[misc]
    return counts[-1]


def _send(post: load.Request) -> None:
    """In this process, with the checks that the test client leaves out. Raises RuntimeError unless it was accepted."""
    client = Client(enforce_csrf_checks=True, SERVER_NAME=load.HOST)
    kind = post.headers["Content-Type"]
    answer = client.post(post.path, post.body, content_type=kind, HTTP_COOKIE=post.headers["Cookie"])
    if answer.status_code != REDIRECT:
        raise RuntimeError(f"{post.path} answered {answer.status_code}")
