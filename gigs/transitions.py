"""The only writer of a gig's state."""

from datetime import datetime

from django.db import transaction

from config.shared.errors import Forbidden, Refusal
from config.shared.transition import guarded_update
from gigs.models import Gig
from gigs.states import TRANSITIONS, GigAction, GigState


class NotPossible(Refusal):
    """The table has no such move from the gig's state."""


def move(gig: Gig, action: GigAction, *, role: str, at: datetime, reason: str = "") -> None:
    """Take one step of the table; the version moves with it.

    Needs an open transaction. Raises NotPossible, Forbidden (the other role's step) or Stale (somebody was first).
    """
    if not transaction.get_connection().in_atomic_block:
        message = "a gig's state changes inside a transaction"
        raise RuntimeError(message)
    step = TRANSITIONS.get((GigState(gig.state), action))
    if step is None:
        raise NotPossible(f"This gig is {gig.get_state_display().lower()}; that is not possible now.")
    if step.role != role:
        raise Forbidden
    guarded_update(
        gig,
        expect={"state": gig.state, "version": gig.version},
        state=step.target,
        version=gig.version + 1,
        published_at=gig.published_at or (at if step.target == GigState.ACTIVE else None),
        denied_reason=reason,
    )
