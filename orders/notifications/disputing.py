"""Disputes that begin, and after which work goes on."""

from orders.notifications.facts import Facts
from orders.notifications.say import Say


def opened(f: Facts) -> Say:
    """Everything stands still."""
    return Say(
        subject=f"{f.other} opened a dispute",
        happened=f"{f.other} opened a dispute about {f.what}.",
        next=f"All clocks stand still. {f.amount} stays held until Milepost has decided; you hear from us.",
        quote=f.data.get("text", ""),
        button="Read it and answer",
        page="dispute/",
    )


def stated(f: Facts) -> Say:
    """The other side said more."""
    files = len(f.data.get("files", []))
    sent = f" and sent {files} {'file' if files == 1 else 'files'}" if files else ""
    return Say(
        subject=f"{f.other} made a statement in the dispute",
        happened=f"{f.other} made a statement in the dispute about {f.what}{sent}.",
        next="You can answer it. Our staff read both sides before they decide.",
        quote=f.data.get("text", ""),
        button="Read the case",
        page="dispute/",
    )


def withdrawn(f: Facts) -> Say:
    """Everything runs on."""
    return Say(
        subject=f"{f.other} withdrew the dispute",
        happened=f"{f.other} withdrew the dispute about {f.what}.",
        next="Work goes on, and every clock runs on for the time that was left, at least 24 hours.",
    )


def goes_on(f: Facts) -> Say:
    """Staff decided that work goes on."""
    return Say(
        subject="Your dispute is decided: work goes on",
        happened=f"Milepost decided that work on {f.what} goes on.",
        next="Every clock runs on for the time that was left, at least 24 hours.",
        quote=f.data.get("text", ""),
    )
