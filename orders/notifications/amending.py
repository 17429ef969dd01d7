"""Other terms: proposed, refused, withdrawn, lapsed, agreed, paid, in force."""

from config.shared import clock
from config.shared.money import format_money
from orders.amending.words import differences
from orders.notifications.facts import Facts
from orders.notifications.say import MONEY, Say
from orders.queries.words import moment_words
from orders.states import Role

ANSWER, PAY = "amendment/answer/", "amendment/pay/"


def proposed(f: Facts) -> Say:
    """What would change, and until when to answer."""
    return Say(
        subject=f"{f.other} proposes changes to your order",
        happened=f"{f.other} proposes other terms for {f.title}. {_changes(f)}".strip(),
        next=f"Answer until {f.in_window('AMENDMENT_ANSWER')}. Without an answer everything stays as it is.",
        quote=f.data.get("text", ""),
        button="Look at the changes",
        page=ANSWER,
    )


def agreed(f: Facts) -> Say:
    """The other side said yes: it is in force, or waits for the difference."""
    charge = _money(f, "charge")
    if not charge:
        refund, to = _money(f, "refund"), "your card" if f.reader == Role.BUYER else f.buyer
        back = f" {refund} goes back to {to}, fee included." if refund else ""
        return Say(
            subject=f"{f.other} accepted your changes",
            happened=f"{f.other} accepted your changes to {f.title}.",
            next=f"They are in force now.{back}",
        )
    return Say(
        subject=f"{f.other} accepted your changes: pay the difference",
        happened=f"{f.other} accepted your changes to {f.title}.",
        next=f"They take effect when you pay {charge}, fee included. Pay until {_until(f)}; otherwise they lapse.",
        button="Pay the difference",
        page=PAY,
        kind=MONEY,
    )


def refused(f: Facts) -> Say:
    """Everything stays."""
    return Say(
        subject=f"{f.other} refused your changes",
        happened=f"{f.other} refused the changes that you proposed to {f.title}.",
        next="Everything stays as it was agreed.",
        quote=f.data.get("text", ""),
    )


def withdrawn(f: Facts) -> Say:
    """Nothing is left to answer."""
    return Say(
        subject=f"{f.other} took the proposed changes back",
        happened=f"{f.other} took back the changes that were proposed to {f.title}.",
        next="Everything stays as it was agreed.",
    )


def lapsed(f: Facts) -> Say:
    """The time was over."""
    why = "the difference was not paid in time" if f.data.get("agreed") else "they were not answered in time"
    return Say(
        subject="The proposed changes have lapsed",
        happened=f"The changes that were proposed to {f.title} have lapsed: {why}.",
        next="Everything stays as it was agreed. They can be proposed again.",
    )


def in_force_buyer(f: Facts) -> Say:
    """The receipt of the difference."""
    charge = _money(f, "charge")
    paid = f"You paid {charge} for {f.what}." if charge else ""
    return Say(
        subject=f"Payment received: {charge} for changed terms" if charge else "Your order has new terms",
        happened=f"{paid} The changed terms are in force. {_changes(f)}".strip(),
        next=f"What you paid is held until you accept {f.step}." if charge else "",
        kind=MONEY,
    )


def in_force_seller(f: Facts) -> Say:
    """Work by the new terms."""
    paid = f"{f.buyer} paid the difference for {f.what}. " if f.data.get("charge") else ""
    return Say(
        subject="The changed terms are in force",
        happened=f"{paid}The changed terms of your order are in force. {_changes(f)}".strip(),
        next=f"{format_money(f.milestone.amount_minor)} is held for {f.step} now." if paid else "",
    )


def not_paid_buyer(f: Facts) -> Say:
    """Why, and how to pay."""
    charge, asks = _money(f, "charge") or "the difference", f.data.get("asks")
    how = "Confirm it, or pay with another card" if asks else "Pay with this or another card"
    return Say(
        subject=f"Confirm your payment of {charge}"
        if asks
        else f"Your payment of {charge} did not go through",
        happened=f"The difference for {f.what} was not charged. {f.data.get('words', '')}".strip(),
        next=f"{how}; until then everything stays as it was agreed.",
        button="Confirm the payment" if asks else "Pay the difference",
        page=PAY,
        kind=MONEY,
    )


def not_paid_seller(f: Facts) -> Say:
    """The old terms count."""
    return Say(
        subject="The changed terms are not paid yet",
        happened=f"{f.buyer} accepted changes to {f.title}, and the payment of the difference did not go through.",
        next="They do not count yet. We tell you as soon as it is paid.",
    )


def _changes(f: Facts) -> str:
    return " ".join(differences(f.data.get("before", []), f.data.get("after", [])))


def _money(f: Facts, name: str) -> str:
    minor = f.data.get(name, 0)
    return format_money(minor) if minor else ""


def _until(f: Facts) -> str:
    until = clock.read_moment(str(f.data.get("until", "")))
    return moment_words(until) if until else f.in_window("AMENDMENT_ANSWER")
