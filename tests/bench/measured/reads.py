"""Figure 15: how reads grow from 10,000 gigs to 1,000,000, and how long a search takes at each size.

The inbox and the pages of orders have files of their own (talks.py, orders.py).
"""

import time
from collections.abc import Callable, Iterator
from statistics import median, quantiles

from django.db import connection
from django.test import Client, override_settings

from gigs.models import Gig
from gigs.queries import Terms, Wish, page_of
from tests.bench import gigs, load, markets
from tests.bench.figures import Line, ratio_line
from tests.bench.options import Options
from tests.bench.rounds import Slot, alternate
from tests.bench.statements import statements

OK = 200
MS = 1_000
TIMES = 200
TRADE = "logo-design"
DEEP_ONE_IN = 3
"""A deep page begins after the newest third of its trade."""
SEEN_FIRST = 10
WATCHED_FROM = 10_000
"""A smaller table is read as a whole sooner than by an index, and may be."""
SEARCHES = {
    "rare word": Wish(Terms.of(markets.RARE)),
    "middling word": Wish(Terms.of(markets.MIDDLING)),
    "common word": Wish(Terms.of(markets.COMMON)),
    "filtered search": Wish(
        Terms.of(markets.COMMON, markets.COUNTRY, markets.LANGUAGE),
        narrow=lambda found: found.filter(from_minor__lte=20_000, from_days__lte=20),
        by_price=True,
    ),
}


def measure(asked: Options) -> Iterator[Line]:
    """Make the markets, then pages in turns, then every search at every size."""
    model = gigs.live_gig("business-plans", gigs.USUAL)
    small, *_, large = sizes = (asked.gigs // 100, asked.gigs // 10, asked.gigs)
    markets.make(model, sizes)
    with override_settings(READY_PAGE_SECONDS=0):
        for name, path in pages(model).items():
            yield growth(name, path, small, large, asked)
    for name, wish in SEARCHES.items():
        for size in sizes:
            yield search(name, wish, size)


def pages(model: Gig) -> dict[str, Callable[[], str]]:
    """Addresses, each asked for inside a market."""
    return {
        "gig page": lambda: f"/gigs/{model.slug}/",
        "category page": lambda: f"/gigs/?subcategory={TRADE}",
        "category page, deep": lambda: f"/gigs/?subcategory={TRADE}&after={_deep()}",
        "search, rare word": lambda: f"/gigs/?q={markets.RARE}",
        "search, common word": lambda: f"/gigs/?q={markets.COMMON}",
    }


def growth(name: str, path: Callable[[], str], small: int, large: int, asked: Options) -> Line:
    """The time of a whole page in the large market ÷ the time in the small one, in turns."""
    slots = {size: _slot(path, size, asked.seconds) for size in (small, large)}
    for warm in slots.values():
        warm()
    title = f"growth of reads: {name}"
    series = alternate(asked.rounds, slots[large], {title: slots[small]})
    notes = (f"{large:,} gigs ÷ {small:,}; anchor: pages/s at {large:,}, ours: at {small:,}; in one process",)
    return ratio_line(15, title, series, rate="/s", notes=notes)


def search(name: str, wish: Wish, size: int) -> Line:
    """All statements of one search, without the page; void when one of them reads very many gigs in turn."""
    title = f"{name}, {size:,} gigs"
    with markets.chosen(size):
        for _ in range(SEEN_FIRST):
            page = page_of(wish)
        taken = [_seconds(wish) * MS for _ in range(TIMES)]
        guilty = sequential(statements(lambda: page_of(wish)))
    if guilty and size >= WATCHED_FROM:
        return Line(15, title, remark=f"void: Seq Scan on gigs_gig in {guilty[0][:150]}")
    late = quantiles(taken, n=20)[-1]
    told = page.count_words
    notes = (
        f"{told}; the last figure is the 95th percentile of {TIMES}; no Seq Scan on gigs_gig in any plan",
    )
    return Line(15, title, median(taken), min(taken), late, unit="ms", notes=notes)


def sequential(asked: list[str]) -> list[str]:
    """The statements whose plan reads every gig in turn."""
    return [sql for sql in asked if "gigs_gig" in sql and "Seq Scan on gigs_gig" in _plan(sql)]


def _plan(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}")
        return "\n".join(str(line) for (line,) in cursor.fetchall())


def _seconds(wish: Wish) -> float:
    began = time.perf_counter()
    page_of(wish)
    return time.perf_counter() - began


def _slot(path: Callable[[], str], size: int, seconds: int) -> Slot:
    def run() -> float:
        client = Client(SERVER_NAME=load.HOST)
        with markets.chosen(size):
            address = path()
            began, done = time.perf_counter(), 0
            while time.perf_counter() < began + seconds:
                if (answer := client.get(address)).status_code != OK:
                    raise RuntimeError(f"{address} answered {answer.status_code}")
                done += 1
            return done / (time.perf_counter() - began)

    return run


def _deep() -> str:
    """The cursor after the newest third of the trade."""
    rows = Gig.objects.active().filter(subcategory__slug=TRADE).order_by("-published_at", "-id")
    moment, key = rows.values_list("published_at", "id")[rows.count() // DEEP_ONE_IN]
    return f"{moment:%Y-%m-%dT%H:%M:%S.%fZ}~{key}"
