"""Every event that concerns somebody goes to the outbox in the transaction that caused it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from config.shared import outbox
from orders.models import Event, Subscription

KIND, SUBSCRIPTION = "orders.event", "orders.subscription"


def tell(event: Event) -> None:
    """Let the other side know: bell entries and mails are made from the event's row after commit."""
    outbox.put(KIND, {"event": str(event.uid)})


def tell_many(events: Iterable[UUID]) -> None:
    """The same for many events, by their ``uid``."""
    outbox.put_many(KIND, [{"event": str(uid)} for uid in events])


def tell_subscription(subscription: Subscription, what: str, at: datetime) -> None:
    """The same for what happens to a subscription itself; of each kind once a month at most."""
    key = f"subscription:{subscription.pk}:{what}:{subscription.made}"
    outbox.put(
        SUBSCRIPTION, {"id": str(subscription.pk), "what": what, "at": at.isoformat(), "key": key}, key=key
    )
