"""Payments that worked, payments that did not, payments that came too late."""

from config.shared.money import format_money
from orders.notifications import monthly
from orders.notifications.facts import Facts
from orders.notifications.say import MONEY, Say
from orders.payments.models import AttemptStatus
from orders.states import Kind


def funded_buyer(f: Facts) -> Say:
    """The receipt, and whose turn it is."""
    happened = f"You paid {f.total} for {f.what}. The money is held for you until you accept the work."
    subject = f"Payment received: {f.total} for {f.short}"
    if f.is_first and f.asks:
        return Say(
            subject=subject,
            happened=happened,
            next=(
                f"{f.seller} needs your answers to begin. Send them by {f.in_window('REQUIREMENTS_WINDOW')};"
                " without them the order is cancelled then and refunded."
            ),
            button="Answer the questions",
            kind=MONEY,
        )
    return Say(subject=subject, happened=happened, next=f"{f.seller} delivers by {f.due}.", kind=MONEY)


def funded_seller(f: Facts) -> Say:
    """A new order, or the next step: begin."""
    if not f.is_first:
        return Say(
            subject=f"{f.short.capitalize()} is paid: you can begin",
            happened=f"{f.buyer} paid {f.what}. {f.amount} is held for it.",
            next=f"Begin now: it is due by {f.due}.",
        )
    if f.order.month:
        return monthly.paid_seller(f)
    paid = "all of it" if f.order.kind == Kind.SINGLE else f"the first of {len(f.milestones)} milestones"
    waits = f"They answer your questions by {f.in_window('REQUIREMENTS_WINDOW')}; your clock starts with the answers."
    return Say(
        subject=f"New order from {f.buyer}",
        happened=f"{f.buyer} ordered {f.title} and paid {paid}. {f.amount} is held for it.",
        next=waits if f.asks else f"Begin now: it is due by {f.due}.",
    )


def failed_buyer(f: Facts) -> Say:
    """Why, and how to pay."""
    asks = f.data.get("status") == AttemptStatus.NEEDS_AUTHENTICATION
    subject = (
        f"Confirm your payment of {f.total}" if asks else f"Your payment of {f.total} did not go through"
    )
    result = "cancelled" if f.is_first else "completed, and nothing more is charged"
    result = monthly.UNPAID if f.order.month else result
    how = "Confirm it, or pay with another card," if asks else "Pay with this or another card"
    return Say(
        subject=subject,
        happened=f"{f.total} for {f.what} was not charged. {f.data.get('words', '')}".strip(),
        next=f"{how} until {f.pay_by}. After that the order is {result}.",
        button="Confirm the payment" if asks else "Pay now",
        page="pay/",
        kind=MONEY,
    )


def failed_seller(f: Facts) -> Say:
    """Do not start."""
    asks = f.data.get("status") == AttemptStatus.NEEDS_AUTHENTICATION
    trouble = "still has to be confirmed with the bank" if asks else "did not go through"
    return Say(
        subject=f"Do not start yet: {f.short} is not paid",
        happened=f"The payment of {f.buyer} for {f.what} {trouble}.",
        next=f"Do not start on it. {f.buyer} can pay until {f.pay_by}, and we tell you as soon as it is paid.",
    )


def returned_buyer(f: Facts) -> Say:
    """A charge that succeeded after the end goes back."""
    amount = format_money(f.data["amount"])
    return Say(
        subject=f"{amount} is on its way back to you",
        happened=f"A payment of {amount} for {f.title} came through after it was no longer needed.",
        next="It goes back to your card in full, with its fee.",
        kind=MONEY,
    )
