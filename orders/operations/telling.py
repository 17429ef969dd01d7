"""Every event that concerns somebody goes to the outbox in the transaction that caused it."""

from config.shared import outbox
from orders.models import Event


def tell(event: Event) -> None:
    """Let the other side know: bell entries and mails are made from the event's row after commit."""
    outbox.put("orders.event", {"event": event.pk})
