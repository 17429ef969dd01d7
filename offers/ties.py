"""What still binds two members who have blocked each other: higher apps know, this one only asks.

While a tie holds, their conversation stays open (product.md 4: "the conversation of a running order stays open").
"""

from collections.abc import Callable
from uuid import UUID

Tie = Callable[[UUID], bool]
_ties: list[Tie] = []


def register(tie: Tie) -> None:
    """Add who knows of something that runs between the two of a conversation; called from ``AppConfig.ready()``."""
    if tie not in _ties:
        _ties.append(tie)


def bound(conversation_id: UUID) -> bool:
    """Whether anything still runs between the two."""
    return any(tie(conversation_id) for tie in _ties)
