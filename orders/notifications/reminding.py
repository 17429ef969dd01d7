"""Reminders of what an order waits for: whom, in which words, and on which page it is done (product.md 7)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from config.shared.durations import in_words
from orders import deadlines
from orders.notifications.facts import Facts
from orders.notifications.say import Say
from orders.queries.words import moment_words
from orders.states import MilestoneStatus, OrderStatus, Role

REMINDERS = "reminders"
"""The group of mails that they belong to."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder: the facts for its reader, the ``moment`` that was planned, and ``at``, when it is said."""

    facts: Facts
    moment: datetime
    at: datetime

    @property
    def until(self) -> str:
        """When the time is over, in the reader's zone."""
        due_at = self.facts.order.due_at
        return moment_words(due_at) if due_at else ""

    @property
    def left(self) -> str:
        """How long that is from now: ``2 days``."""
        return roughly((self.facts.order.due_at or self.at) - self.at)


def roughly(length: timedelta) -> str:
    """To the hour, or to the minute when it is short: the sweep is some seconds late."""
    unit = timedelta(hours=1) if length > timedelta(hours=2) else timedelta(minutes=1)
    return in_words(max(round(length / unit) * unit, timedelta(minutes=1)))


Words = Callable[[Reminder], Say | None]


def words_for(reminder: Reminder) -> Say | None:
    """What this reader is told, None when nothing is."""
    order = reminder.facts.order
    state = OrderStatus(order.status), MilestoneStatus(reminder.facts.milestone.status)
    words = _WORDS.get((*state, reminder.facts.reader))
    return words(reminder) if words else None


def _first_payment(r: Reminder) -> Say:
    f = r.facts
    return Say(
        subject=f"{r.left} left to pay your order",
        happened=f"Your order of {f.title} waits for its first payment, {f.total} with the fee.",
        next=f"Pay until {r.until}. Otherwise the order is cancelled, and nothing is charged.",
        button="Pay now",
        page="pay/",
        kind=REMINDERS,
    )


def _requirements(r: Reminder) -> Say:
    f = r.facts
    return Say(
        subject=f"{r.left} left to answer {f.seller}\u2019s questions",
        happened=f"{f.seller} needs your answers to begin {f.title}. {f.amount} is held for it.",
        next=f"Send them until {r.until}. Without them the order is cancelled, and {f.total} goes back to your card.",
        button="Answer the questions",
        page="requirements/",
        kind=REMINDERS,
    )


def _delivery(r: Reminder) -> Say:
    f = r.facts
    rest = " and the order is completed" if f.is_last else ", the order ends, and nothing more is charged"
    return Say(
        subject=f"{r.left} left to answer the delivery of {f.short}",
        happened=f"{f.seller} delivered {f.what}.",
        next=(
            f"Accept it or request a revision until {r.until}. Without an answer {f.seller} gets the {f.amount} held"
            f" for it{rest}."
        ),
        button="Look at the delivery",
        page="accept/",
        kind=REMINDERS,
    )


def _next_payment(r: Reminder) -> Say:
    f = r.facts
    trouble = bool(f.milestone.payment_trouble)
    how = "Pay with this or another card" if trouble else "Start it, or stop the order,"
    return Say(
        subject=f"{r.left} left to start {f.short}",
        happened=f"{f.total} with the fee would start {f.what}.",
        next=f"{how} until {r.until}. If you do neither, the order ends as completed, and nothing more is charged.",
        button="Pay now" if trouble else "Start next milestone",
        page="pay/" if trouble else "start/",
        kind=REMINDERS,
    )


def _work_to_seller(r: Reminder) -> Say | None:
    f = r.facts
    due_at = f.milestone.due_at
    if due_at is None:
        return None
    due, very_late_at = moment_words(due_at), deadlines.very_late_at(f.order.windows, due_at)
    if r.at < due_at:
        subject, happened = f"{f.short.capitalize()} is due in {roughly(due_at - r.at)}", f"is due {due}."
        then = f"Deliver it until then. You get {f.take_home} when it is accepted."
    elif r.moment < very_late_at:
        subject, happened = f"{f.short.capitalize()} is late", f"was due {due}."
        then = (
            f"Deliver it, or write to {f.buyer}: from {moment_words(very_late_at)} it can be cancelled alone."
        )
    elif r.moment == very_late_at:
        subject, happened = f"{f.short.capitalize()} is very late", f"was due {due}."
        then = f"{f.buyer} may now cancel it alone and get {f.amount} back. Deliver it, or write what holds it up."
    else:
        subject = f"{r.left} left to deliver {f.short}"
        happened = f"was due {due}, and nothing was delivered."
        then = (
            f"Deliver it until {r.until}. Otherwise it is cancelled, and its {f.amount} go back to {f.buyer}."
        )
    return Say(
        subject=subject,
        happened=f"{f.what[:1].upper()}{f.what[1:]} {happened}",
        next=then,
        button="Deliver it",
        page="deliver/",
        kind=REMINDERS,
    )


def _work_to_buyer(r: Reminder) -> Say | None:
    """The buyer hears once, when there is something to choose.

    It names no date of the refund: while a cancellation is asked for, the order's clock is the answer's.
    """
    f = r.facts
    due_at = f.milestone.due_at
    if due_at is None or r.moment != deadlines.very_late_at(f.order.windows, due_at):
        return None
    abandoned = in_words(deadlines.window(f.order.windows, "ABANDONED_AFTER"))
    return Say(
        subject=f"{f.short.capitalize()} is very late: you may cancel it",
        happened=f"{f.seller} has not delivered {f.what}, due {moment_words(due_at)}.",
        next=(
            f"You may cancel it alone and get {f.total} back, or wait. If nothing is delivered within {abandoned} after"
            " it was due, it comes back by itself."
        ),
        button="See what you can do",
        kind=REMINDERS,
    )


_O, _M, _B, _S = OrderStatus, MilestoneStatus, Role.BUYER, Role.SELLER
_WORDS: dict[tuple[OrderStatus, MilestoneStatus, Role], Words] = {
    (_O.AWAITING_PAYMENT, _M.AWAITING_PAYMENT, _B): _first_payment,
    (_O.AWAITING_REQUIREMENTS, _M.IN_PROGRESS, _B): _requirements,
    (_O.ACTIVE, _M.DELIVERED, _B): _delivery,
    (_O.ACTIVE, _M.AWAITING_PAYMENT, _B): _next_payment,
    (_O.ACTIVE, _M.IN_PROGRESS, _S): _work_to_seller,
    (_O.ACTIVE, _M.IN_REVISION, _S): _work_to_seller,
    (_O.ACTIVE, _M.IN_PROGRESS, _B): _work_to_buyer,
    (_O.ACTIVE, _M.IN_REVISION, _B): _work_to_buyer,
}
