"""Reminders of what one side asked and the other has not answered: cancellations, and changes of the terms."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from config.shared import clock, outbox
from config.shared.money import format_money
from orders.models import Amendment, CancellationRequest, Event, Order
from orders.notifications.amending import ANSWER as ANSWER_AMENDMENT
from orders.notifications.amending import PAY
from orders.notifications.cancelling import ANSWER as ANSWER_CANCELLATION
from orders.notifications.facts import Facts
from orders.notifications.notices import give_notice, rail_of
from orders.notifications.reminding import REMINDERS, roughly
from orders.notifications.say import Say
from orders.queries.cancellation_words import offer_words, silence_words
from orders.queries.words import moment_words
from orders.standing import Standing
from orders.states import Role

OTHER = {Role.BUYER: Role.SELLER, Role.SELLER: Role.BUYER}


def remind_of_cancellation(
    order: Order, asked: CancellationRequest, moment: datetime, at: datetime, *, quiet: bool
) -> None:
    """Tell whoever has to answer."""
    facts = _facts(order, OTHER[Role(asked.requester_role)], at)
    with timezone.override(facts.user.zone):
        give_notice(
            facts, _cancellation(facts, asked), f"reminder:{asked.pk}:{moment.isoformat()}", quiet=quiet
        )


def _cancellation(f: Facts, asked: CancellationRequest) -> Say:
    offer = offer_words(Standing(f.order, f.milestones), asked.released_minor, f.reader)
    return Say(
        subject=f"{roughly(asked.answer_by - f.event.at)} left to answer {f.other}",
        happened=f"{f.other} asks to cancel {f.what}. {offer}",
        next=f"Accept or refuse until {moment_words(asked.answer_by)}. {silence_words(asked, f.milestone)}",
        button="Answer the request",
        page=ANSWER_CANCELLATION,
        kind=REMINDERS,
    )


@outbox.handler("orders.amendment_reminder")
def tell_of_amendment(payload: dict[str, Any]) -> None:
    """Tell whoever has to answer, or to pay once it is agreed; silent when that was done or is over."""
    rows = Amendment.objects.select_related("order__buyer", "order__seller")
    asked, at = rows.get(pk=payload["amendment"]), clock.now()
    if asked.closed_at is not None or asked.due_at is None or at >= asked.due_at:
        return
    if asked.due_at != datetime.fromisoformat(payload["due"]):
        return
    reader = Role.BUYER if asked.agreed_at else OTHER[Role(asked.role)]
    facts = _facts(asked.order, reader, at)
    with timezone.override(facts.user.zone):
        say = _difference(facts, asked) if asked.agreed_at else _changes(facts, asked)
        give_notice(facts, say, f"reminder:{asked.pk}:{payload['moment']}", quiet=bool(payload.get("quiet")))


def _changes(f: Facts, asked: Amendment) -> Say:
    left, until = _left(f, asked)
    return Say(
        subject=f"{left} left to answer {f.other}",
        happened=f"{f.other} proposed other terms for {f.title}, and waits for your answer.",
        next=f"Accept or refuse them until {until}. Without an answer everything stays as it is.",
        button="Look at the changes",
        page=ANSWER_AMENDMENT,
        kind=REMINDERS,
    )


def _difference(f: Facts, asked: Amendment) -> Say:
    left, until = _left(f, asked)
    charge = format_money(asked.difference_minor + asked.fee_minor)
    return Say(
        subject=f"{left} left to pay the difference of {charge}",
        happened=f"The new terms of {f.title} are agreed, and wait for {charge}, fee included.",
        next=f"Pay it until {until}. Otherwise they lapse: nothing is charged, and everything stays as it is.",
        button="Pay the difference",
        page=PAY,
        kind=REMINDERS,
    )


def _left(f: Facts, asked: Amendment) -> tuple[str, str]:
    due_at = asked.due_at or f.event.at
    return roughly(due_at - f.event.at), moment_words(due_at)


def _facts(order: Order, reader: Role, at: datetime) -> Facts:
    now = Event(order=order, position=order.current, act="remind", role=Role.SYSTEM, at=at)
    return Facts(now, order, rail_of(order), reader)
