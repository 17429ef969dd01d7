"""Bell entries and mails of orders, made from the event's row by the outbox (product.md 7)."""

from typing import Any

from django.utils import timezone

from accounts.notifications import mail, ring
from config.shared import outbox
from orders.models import Event
from orders.notifications.facts import Facts
from orders.notifications.lines import write_line
from orders.notifications.registry import SILENT, WORDS
from orders.notifications.say import Say
from orders.states import Role

__all__ = ["SILENT", "WORDS", "tell_event"]


@outbox.handler("orders.event")
def tell_event(payload: dict[str, Any]) -> None:
    """Tell whom an event concerns, but not who caused it. Again is harmless: all of it has the event's key."""
    events = Event.objects.select_related("order__buyer", "order__seller")
    named = payload["event"]  # by its uid; by its number in effects that were written before
    event = events.get(pk=named) if isinstance(named, int) else events.get(uid=named)
    milestones = list(event.order.milestones.order_by("position"))
    for reader, words in WORDS.get(event.act, {}).items():
        facts = Facts(event, event.order, milestones, reader)
        if facts.user.pk != event.actor_id:
            with timezone.override(facts.user.zone):
                _tell(facts, words(facts), quiet=bool(payload.get("quiet")))
    write_line(Facts(event, event.order, milestones, Role.SYSTEM))


def _tell(facts: Facts, say: Say, *, quiet: bool) -> None:
    key, url = f"event:{facts.event.pk}", f"/orders/{facts.order.number}/{say.page}"
    ring(user_id=facts.user.pk, key=key, text=say.bell, url=url, at=facts.event.at)
    mail(
        user_id=facts.user.pk,
        key=key,
        subject=say.subject,
        template="notice",
        context={
            "lines": say.lines,
            "facts": (("Order", facts.order.number), ("With", facts.other)),
            "posts": facts.posts(),
            "url": url,
            "button": say.button,
        },
        kind=say.kind,
        quiet=quiet,
    )
