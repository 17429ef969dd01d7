"""Calls: who hears what of each act, with the time on both clocks."""

from datetime import datetime

from orders.notifications.facts import Facts
from orders.notifications.say import Say
from orders.queries.words import both_times, counted, moment_words
from orders.states import Role

PAGE = "#calls"
ATTACHED = "The calendar file is attached."


def _when(f: Facts) -> str:
    other = f.order.seller if f.reader == Role.BUYER else f.order.buyer
    moment = datetime.fromisoformat(f.data["starts_at"])
    return f"{both_times(moment, other)}, {counted(f.data['minutes'], 'minute')}"


def _before(f: Facts) -> str:
    kept = f.data.get("before")
    return moment_words(datetime.fromisoformat(kept)) if kept else ""


def _about(f: Facts) -> str:
    return f"about “{f.data['name']}”, of {f.title}"


def proposed(f: Facts) -> Say:
    """An answer is asked for."""
    return Say(
        subject=f"{f.other} proposes a call",
        happened=f"{f.other} proposes a call {_about(f)}: {_when(f)}.",
        next="Accept it, or suggest another time.",
        quote=f.data.get("text", ""),
        button="Answer it",
        page=PAGE,
    )


def moved(f: Facts) -> Say:
    """An answer is asked for; what was agreed stands meanwhile."""
    stands = (
        f" The call on {_before(f)} stands until you accept the new time." if f.data.get("agreed") else ""
    )
    return Say(
        subject=f"{f.other} suggests another time for the call",
        happened=f"{f.other} suggests another time for the call {_about(f)}: {_when(f)}.{stands}",
        next="Accept it, or suggest another one.",
        quote=f.data.get("text", ""),
        button="Answer it",
        page=PAGE,
    )


def accepted(f: Facts) -> Say:
    """It stands."""
    instead = f", instead of {_before(f)}" if f.data.get("before") else ""
    return Say(
        subject=f"{f.other} accepted the call",
        happened=f"{f.other} accepted the call {_about(f)}: {_when(f)}{instead}.",
        next=f"We remind both of you an hour before. {ATTACHED}",
        button="See the call",
        page=PAGE,
    )


def declined(f: Facts) -> Say:
    """No call at that time."""
    return Say(
        subject=f"{f.other} declined the call",
        happened=f"{f.other} declined the call {_about(f)}: {_when(f)}.",
        next="You can suggest another time.",
        quote=f.data.get("text", ""),
        page=PAGE,
    )


def withdrawn(f: Facts) -> Say:
    """Nothing to answer any more."""
    return Say(
        subject=f"{f.other} took the proposed call back",
        happened=f"{f.other} took back the call {_about(f)}: {_when(f)}.",
        next="There is nothing for you to answer.",
        page=PAGE,
    )


def cancelled(f: Facts) -> Say:
    """It is off."""
    return Say(
        subject=f"{f.other} cancelled the call",
        happened=f"{f.other} cancelled the call {_about(f)}: {_when(f)}.",
        next=f"You can suggest another time. {ATTACHED}",
        quote=f.data.get("text", ""),
        page=PAGE,
    )
