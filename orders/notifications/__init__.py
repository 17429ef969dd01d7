"""Bell entries and mails of orders, made from the event's row by the outbox (product.md 7)."""

from typing import Any

from django.utils import timezone

from config.shared import outbox
from orders.models import Event
from orders.notifications.asking import ask_later
from orders.notifications.calendars import calendar_for, with_ended_calls
from orders.notifications.call_reminders import tell_of_call
from orders.notifications.facts import Facts
from orders.notifications.lines import write_line
from orders.notifications.notices import give_notice, rail_of
from orders.notifications.registry import SILENT, WORDS
from orders.notifications.reminders import tell_reminder
from orders.notifications.say import Say
from orders.notifications.subscriptions import tell_of_subscription
from orders.states import Role

__all__ = ["SILENT", "WORDS", "tell_event", "tell_of_call", "tell_of_subscription", "tell_reminder"]


@outbox.handler("orders.event")
def tell_event(payload: dict[str, Any]) -> None:
    """Tell whom an event concerns, but not who caused it. Again is harmless: all of it has the event's key."""
    events = Event.objects.select_related("order__buyer", "order__seller")
    named = payload["event"]  # by its uid; by its number in effects that were written before
    event = events.get(pk=named) if isinstance(named, int) else events.get(uid=named)
    milestones = rail_of(event.order)
    for reader, words in WORDS.get(event.act, {}).items():
        facts = Facts(event, event.order, milestones, reader)
        if facts.user.pk != event.actor_id:
            with timezone.override(facts.user.zone):
                _tell(facts, with_ended_calls(facts, words(facts)), quiet=bool(payload.get("quiet")))
    ask_later(event.order)
    write_line(Facts(event, event.order, milestones, Role.SYSTEM))


def _tell(facts: Facts, say: Say, *, quiet: bool) -> None:
    calendar = "" if quiet else calendar_for(facts)
    give_notice(facts, say, f"event:{facts.event.pk}", quiet=quiet, calendar=calendar)
