"""What a call may be: when, how long, where. Refused with words beside the field."""

from dataclasses import dataclass, replace
from datetime import datetime

from config.shared.errors import Invalid
from config.shared.text import clean_line
from orders import meeting_links, meetings
from orders.call_states import LENGTHS, OPEN_CALLS, CallStatus
from orders.models import Call, OrderMilestone


@dataclass(frozen=True, slots=True)
class Meeting:
    """What a side proposes. ``starts_at`` in UTC, ``minutes`` one of ``LENGTHS``."""

    starts_at: datetime
    minutes: int
    link: str
    note: str = ""


def checked(meeting: Meeting, at: datetime) -> Meeting:
    """The meeting with its link as it is kept. Raises Invalid beside ``when``, ``minutes``, ``link`` or ``note``."""
    if meeting.starts_at < at + meetings.SOONEST:
        raise Invalid("Choose a time at least 10 minutes from now.", field="when")
    if meeting.starts_at > at + meetings.LATEST:
        raise Invalid("Choose a time within the next 90 days.", field="when")
    if meeting.minutes not in LENGTHS:
        raise Invalid("Choose how long the call takes.", field="minutes")
    if len(meeting.note) > meetings.NOTE_MAX:
        raise Invalid(f"Keep the note within {meetings.NOTE_MAX} characters.", field="note")
    try:
        link = meeting_links.meeting_link(clean_line(meeting.link))
    except meeting_links.BadLinkError as fault:
        raise Invalid(str(fault), field="link") from fault
    return replace(meeting, link=link)


def room_for(milestone: OrderMilestone, at: datetime) -> None:
    """At most three open calls of a milestone that are still to come, suggestions of another time not counted.

    Raises Invalid.
    """
    open_calls = Call.objects.filter(milestone=milestone, status__in=OPEN_CALLS, starts_at__gt=at)
    suggested = {"status": CallStatus.PROPOSED, "moves__isnull": False}
    if open_calls.exclude(**suggested).count() >= meetings.OPEN_MAX:
        message = (
            f"{meetings.OPEN_MAX} calls are open for this milestone already. Move one, or take one back."
        )
        raise Invalid(message)
