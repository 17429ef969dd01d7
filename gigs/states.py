"""The life of a gig on one screen: (state, action) → next state, who may, and the words on the button."""

from dataclasses import dataclass

from django.db import models


class GigState(models.TextChoices):
    """What customers can do with a gig."""

    DRAFT = "draft", "Draft"
    ACTIVE = "active", "Active"
    PAUSED = "paused", "Paused"
    DENIED = "denied", "Denied"


class GigAction(models.TextChoices):
    """What changes a gig's state."""

    PUBLISH = "publish", "Publish gig"
    PAUSE = "pause", "Pause gig"
    RESUME = "resume", "Resume gig"
    DENY = "deny", "Deny gig"
    ALLOW = "allow", "Allow gig again"


OWNER = "owner"
STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Move:
    """One cell of the table."""

    target: GigState
    role: str


TRANSITIONS: dict[tuple[GigState, GigAction], Move] = {
    (GigState.DRAFT, GigAction.PUBLISH): Move(GigState.ACTIVE, OWNER),
    (GigState.ACTIVE, GigAction.PAUSE): Move(GigState.PAUSED, OWNER),
    (GigState.PAUSED, GigAction.RESUME): Move(GigState.ACTIVE, OWNER),
    (GigState.DRAFT, GigAction.DENY): Move(GigState.DENIED, STAFF),
    (GigState.ACTIVE, GigAction.DENY): Move(GigState.DENIED, STAFF),
    (GigState.PAUSED, GigAction.DENY): Move(GigState.DENIED, STAFF),
    (GigState.DENIED, GigAction.ALLOW): Move(GigState.PAUSED, STAFF),
}

VISIBLE = (GigState.ACTIVE, GigState.PAUSED)


def actions_of(state: str, role: str) -> tuple[GigAction, ...]:
    """What this role may do with a gig in this state; buttons are made from it."""
    return tuple(
        action for (held, action), move in TRANSITIONS.items() if held == state and move.role == role
    )
