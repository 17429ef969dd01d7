"""The only writer of an offer's state."""

from datetime import datetime
from typing import Any

from django.db import connection

from config.shared.transition import guarded_update
from offers.models import Offer
from offers.states import Action, Role, State, lookup


def move(offer: Offer, action: Action, role: Role, *, at: datetime, **changes: Any) -> Offer:
    """Carry out one line of the table on a row read in this transaction, with further ``changes`` of the same moment.

    Raises DeadOffer (the state has no such line), Forbidden (another role's act), Stale (somebody was first).
    """
    if not connection.in_atomic_block:
        message = "A state changes inside a transaction only."
        raise RuntimeError(message)
    target = lookup(offer.state, action, role).target
    if target == State.SENT:
        changes |= {"sent_at": at, "due_at": changes["expires_at"]}
    else:
        changes |= {"closed_at": at, "due_at": None}
    expect = {"state": offer.state, "version": offer.version}
    guarded_update(offer, expect=expect, state=target, version=offer.version + 1, **changes)
    return offer
