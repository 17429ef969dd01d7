"""What goes back out of goodwill, and what became of money on its way back."""

from config.shared.money import format_money
from orders.models import GoodwillRefund
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


def goodwill_buyer(f: Facts) -> Say:
    """Staff gave something back."""
    return Say(
        subject=f"{_amount(f)} goes back to you",
        happened=f"Milepost gives {_amount(f)} of {f.what} back to you, with its part of the service fee.",
        next="It goes to the card you paid with. You hear from us when it is on its way.",
        quote=str(f.data.get("text", "")),
        kind=MONEY,
    )


def goodwill_seller(f: Facts) -> Say:
    """And what that means for the seller's earnings."""
    taken = format_money(int(f.data.get("of_seller", 0)))
    by_seller = f.data.get("bearer") == GoodwillRefund.Bearer.SELLER
    return Say(
        subject=f"{_amount(f)} of {f.short} goes back to {f.buyer}",
        happened=f"Milepost gives {f.buyer} {_amount(f)} of {f.what} back.",
        next=f"{taken} is taken from your earnings of it, which were still clearing; its commission goes back too."
        if by_seller
        else "Milepost bears it: your earnings stay as they are.",
        quote=str(f.data.get("text", "")),
        kind=MONEY,
    )
