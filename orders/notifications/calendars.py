"""The calendar file that a mail brings: a call that was agreed, moved or cancelled."""

from dataclasses import replace

from orders.models import Call
from orders.notifications.calls import ATTACHED
from orders.notifications.facts import Facts
from orders.notifications.say import Say
from orders.queries.calendar_entries import entry_of_call
from orders.queries.calendars import file_of_calls
from orders.queries.call_lines import ended_calls
from orders.states import Act


def with_ended_calls(f: Facts, say: Say) -> Say:
    """What is said of an end, with the calls that ended with it."""
    words = ended_calls(f.data)
    if not words:
        return say
    attached = f" {ATTACHED}" if _ended(f) else ""
    return replace(say, next=f"{say.next} {words}{attached}".strip())


def calendar_for(f: Facts) -> str:
    """The file for this reader; empty when nothing that stood in a calendar changed."""
    agreed = f.event.act == Act.ACCEPT_CALL
    ids = [f.data["call"]] if agreed or f.event.act == Act.CANCEL_CALL else _ended(f)
    calls = Call.objects.filter(pk__in=ids).select_related("milestone") if ids else ()
    entries = [entry_of_call(call, f.order, f.reader) for call in calls]
    return file_of_calls(entries, cancelled=not agreed).decode() if entries else ""


def _ended(f: Facts) -> list[str]:
    return [one["call"] for one in f.data.get("calls", []) if one["agreed"]]
