"""The only writer of an offer's state, and of a request's."""

from datetime import datetime
from typing import Any

from django.db import connection

from config.shared.transition import guarded_update
from offers.deadlines import first_look, is_over
from offers.models import Offer, OfferRequest
from offers.states import Action, RequestState, Role, State, lookup


def move(offer: Offer, action: Action, role: Role, *, at: datetime, **changes: Any) -> Offer:
    """Carry out one line of the table on a row read in this transaction, with further ``changes`` of the same moment.

    The version moves with the state and with what a side says; a reminder makes nobody's page old. Raises DeadOffer
    (the state has no such line, or it is too late for it), Forbidden (another role's act), NotDue (too early), Stale
    (somebody was first).
    """
    _check_transaction()
    target = lookup(offer.state, action, role, over=is_over(offer.expires_at, at)).target
    if target != offer.state:
        changes |= _moments(target, at, changes)
    expect = {"state": offer.state, "version": offer.version}
    version = offer.version + (action != Action.REMIND)
    guarded_update(offer, expect=expect, state=target, version=version, **changes)
    return offer


def close_request(request: OfferRequest, state: RequestState, *, at: datetime) -> bool:
    """Answer or withdraw a request that is open; False when it was closed before."""
    _check_transaction()
    rows = OfferRequest.objects.filter(pk=request.pk, state=RequestState.OPEN)
    return rows.update(state=state, closed_at=at) == 1


def _moments(target: State, at: datetime, changes: dict[str, Any]) -> dict[str, Any]:
    """When it was sent and when the clock looks at it, or when it ended."""
    if target == State.SENT:
        return {"sent_at": at, "due_at": first_look(at, changes["expires_at"])}
    return {"closed_at": at, "due_at": None}


def _check_transaction() -> None:
    if not connection.in_atomic_block:
        message = "A state changes inside a transaction only."
        raise RuntimeError(message)
