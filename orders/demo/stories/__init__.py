"""What happens in the demo market. Each story yields how long before "now" its next scene plays."""

from collections.abc import Callable, Iterator

from orders.demo.market import Market
from orders.demo.stories import (
    amended,
    barred,
    calls,
    cancelled,
    disputed,
    ended,
    monthly,
    offered,
    resumed,
    reviewed,
    running,
    talked,
    unfinished,
)
from orders.demo.timeline import Story

Telling = Callable[[Market], Story]

TELLINGS: tuple[Telling, ...] = (
    *talked.TELLINGS,
    *ended.TELLINGS,
    *unfinished.TELLINGS,
    *amended.TELLINGS,
    *cancelled.TELLINGS,
    *disputed.TELLINGS,
    *reviewed.TELLINGS,
    *running.TELLINGS,
    *offered.TELLINGS,
    *calls.TELLINGS,
    *monthly.TELLINGS,
    *resumed.TELLINGS,
    *barred.TELLINGS,
)


def stories(market: Market) -> Iterator[Story]:
    """All stories, ready to be played."""
    return (telling(market) for telling in TELLINGS)
