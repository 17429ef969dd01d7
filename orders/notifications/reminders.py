"""Carries one reminder out: bell and mail, if what it is about still waits."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from config.shared import clock, outbox
from orders.models import CancellationRequest, Event, Order, OrderMilestone, Resumption
from orders.notifications.facts import Facts
from orders.notifications.notices import give_notice, rail_of
from orders.notifications.reminding import Reminder, words_for
from orders.notifications.reminding_asks import remind_of_cancellation
from orders.notifications.resuming import lapses_soon
from orders.queries.case import charges_of
from orders.reminders import BEFORE_DEADLINE
from orders.states import HELD, WORKING, Role


@outbox.handler("orders.reminder")
def tell_reminder(payload: dict[str, Any]) -> None:
    """Tell whoever is waited for. Again is harmless: bell and mail have the key of the planned moment.

    Silent when the order has moved since, when its time is over, and while a payment is being checked.
    """
    order = Order.objects.select_related("buyer", "seller").get(pk=payload["order"])
    at, moment = clock.now(), datetime.fromisoformat(payload["moment"])
    if order.version != payload["version"] or order.due_at is None or at >= order.due_at:
        return
    milestones = rail_of(order)
    charge = charges_of([milestones[order.current - 1].pk]).get(milestones[order.current - 1].pk)
    if charge is not None and charge.is_checked and milestones[order.current - 1].started_at is None:
        return
    asked, quiet = _asked_of(order, milestones[order.current - 1], moment), bool(payload.get("quiet"))
    if asked is not None:
        remind_of_cancellation(order, asked, moment, at, quiet=quiet)
        return
    now = Event(order=order, position=order.current, act="remind", role=Role.SYSTEM, at=at)
    for reader in (Role.BUYER, Role.SELLER):
        reminder = Reminder(Facts(now, order, milestones, reader), moment, at)
        with timezone.override(reminder.facts.user.zone):
            say = words_for(reminder)
            if say is not None:
                key = f"reminder:{order.pk}:{moment.isoformat()}"
                give_notice(reminder.facts, say, key, quiet=quiet)


def _asked_of(order: Order, milestone: OrderMilestone, moment: datetime) -> CancellationRequest | None:
    """The open request to cancel that this reminder is about; work that is due meanwhile is reminded of as usual."""
    if milestone.status not in HELD:
        return None
    asked = CancellationRequest.objects.filter(order_id=order.pk, closed_at__isnull=True).first()
    works = milestone.status in WORKING and milestone.due_at is not None
    if asked is None or (works and moment < asked.answer_by - BEFORE_DEADLINE[-1]):
        return None
    return asked


@outbox.handler("orders.resume_reminder")
def tell_of_resumption(payload: dict[str, Any]) -> None:
    """Tell whoever was asked to resume an order that the request lapses soon; silent when it was answered."""
    rows = Resumption.objects.select_related("order__buyer", "order__seller")
    asked, at = rows.get(pk=payload["resumption"]), clock.now()
    if asked.closed_at is not None or at >= asked.lapses_at:
        return
    order = asked.order
    data = {"until": asked.lapses_at.isoformat(), "left": (asked.lapses_at - at).total_seconds()}
    now = Event(order=order, position=order.current, act="remind", role=Role.SYSTEM, at=at, data=data)
    reader = Role.SELLER if asked.asker_role == Role.BUYER else Role.BUYER
    facts = Facts(now, order, rail_of(order), reader)
    with timezone.override(facts.user.zone):
        give_notice(facts, lapses_soon(facts), f"reminder:{asked.pk}", quiet=bool(payload.get("quiet")))
