"""Time in the demo market: many stories, one clock.

A story is a generator that yields how long before "now" its next scene plays. Scenes of all stories are played in the
order of time, and between them the market's clock does what is due, just as beat would have done.
"""

import heapq
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache

from django.db import connection
from django.db.models import Model

from config.shared import clock, outbox
from offers.models import Offer
from orders.models import Attempt, Call, Order, Review, Settlement, Subscription
from orders.operations.sweeping import run_due

Story = Iterator[timedelta]
DUE: tuple[tuple[type[Model], str, str], ...] = (
    (Order, "due_at", "due_at IS NOT NULL"),
    (Offer, "due_at", "due_at IS NOT NULL"),
    (Settlement, "clears_at", "cleared_at IS NULL"),
    (Attempt, "check_at", "check_at IS NOT NULL"),
    (Review, "due_at", "published_at IS NULL"),
    (Call, "remind_at", "remind_at IS NOT NULL"),
    (Subscription, "due_at", "due_at IS NOT NULL"),
)
"""Which column says when the clock acts next on a row, and on which rows."""

SOME = 100
LONG_AGO = timedelta(days=1_000)
BEAT = timedelta(seconds=20)
"""How late the market's clock is, on average, as a beat of a minute would be."""


def ago(*, days: float = 0, hours: float = 0, minutes: float = 0) -> timedelta:
    """A moment before "now"."""
    return timedelta(days=days, hours=hours, minutes=minutes)


def play(stories: Iterable[Story], *, until: datetime, watch: Callable[[int, int], None]) -> None:
    """Play all stories up to ``until``, which is their "now". ``watch`` hears scenes played and stories that go on."""
    queue: list[tuple[datetime, int, Story]] = []
    for number, story in enumerate(stories):
        _queue_next(queue, story, number, until)
    played, last = 0, until - LONG_AGO
    while queue:
        moment, number, story = heapq.heappop(queue)
        _catch_up(last, moment)
        with clock.travelled_to(moment):
            _queue_next(queue, story, number, until)
            outbox.drain(SOME)
        played, last = played + 1, moment
        watch(played, len(queue))
    _catch_up(last, until)


def _queue_next(queue: list[tuple[datetime, int, Story]], story: Story, number: int, until: datetime) -> None:
    """Play a scene, up to the next yield, and put the one after it into the queue."""
    before = next(story, None)
    if before is not None:
        earlier = timedelta(
            minutes=number * 17 % 90, seconds=number
        )  # people do not all click at the same second
        heapq.heappush(queue, (until - before - earlier, number, story))


def _catch_up(last: datetime, moment: datetime) -> None:
    """Let the clock do, at its own time, what falls due between two scenes."""
    seen = None
    while (due := _next_due()) is not None and due <= moment and due != seen:
        with clock.travelled_to(min(max(due + BEAT, last), moment)):
            run_due(rounds=1)
        seen = due


def _next_due() -> datetime | None:
    """By one statement, written once: the market asks after every scene."""
    with connection.cursor() as cursor:
        cursor.execute(_statement())
        found = cursor.fetchone()[0]
    if isinstance(found, str):  # SQLite keeps moments as text, in UTC
        return datetime.fromisoformat(found).replace(tzinfo=UTC)
    return found if found is None else found.astimezone(UTC)


@cache
def _statement() -> str:
    """The first moment at which the clock has something to do."""
    quoted = connection.ops.quote_name
    first = (
        f"SELECT MIN({quoted(column)}) AS first FROM {quoted(model._meta.db_table)} WHERE {open_ones}"  # noqa: S608 - names of our own
        for model, column, open_ones in DUE
    )
    return f"SELECT MIN(first) FROM ({' UNION ALL '.join(first)}) AS each_first"  # noqa: S608 - the same
