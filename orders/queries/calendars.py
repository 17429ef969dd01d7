"""Calendar files (RFC 5545), made by the library ``icalendar``, which folds lines and escapes what people wrote.

They name no e-mail address of a member: files are published, nobody is invited by them.
"""

from collections.abc import Iterable
from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from icalendar import Alarm, Calendar, Event, vCalAddress, vDuration, vText

from orders.call_states import CallStatus
from orders.models import Call, Order
from orders.queries.calendar_entries import Entry, entry_of_call
from orders.states import Role

PRODUCT = "-//Milepost//Orders by milestone//EN"
REFRESH = timedelta(hours=1)


def file_of_call(call: Call, order: Order, reader: Role) -> bytes:
    """One call as a file for the reader's calendar; once it was cancelled, one that takes it out again."""
    return file_of_calls([entry_of_call(call, order, reader)], cancelled=call.status != CallStatus.ACCEPTED)


def file_of_calls(entries: Iterable[Entry], *, cancelled: bool) -> bytes:
    """Events for one file, to be put into a calendar or taken out of it."""
    return _calendar(entries, {"method": "CANCEL" if cancelled else "PUBLISH"})


def feed_of(entries: Iterable[Entry], name: str) -> bytes:
    """A whole calendar to be subscribed to; ``name`` is what the calendar app shows."""
    again = vDuration(REFRESH)
    every = vDuration(
        REFRESH, params={"VALUE": "DURATION"}
    )  # RFC 7986, 5.7: it says what kind of value it is
    calendar = {"x-wr-calname": name, "name": name, "refresh-interval": every, "x-published-ttl": again}
    return _calendar(entries, calendar)


def _calendar(entries: Iterable[Entry], of_its_own: dict[str, object]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for name, value in of_its_own.items():
        calendar.add(name, value)
    for entry in entries:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("status", entry.status)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("dtstart", entry.starts_at)
    event.add("dtend", entry.ends_at)
    event.add("summary", entry.summary)
    event.add("description", entry.text)
    event.add("url", f"{settings.SITE_URL}{entry.url}")
    event["organizer"] = _site()
    if entry.place:
        event.add("location", entry.place)
    if entry.alarm is not None:
        event.add_component(_alarm(entry.alarm, entry.summary))
    return event


def _site() -> vCalAddress:
    """Who publishes it: the site, from its own address."""
    address = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    address.params["cn"] = vText(settings.SITE_NAME)
    return address


def _alarm(before: timedelta, text: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", -before)
    return alarm
