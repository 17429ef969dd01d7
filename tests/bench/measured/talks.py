"""Figure 15, the inbox: how its reads grow from 10,000 conversations to 1,000,000, and their statements."""

import time
from collections.abc import Iterator

from django.test import Client

from accounts.models import User
from tests.bench import load, talks
from tests.bench.figures import Line, plain_line, ratio_line
from tests.bench.options import Options
from tests.bench.rounds import Slot, alternate
from tests.bench.statements import statements

OK = 200
PAGES = {
    "inbox": "/inbox/",
    "inbox, deep": "/inbox/?before={deep}~1",
    "conversation of 1,000": f"/inbox/{talks.OPEN}/",
    "inbox search, rare word": f"/inbox/?search={talks.RARE}",
    "inbox search, common word": f"/inbox/?search={talks.COMMON}",
    "inbox search, a name": "/inbox/?search=number7",
}


def measure(asked: Options) -> Iterator[Line]:
    """Make the conversations, then each page in turns; the viewer has a hundredth of all."""
    small, large = asked.gigs // 100, asked.gigs
    talks.make((small, large))
    for name, path in PAGES.items():
        slots = {size: _slot(path, size, asked.seconds) for size in (small, large)}
        for warm in slots.values():
            warm()
        title = f"growth of reads: {name}"
        series = alternate(asked.rounds, slots[large], {title: slots[small]})
        notes = (f"{large:,} conversations ÷ {small:,}; {_count(path, large)} statements; in one process",)
        yield ratio_line(15, title, series, rate="/s", notes=notes)
    counts = [float(_count(path, large)) for path in PAGES.values()]
    yield plain_line(15, "statements of the inbox", counts, "statements", notes=("over its pages",))


def _slot(path: str, size: int, seconds: int) -> Slot:
    def run() -> float:
        client = _viewer()
        with talks.chosen(size):
            address = _address(path, size)
            began, done = time.perf_counter(), 0
            while time.perf_counter() < began + seconds:
                _page(client, address)
                done += 1
            return done / (time.perf_counter() - began)

    return run


def _count(path: str, size: int) -> int:
    client = _viewer()
    with talks.chosen(size):
        address = _address(path, size)
        _page(client, address)
        return len(statements(lambda: _page(client, address)))


def _address(path: str, size: int) -> str:
    """The deep page begins after two thirds of the viewer's conversations."""
    seats = talks.moments(size // 150)
    return path.format(deep=seats.isoformat().replace("+", "%2B"))


def _viewer() -> Client:
    client = Client(SERVER_NAME=load.HOST)
    client.force_login(User.objects.get(pk=talks.VIEWER))
    return client


def _page(client: Client, address: str) -> None:
    if (answer := client.get(address)).status_code != OK:
        raise RuntimeError(f"{address} answered {answer.status_code}")
