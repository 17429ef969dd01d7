"""Cancellation by agreement: asked, refused, withdrawn, lapsed, and the end it comes to."""

from config.shared import clock
from config.shared.money import format_money
from orders.notifications.ending import STOP_WORK
from orders.notifications.facts import Facts
from orders.notifications.say import MONEY, Say
from orders.queries.cancellation_words import offer_words
from orders.queries.words import moment_words
from orders.standing import Standing
from orders.states import MilestoneStatus, OrderStatus, Role

ANSWER = "cancellation/answer/"


def requested(f: Facts) -> Say:
    """What is asked, and until when to answer."""
    by = clock.read_moment(str(f.data.get("until", "")))
    until = f" until {moment_words(by)}" if by else ""
    standing = Standing(f.order, f.milestones)
    offer = offer_words(standing, int(f.data.get("released", 0)), f.reader) if f.is_current else ""
    return Say(
        subject=f"{f.other} asks to cancel {f.short}",
        happened=f"{f.other} asks to cancel {f.what}. {offer}".strip(),
        next=f"Accept or refuse{until}. Time to answer {_answered(f)} stands still meanwhile.",
        quote=f.data.get("text", ""),
        button="Answer the request",
        page=ANSWER,
    )


def agreed(f: Facts) -> Say:
    """The other side said yes."""
    return Say(
        subject=f"{f.other} agreed to cancel {f.short}",
        happened=f"{f.other} agreed to cancel {f.what}. {_shares(f)}",
        next=_end(f),
        kind=MONEY,
    )


def granted(f: Facts) -> Say:
    """Nobody answered, and that counts as yes."""
    return Say(
        subject=f"{f.short.capitalize()} is cancelled: the request was not answered",
        happened=f"The request to cancel {f.what} was not answered in time, so it counts as agreed. {_shares(f)}",
        next=_end(f),
        kind=MONEY,
    )


def refused(f: Facts) -> Say:
    """The other side said no."""
    return Say(
        subject=f"{f.other} refused to cancel {f.short}",
        happened=f"{f.other} refused your request to cancel {f.what}.",
        next=_goes_on(f),
        quote=f.data.get("text", ""),
    )


def withdrawn(f: Facts) -> Say:
    """Nothing is to be answered any more."""
    return Say(
        subject=f"{f.other} withdrew the request to cancel {f.short}",
        happened=f"{f.other} withdrew the request to cancel {f.what}.",
        next=_goes_on(f),
    )


def lapsed(f: Facts) -> Say:
    """Nobody answered, and that counts as no."""
    return Say(
        subject=f"The request to cancel {f.short} has lapsed",
        happened=f"The request to cancel {f.what} was not answered in time, so it has lapsed.",
        next=_goes_on(f),
    )


def ended_by_seller(f: Facts) -> Say:
    """Before the next payment."""
    return Say(
        subject=f"{f.seller} ended the order",
        happened=f"{f.seller} ended {f.title} before {f.step} was paid. The order is completed.",
        next="What you accepted is yours. Nothing more is charged, and nothing is refunded.",
    )


def _answered(f: Facts) -> str:
    return "the questions" if f.order.status == OrderStatus.AWAITING_REQUIREMENTS else "a delivery"


def _shares(f: Facts) -> str:
    to_seller, to_buyer = int(f.data.get("to_seller", 0)), int(f.data.get("to_buyer", 0))
    seller = "you" if f.reader == Role.SELLER else f.seller
    buyer = "your card, fee included" if f.reader == Role.BUYER else f.buyer
    parts = [f"{format_money(to_seller)} goes to {seller}"] if to_seller else []
    parts += [f"{format_money(to_buyer)} goes back to {buyer}"] if to_buyer else []
    return f"{' and '.join(parts)}."


def _end(f: Facts) -> str:
    ends = "completed" if f.order.status == OrderStatus.COMPLETED else "cancelled"
    stop = f"{STOP_WORK} " if f.reader == Role.SELLER and not f.is_last else ""
    return f"{stop}The order is {ends}."


def _goes_on(f: Facts) -> str:
    deadline = f.milestone.deadline_at
    if f.milestone.status == MilestoneStatus.DELIVERED and deadline:
        return f"The order goes on. The delivery can be answered until {moment_words(deadline)}."
    return "The order goes on as before."
