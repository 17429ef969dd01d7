"""What stands in a calendar, before it is written as a file."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from orders.call_states import CallStatus
from orders.models import Call, Order
from orders.states import Role

CONFIRMED, CANCELLED = "CONFIRMED", "CANCELLED"


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of a calendar. ``uid`` stays when it moves, ``sequence`` then counts on; ``url``: a path of this site.

    ``changed_at``: when anything of it last changed; ``alarm``: how long before it a device may ring.
    """

    uid: str
    summary: str
    text: str
    url: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    sequence: int = 0
    status: str = CONFIRMED
    place: str = ""
    alarm: timedelta | None = None


def entry_of_call(call: Call, order: Order, reader: Role) -> Entry:
    """A call as its reader's calendar shows it."""
    other = order.seller if reader == Role.BUYER else order.buyer
    lines = (call.note, f"Join: {call.link}", f"Order {order.number}: {order.title}")
    return Entry(
        uid=f"call-{call.uid}@milepost",
        summary=f"Call with {other.label}: {call.milestone.name}",
        text="\n".join(filter(None, lines)),
        url=f"/orders/{order.number}/",
        starts_at=call.starts_at,
        ends_at=call.ends_at,
        changed_at=call.changed_at,
        sequence=call.sequence,
        status=CONFIRMED if call.status == CallStatus.ACCEPTED else CANCELLED,
        place=call.link,
        alarm=timedelta(minutes=10) if call.status == CallStatus.ACCEPTED else None,
    )
