"""Every event that concerns somebody goes to the outbox in the transaction that caused it."""

from collections.abc import Iterable
from uuid import UUID

from config.shared import outbox
from orders.models import Event

KIND = "orders.event"


def tell(event: Event) -> None:
    """Let the other side know: bell entries and mails are made from the event's row after commit."""
    outbox.put(KIND, {"event": str(event.uid)})


def tell_many(events: Iterable[UUID]) -> None:
    """The same for many events, by their ``uid``."""
    outbox.put_many(KIND, [{"event": str(uid)} for uid in events])
