"""Figures 1, 2, 3 and 17: the gig page signed out."""

import re
from collections import Counter
from collections.abc import Iterator

from django.test import Client, override_settings
from django.urls import reverse

from gigs.models import Gig
from tests.bench import gigs, load, web
from tests.bench.figures import Line, plain_line, ratio_line
from tests.bench.floor.tables import SLUG
from tests.bench.options import Options
from tests.bench.rounds import Slot, alternate
from tests.bench.statements import statements

CONNECTIONS = 8
OK = 200
WORKERS = 2
FLOOR = f"/bench/floor/{SLUG}/"
LEAST_BYTES = 25_000
PAGES_BEFORE_WEIGHING = 30
_LITERAL = re.compile(r"'(?:[^']|'')*'|\b\d+\b")


def measure(asked: Options) -> Iterator[Line]:
    """Statements first, while nothing else runs; then the web."""
    usual = gigs.live_gig("business-plans", gigs.USUAL)
    if 3 in asked.figures:
        one = gigs.live_gig("3d-product-animation", gigs.ONE)
        ten = gigs.live_gig("desktop-applications", gigs.TEN)
        yield statement_line(one, ten)
    path = reverse("gigs:gig_detail", args=[usual.slug])
    if 1 in asked.figures:
        yield against_the_floor(1, path, asked, ready=False)
    if 2 in asked.figures:
        yield against_the_floor(2, path, asked, ready=True)
    if 17 in asked.figures:
        yield from weight_and_start(path, asked)


def statement_line(one: Gig, ten: Gig) -> Line:
    """Figure 3: how many statements the page runs; as many for much as for little, and none twice."""
    little, much = (statements_of(reverse("gigs:gig_detail", args=[gig.slug])) for gig in (one, ten))
    twice = [shape for shape, count in Counter(shape_of(sql) for sql in much).items() if count > 1]
    faults = [f"run twice: {shape[:100]}" for shape in twice]
    if len(little) != len(much):
        faults.append(f"grows: {len(little)} at 1, {len(much)} at 10")
    notes = (f"{len(little)} at 1 of everything, {len(much)} at 10 or the most there may be",)
    values = [float(len(little)), float(len(much))]
    name = "statements of the gig page"
    return plain_line(3, name, values, "statements", notes=notes, remark="; ".join(faults))


def statements_of(path: str) -> list[str]:
    """The statements behind a page that is rendered, once whatever is read only once has been read."""
    client = Client(SERVER_NAME=load.HOST)
    if (answer := client.get(path)).status_code != OK:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    with override_settings(READY_PAGE_SECONDS=0):
        return statements(lambda: client.get(path))


def shape_of(sql: str) -> str:
    """A statement without its values."""
    return _LITERAL.sub("?", sql)


def against_the_floor(figure: int, path: str, asked: Options, *, ready: bool) -> Line:
    """Figures 1 and 2: both pages from the same server, in turns; rendered each time, or kept ready."""
    name = "gig page ÷ floor page" + (", kept ready" if ready else "")
    with web.serving(WORKERS, path, ready=ready) as site:
        size = len(_page(site.port, path))
        floor_size = len(_page(site.port, FLOOR))
        for warmed in (FLOOR, path):
            _loaded(site.port, warmed, seconds=1)()
        slots = {name: _loaded(site.port, path, asked.seconds)}
        series = alternate(asked.rounds, _loaded(site.port, FLOOR, asked.seconds), slots)
    notes = [
        f"{CONNECTIONS} connections, {WORKERS} sync workers",
        f"gig page {size:,} bytes with 24 cards and ten reviews, floor page {floor_size:,} bytes",
    ]
    if size < LEAST_BYTES:
        notes.append(f"the gig page is smaller than the {LEAST_BYTES:,} bytes of the definition")
    return ratio_line(figure, name, series, rate="req/s", notes=tuple(notes))


def weight_and_start(path: str, asked: Options) -> Iterator[Line]:
    """Figure 17: one worker, started anew in every round."""
    seconds, memory = [], []
    for _ in range(asked.rounds):
        with web.serving(1, path) as site:
            seconds.append(site.first_answer)
            for _ in range(PAGES_BEFORE_WEIGHING):
                _page(site.port, path)
            memory.append(max(site.workers_mib()))
    yield plain_line(17, f"web worker: memory after {PAGES_BEFORE_WEIGHING} gig pages", memory, "MiB")
    yield plain_line(17, "web worker: start to first gig page", seconds, "s")


def _loaded(port: int, path: str, seconds: int) -> Slot:
    plan = load.Plan(port, CONNECTIONS, seconds, [load.Request(path)], status=OK, repeat=True)
    return lambda: load.put_on(plan).rate


def _page(port: int, path: str) -> bytes:
    status, body = web.get(port, path)
    if status != OK:
        raise RuntimeError(f"{path} answered {status}")
    return body
