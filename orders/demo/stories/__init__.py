"""What happens in the demo market. Each story yields how long before "now" its next scene plays."""

from collections.abc import Callable, Iterator

from orders.demo.market import Market
from orders.demo.stories import disputed, ended, offered, running, talked, unfinished
from orders.demo.timeline import Story

Telling = Callable[[Market], Story]

TELLINGS: tuple[Telling, ...] = (
    *talked.TELLINGS,
    *ended.TELLINGS,
    *unfinished.TELLINGS,
    *disputed.TELLINGS,
    *running.TELLINGS,
    *offered.TELLINGS,
)


def stories(market: Market) -> Iterator[Story]:
    """All stories, ready to be played."""
    return (telling(market) for telling in TELLINGS)
