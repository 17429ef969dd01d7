"""Orders that a person or the clock ended."""

from orders.notifications import monthly
from orders.notifications.facts import Facts
from orders.notifications.say import Say
from orders.notifications.working import earned
from orders.states import Reason

STOP_WORK = "Do not go on with the remaining milestones: they will never be charged."


def _completed(f: Facts) -> bool:
    """The seller had money from it before."""
    return any(one.released_minor for one in f.milestones)


def _ended_as(f: Facts) -> str:
    return "The order is completed." if _completed(f) else "The order is cancelled."


def _goes_back(f: Facts) -> str:
    return f"{f.refund} goes back to your card, fee included."


def stopped(f: Facts) -> Say:
    """Between an acceptance and the next start."""
    return Say(
        subject=f"{f.buyer} stopped the order",
        happened=f"{f.buyer} stopped {f.title} before {f.step}. The order is completed; what was accepted is yours.",
        next=STOP_WORK,
    )


def cancelled_for_lateness(f: Facts) -> Say:
    """The seller hears that the money went back."""
    return Say(
        subject=f"{f.buyer} cancelled {f.short} for lateness",
        happened=f"{f.buyer} cancelled {f.what}, because it was more than a day late.",
        next=f"Stop working on it: its money goes back to {f.buyer}. {_ended_as(f)}",
    )


def not_paid_buyer(f: Facts) -> Say:
    """The first payment never came."""
    if f.order.month:
        return monthly.not_paid_buyer(f)
    return Say(
        subject="Your order was cancelled: it was not paid",
        happened=f"The first payment for {f.title} was not made in time, so the order was cancelled.",
        next="Nothing was charged. You can order it again.",
    )


def not_paid_seller(f: Facts) -> Say:
    """Nothing to do."""
    if f.order.month:
        return monthly.not_paid_seller(f)
    return Say(
        subject="An order was cancelled: it was not paid",
        happened=f"{f.buyer} did not pay the first milestone of {f.title} in time, so the order was cancelled.",
        next="Your offer expired with it; you may send it again."
        if f.order.offer_id
        else "There is nothing for you to do.",
    )


def no_answers_buyer(f: Facts) -> Say:
    """Refunded."""
    return Say(
        subject="Your order was cancelled and refunded",
        happened=f"{f.title} was cancelled, because the questions were not answered in time.",
        next=f"{_goes_back(f)} {monthly.ended(f)}".strip(),
    )


def no_answers_seller(f: Facts) -> Say:
    """Nothing to do."""
    return Say(
        subject="An order was cancelled: your questions were not answered",
        happened=f"{f.buyer} did not answer your questions about {f.title} in time, so the order was cancelled.",
        next=f"The payment goes back to {f.buyer}. There is nothing for you to do. {monthly.ended(f)}".strip(),
    )


def unanswered_buyer(f: Facts) -> Say:
    """Silence accepts this delivery and charges nothing more."""
    rest = "" if f.is_last else " The milestones after it are never charged."
    return Say(
        subject="Your order is completed: the delivery was not answered",
        happened=f"You did not answer the delivery of {f.what} in time, so the order is completed.",
        next=f"{f.seller} gets the money of this delivery.{rest}",
    )


def unanswered_seller(f: Facts) -> Say:
    """Paid, and not to go on."""
    return Say(
        subject="The order is completed: your delivery counts as accepted",
        happened=f"{f.buyer} did not answer your delivery of {f.what}: it is accepted. {earned(f)}",
        next="The order is completed." if f.is_last else f"{STOP_WORK} The order is completed.",
    )


def not_funded_buyer(f: Facts) -> Say:
    """The funding window is over."""
    return Say(
        subject="Your order is completed: the next milestone was not paid",
        happened=f"You did not pay {f.what} in time, so the order is completed.",
        next="What you accepted is yours. Nothing more is charged.",
    )


def not_funded_seller(f: Facts) -> Say:
    """Do not go on."""
    return Say(
        subject="The order is completed: the next milestone was not paid",
        happened=f"{f.buyer} did not pay {f.what} in time. What was accepted is yours.",
        next=f"{STOP_WORK} The order is completed.",
    )


def abandoned_buyer(f: Facts) -> Say:
    """Refunded by the clock."""
    return Say(
        subject=f"{f.short.capitalize()} was cancelled and refunded",
        happened=f"{f.seller} delivered nothing for {f.what}, long after it was due. It was cancelled.",
        next=f"{_goes_back(f)} {_ended_as(f)} {monthly.ended(f)}".strip(),
    )


def abandoned_seller(f: Facts) -> Say:
    """The money went back."""
    return Say(
        subject=f"{f.short.capitalize()} was cancelled: nothing was delivered",
        happened=f"Nothing was delivered for {f.what}, long after it was due. It was cancelled.",
        next=f"Its money goes back to {f.buyer}. Do not go on with it. {_ended_as(f)} {monthly.ended(f)}".strip(),
    )


def decided_split_buyer(f: Facts) -> Say:
    """Who gets what."""
    back = _goes_back(f) if f.refund else "Nothing goes back to you."
    return Say(
        subject="Your dispute is decided: the money is split",
        happened=f"Milepost decided the dispute about {f.what}. {back}",
        next=f"{f.seller} gets {f.take_home}. {_ended_as(f)}",
        quote=f.data.get("text", ""),
    )


def decided_split_seller(f: Facts) -> Say:
    """Who gets what."""
    back = f"{f.refund} goes back to {f.buyer}." if f.refund else f"Nothing goes back to {f.buyer}."
    return Say(
        subject="Your dispute is decided: the money is split",
        happened=f"Milepost decided the dispute about {f.what}. You get {f.take_home}.",
        next=f"{back} Do not go on with the order. {_ended_as(f)}",
        quote=f.data.get("text", ""),
    )


def decided_release_buyer(f: Facts) -> Say:
    """Accepted by staff."""
    waits = f"The next milestone waits for your decision until {f.in_window('FUNDING_WINDOW')}."
    done = f.is_last or f.order.reason == Reason.DECIDED
    return Say(
        subject="Your dispute is decided: the delivery counts as accepted",
        happened=f"Milepost decided that {f.what} counts as accepted. {f.seller} gets its money.",
        next="The order is completed." if done else waits,
        quote=f.data.get("text", ""),
    )


def decided_release_seller(f: Facts) -> Say:
    """Accepted by staff."""
    waits = f"Do not start on the next milestone: {f.buyer} decides until {f.in_window('FUNDING_WINDOW')}."
    return Say(
        subject="Your dispute is decided: your work counts as accepted",
        happened=f"Milepost decided that {f.what} counts as accepted. {earned(f)}",
        next="The order is completed." if f.is_last else waits,
        quote=f.data.get("text", ""),
    )
