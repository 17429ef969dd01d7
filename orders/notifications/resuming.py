"""Going on with an order that ended early: asked, agreed, declined, taken back, not answered."""

from datetime import datetime, timedelta

from config.shared.money import format_money
from orders.notifications.facts import Facts
from orders.notifications.reminding import REMINDERS, roughly
from orders.notifications.say import Say
from orders.queries.words import counted, moment_words
from orders.states import Role

STAYS = "The order stays completed."


def _until(f: Facts) -> str:
    return moment_words(datetime.fromisoformat(f.data["until"]))


def asked(f: Facts) -> Say:
    """The other side wants to go on."""
    rest, amount = counted(f.data["count"], "milestone"), format_money(f.data["amount"])
    return Say(
        subject=f"{f.other} asks to resume your order",
        happened=f"{f.other} asks to resume {f.title}: {rest}, {amount} in all, in a new order on the same terms.",
        next=f"Agree or decline until {_until(f)}. Without an answer nothing changes.",
        quote=f.data.get("text", ""),
        button="See the terms",
        page="resume/agree/",
    )


def agreed(f: Facts) -> Say:
    """The new order waits for its first payment."""
    number, first = f.data["successor"], format_money(f.data["first"])
    if f.reader == Role.BUYER:
        then, button, page = f"Pay {first} for its first milestone until {_until(f)}.", "Pay now", "pay/"
    else:
        then = f"Do not start yet: {f.buyer} pays its first milestone until {_until(f)}, and we tell you."
        button, page = "Open the order", ""
    return Say(
        subject=f"{f.other} agreed to resume your order",
        happened=f"{f.other} agreed to resume {f.title}. It goes on as order {number}.",
        next=then,
        button=button,
        page=page,
        number=number,
    )


def declined(f: Facts) -> Say:
    """No."""
    return Say(
        subject=f"{f.other} does not want to resume the order",
        happened=f"{f.other} declined to resume {f.title}.",
        next=f"{STAYS} You may write to {f.other}, or ask once more.",
        quote=f.data.get("text", ""),
    )


def withdrawn(f: Facts) -> Say:
    """Nobody asks any more."""
    return Say(
        subject=f"{f.other} no longer asks to resume the order",
        happened=f"{f.other} took back the request to resume {f.title}.",
        next=STAYS,
    )


def lapsed(f: Facts) -> Say:
    """The time is over; who asked and who was asked read different words."""
    who = f"{f.other} did not" if f.data.get("asker") == f.reader else "You did not"
    return Say(
        subject="The request to resume an order was not answered",
        happened=f"{who} answer the request to resume {f.title} in time.",
        next=STAYS,
    )


def lapses_soon(f: Facts) -> Say:
    """Before it is too late."""
    return Say(
        subject=f"{roughly(timedelta(seconds=f.data['left']))} left to answer {f.other}",
        happened=f"{f.other} still waits for your answer: resume {f.title}, or not?",
        next=f"Agree or decline until {_until(f)}. Without an answer nothing changes: the order stays completed.",
        button="See the terms",
        page="resume/agree/",
        kind=REMINDERS,
    )
