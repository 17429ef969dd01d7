"""The life of an offer on one screen (product.md 4).

Buttons, views, jobs, tests and the drawing in the docs read this table; ``transitions.py`` is the only code that
carries it out. ``supersede`` is what sending a new version does to the old one.
"""

from dataclasses import dataclass, field
from enum import Enum

from django.db.models import TextChoices

from config.shared.errors import Forbidden, Refusal


class State(TextChoices):
    """Where an offer stands."""

    DRAFT = "draft", "Draft"
    SENT = "sent", "Waiting for an answer"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"
    EXPIRED = "expired", "Expired"
    SUPERSEDED = "superseded", "Replaced by a new version"


class Kind(TextChoices):
    """How an offer is paid. Stored, never guessed from a count."""

    SINGLE = "single", "Single payment"
    SUBSCRIPTION = "subscription", "Subscription"
    MILESTONES = "milestones", "Milestones"


class RequestState(TextChoices):
    """Where a buyer's request for an offer stands."""

    OPEN = "open", "Waiting for an offer"
    ANSWERED = "answered", "Answered with an offer"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Role(TextChoices):
    """Who acts: a party, or the clock."""

    BUYER = "buyer", "Buyer"
    SELLER = "seller", "Seller"
    SYSTEM = "system", "System"


class Action(TextChoices):
    """What can be done to an offer."""

    SEND = "send", "Send offer"
    ACCEPT = "accept", "Accept and pay"
    DECLINE = "decline", "Decline"
    ASK_CHANGES = "ask_changes", "Ask for changes"
    WITHDRAW = "withdraw", "Withdraw"
    SUPERSEDE = "supersede", "Send a new version"
    REMIND = "remind", "Remind of the expiry"
    EXPIRE = "expire", "Expire"
    RELEASE = "release", "Release: not paid in time"


class When(Enum):
    """On which side of the expiry an act is possible; the expiry itself is after."""

    ANY = "at any time"
    BEFORE = "before the expiry"
    AFTER = "from the expiry on"


@dataclass(frozen=True, slots=True)
class Transition:
    """One line of the table."""

    target: State
    roles: frozenset[Role]
    label: dict[Role, str] = field(default_factory=dict)
    when: When = When.ANY


def _to(target: State, when: When = When.ANY, **labels: str) -> Transition:
    roles = {Role(name): label for name, label in labels.items()}
    return Transition(target, frozenset(roles), {role: label for role, label in roles.items() if label}, when)


TABLE: dict[tuple[State, Action], Transition] = {
    (State.DRAFT, Action.SEND): _to(State.SENT, seller="Send offer"),
    (State.SENT, Action.ACCEPT): _to(State.ACCEPTED, When.BEFORE, buyer="Accept and pay"),
    (State.SENT, Action.ASK_CHANGES): _to(State.SENT, When.BEFORE, buyer="Ask for changes"),
    (State.SENT, Action.DECLINE): _to(State.DECLINED, When.BEFORE, buyer="Decline"),
    (State.SENT, Action.WITHDRAW): _to(State.WITHDRAWN, When.BEFORE, seller="Withdraw"),
    (State.SENT, Action.SUPERSEDE): _to(State.SUPERSEDED, When.BEFORE, seller="Send a new version"),
    (State.SENT, Action.REMIND): _to(State.SENT, When.BEFORE, system=""),
    (State.SENT, Action.EXPIRE): _to(State.EXPIRED, When.AFTER, system=""),
    (State.ACCEPTED, Action.RELEASE): _to(State.EXPIRED, system=""),
}

DEAD_WORDS: dict[State, str] = {
    State.DRAFT: "This offer has not been sent yet.",
    State.ACCEPTED: "This offer was accepted already.",
    State.DECLINED: "This offer was declined.",
    State.WITHDRAWN: "The seller withdrew this offer.",
    State.EXPIRED: "This offer has expired. Ask the seller to send it again.",
    State.SUPERSEDED: "This offer was replaced by a newer version.",
}


class DeadOffer(Refusal):
    """The offer is no longer open; nothing was charged and nothing changed. Answered with 409."""

    def __init__(self, state: State, message: str = "") -> None:
        """Say in words why it is dead."""
        self.state = state
        super().__init__(message or DEAD_WORDS.get(state, "This is not possible now."))


class NotDue(Refusal):
    """The clock came too early: the offer still stands."""


def lookup(state: str, action: Action, role: Role, *, over: bool) -> Transition:
    """The line for this state and action; ``over`` says that the expiry has come.

    Raises DeadOffer (no such line, or too late for it), Forbidden (not this role's to do), NotDue (too early).
    """
    line = TABLE.get((State(state), action))
    if line is None:
        raise DeadOffer(State(state))
    if role not in line.roles:
        message = f"Only the {' or '.join(sorted(r.value for r in line.roles))} can do this."
        raise Forbidden(message)
    if line.when is When.BEFORE and over:
        raise DeadOffer(State.EXPIRED)
    if line.when is When.AFTER and not over:
        raise NotDue
    return line


def actions_of(state: str, role: Role) -> tuple[tuple[Action, str], ...]:
    """The buttons of this role in this state: (action, label), in the order of the table."""
    return tuple(
        (action, line.label[role])
        for (at, action), line in TABLE.items()
        if at == state and role in line.label
    )
