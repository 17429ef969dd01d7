"""Figure 15, orders: how their pages grow while the market grows from 10,000 orders to 1,000,000.

One buyer and one seller have OWN of them together at every size: whole ones that wait for an answer. The others belong
to PEOPLE buyers and as many sellers; four of five have ended, and only the orders and their milestones are there.
"""

import time
from collections.abc import Iterator, Sequence
from statistics import median

from django.test import Client

from accounts.models import User
from orders.models import Order
from tests.bench import load, originals
from tests.bench.copies import ORDER, WHOLE, Copied, Copier
from tests.bench.figures import Line, plain_line
from tests.bench.measured.idle import MIXED
from tests.bench.options import Options
from tests.bench.statements import statements

OWN, PEOPLE, FIRST_ID = 100, 5_000, 30_000_000
OK, MS = 200, 1_000
Path = tuple[str, User, str]


def measure(asked: Options) -> Iterator[Line]:
    """The market grows three times; each page at each size, milliseconds and statements."""
    found = originals.delivered_orders()
    model = Order.objects.select_related("buyer", "seller").get(pk=found[0].pk)
    Copier([model.pk], WHOLE).make(1, OWN)
    own = Order.objects.get(number=f"MP-{1:08}")
    pages: list[Path] = [
        ("order page", model.buyer, f"/orders/{own.number}/"),
        ("buying", model.buyer, "/buying/"),
        ("selling", model.seller, "/selling/"),
        ("buying, searched", model.buyer, f"/buying/?q={own.number}"),
    ]
    taken: dict[str, list[list[float]]] = {name: [] for name, *_ in pages}
    rest, made, sizes = Copier([one.pk for one in found], _others()), OWN, _sizes(asked)
    for size in sizes:
        rest.make(made + 1, size - made)
        made = size
        for name, who, path in pages:
            taken[name].append(_milliseconds(who, path, asked))
    for name, who, path in pages:
        yield _line(name, taken[name], sizes, _count(who, path))


def _sizes(asked: Options) -> tuple[int, ...]:
    return asked.gigs // 100, asked.gigs // 10, asked.gigs


def _others() -> list[Copied]:
    """Orders of other people, with their milestones."""
    people = {"buyer_id": f"{FIRST_ID} + n %% {PEOPLE}", "seller_id": f"{FIRST_ID + PEOPLE} + n %% {PEOPLE}"}
    return [Copied(ORDER.table, ORDER.link, {**MIXED.changes, **people}), WHOLE[1]]


def _milliseconds(who: User, path: str, asked: Options) -> list[float]:
    """The middle of each round."""
    client = _signed_in(who)
    _page(client, path)
    return [_round(client, path, asked.seconds) for _ in range(asked.rounds)]


def _round(client: Client, path: str, seconds: int) -> float:
    taken, began = [], time.perf_counter()
    while (start := time.perf_counter()) < began + seconds:
        _page(client, path)
        taken.append((time.perf_counter() - start) * MS)
    return median(taken)


def _count(who: User, path: str) -> int:
    client = _signed_in(who)
    _page(client, path)
    return len(statements(lambda: _page(client, path)))


def _line(name: str, taken: Sequence[list[float]], sizes: Sequence[int], count: int) -> Line:
    growth = [large / small for small, large in zip(taken[0], taken[-1], strict=True)]
    each = ", ".join(f"{size:,}: {median(found):.1f} ms" for size, found in zip(sizes, taken, strict=True))
    return plain_line(15, f"growth of reads: {name}", growth, "×", notes=(f"{each}; {count} statements",))


def _signed_in(who: User) -> Client:
    client = Client(SERVER_NAME=load.HOST)
    client.force_login(who)
    return client


def _page(client: Client, path: str) -> None:
    if (answer := client.get(path)).status_code != OK:
        raise RuntimeError(f"{path} answered {answer.status_code}")
