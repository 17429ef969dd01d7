"""Both sides are told of an agreed call shortly before it begins."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.notifications import mail, ring
from config.shared import clock, outbox
from config.shared.durations import in_words
from orders.call_states import CallStatus
from orders.models import Call
from orders.notifications.calls import PAGE
from orders.queries.words import both_times

KIND = "orders.call_reminder"


@outbox.handler(KIND)
def tell_of_call(payload: dict[str, Any]) -> None:
    """Again is harmless: it has the call's key. Silent when the call was cancelled or moved, or has begun."""
    calls = Call.objects.select_related("milestone", "order__buyer", "order__seller")
    call, at = calls.get(pk=payload["call"]), clock.now()
    if call.status != CallStatus.ACCEPTED or at >= call.starts_at:
        return
    people = (call.order.buyer, call.order.seller)
    for user, other in (people, people[::-1]):
        with timezone.override(user.zone):
            _tell(call, user, other, at, quiet=bool(payload.get("quiet")))


def _tell(call: Call, user: Any, other: Any, at: datetime, *, quiet: bool) -> None:
    left = in_words(call.starts_at - at)
    said = f"Your call with {other.label} about “{call.milestone.name}” begins in {left}."
    key, url = f"call:{call.pk}:soon", f"/orders/{call.order.number}/{PAGE}"
    ring(user_id=user.pk, key=key, text=said, url=url, at=at)
    mail(
        user_id=user.pk,
        key=key,
        subject=f"Your call with {other.label} begins in {left}",
        template="notice",
        context={
            "lines": (said, f"{both_times(call.starts_at, other)}.", f"Join: {call.link}"),
            "facts": (("Order", call.order.number), ("With", other.label)),
            "url": url,
            "button": "See the call",
        },
        kind="reminders",
        quiet=quiet,
    )
