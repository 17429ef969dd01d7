"""What is different for the months of a subscription: there is nothing to order again, and what ends ends all of it."""

from orders.notifications.facts import Facts
from orders.notifications.say import Say

UNPAID = "cancelled and the subscription ends"
ENDED = "The subscription has ended with it: nothing more is charged."
OVER = "Nothing more is charged."


def paid_seller(f: Facts) -> Say:
    """The first month, or the next one: begin."""
    held = f"{f.amount} is held for it."
    begin = f"Begin now: it is due by {f.due}."
    if f.order.month != 1:
        return Say(
            subject=f"{f.short.capitalize()} is paid: you can begin",
            happened=f"{f.buyer} was charged for {f.what}. {held}",
            next=begin,
        )
    waits = f"They answer your questions by {f.in_window('REQUIREMENTS_WINDOW')}; your clock starts with the answers."
    return Say(
        subject=f"{f.buyer} subscribed",
        happened=f"{f.buyer} subscribed to {f.title} and paid month 1. {held}",
        next=waits if f.asks else begin,
    )


def not_paid_buyer(f: Facts) -> Say:
    """Nothing was charged; whether the subscription ended by it, or was over before."""
    over = bool(f.data.get("subscription"))
    why = "is not needed any more" if over else "was not paid in time"
    return Say(
        subject=f"{f.short.capitalize()} was cancelled: nothing was charged for it",
        happened=f"{_named(f)} {why}, so its order was cancelled. Nothing was charged for it.",
        next=OVER if over else ENDED,
    )


def not_paid_seller(f: Facts) -> Say:
    """Nothing to do."""
    over = bool(f.data.get("subscription"))
    why = "was never paid" if over else f"was not paid by {f.buyer} in time"
    free = " Your offer expired with it; you may send it again." if f.order.offer_id else ""
    return Say(
        subject=f"{f.short.capitalize()} was cancelled: it was not paid",
        happened=f"{_named(f)} {why}, so its order was cancelled. Do not start on it.",
        next=f"{OVER if over else ENDED}{free}",
    )


def ended(f: Facts) -> str:
    """What the clock's closing of a month means for the rest; empty for every other order."""
    return ENDED if f.order.month else ""


def _named(f: Facts) -> str:
    """``Month 3 of “I will …”``, to begin a sentence with."""
    return f"{f.what[:1].upper()}{f.what[1:]}"
