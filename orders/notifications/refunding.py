"""What became of money on its way back."""

from config.shared.money import format_money
from orders.notifications.facts import Facts
from orders.notifications.say import MONEY, Say


def _amount(f: Facts) -> str:
    return format_money(int(f.data.get("amount", 0)))


def sent(f: Facts) -> Say:
    """The provider has sent it."""
    return Say(
        subject=f"{_amount(f)} is back on your card",
        happened=f"We sent {_amount(f)} for {f.title} back to the card you paid with.",
        next="Your bank shows it within a few days.",
        kind=MONEY,
    )


def refused(f: Facts) -> Say:
    """The provider would not; a person does."""
    return Say(
        subject=f"We could not send {_amount(f)} back to your card yet",
        happened=f"{_amount(f)} for {f.title} could not be sent back to the card you paid with.",
        next="It is still yours. One of us sees to it, and you hear from us as soon as it is on its way.",
        kind=MONEY,
    )


def by_hand(f: Facts) -> Say:
    """Paid on another way."""
    reference = f.data.get("reference", "")
    return Say(
        subject=f"{_amount(f)} is paid back to you",
        happened=f"We paid {_amount(f)} for {f.title} back to you on another way than your card.",
        next=f"Its reference is {reference}." if reference else "",
        kind=MONEY,
    )
