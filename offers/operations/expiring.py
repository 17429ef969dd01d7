"""Offers that nobody answered, closed by the clock."""

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction

from config.shared import outbox
from config.shared.errors import Refusal
from offers.deadlines import is_over
from offers.models import Offer
from offers.operations.messages import system_line
from offers.states import Action, Role
from offers.transitions import move

log = structlog.get_logger()

PUSH = timedelta(hours=1)


def expire_offers(*, at: datetime, limit: int = 200) -> int:
    """Do what is due for up to ``limit`` offers, each in its own transaction; returns how many expired.

    A day before the end the buyer is reminded. Late, twice or side by side it ends the same. A row that fails is
    looked at again an hour later and reported.
    """
    ids = list(Offer.objects.due(at).values_list("pk", flat=True)[:limit])
    return sum(_look_or_push(offer_id, at) for offer_id in ids)


@transaction.atomic
def expire_offer(*, offer_id: UUID, at: datetime) -> Offer:
    """Expire one offer. Raises DeadOffer when it was answered meanwhile, NotDue when it is not over."""
    offer = Offer.objects.locked().get(pk=offer_id)
    move(offer, Action.EXPIRE, Role.SYSTEM, at=at)
    system_line(
        offer.conversation_id, "The offer expired without an answer.", f"/offers/{offer.pk}/", at, offer=offer
    )
    _tell(offer, "expired", at)
    return offer


@transaction.atomic
def remind_of_offer(*, offer_id: UUID, at: datetime) -> Offer:
    """Tell the buyer, once, that an offer ends soon. Raises DeadOffer when it is closed or over."""
    offer = Offer.objects.locked().get(pk=offer_id)
    move(offer, Action.REMIND, Role.SYSTEM, at=at, due_at=offer.expires_at)
    _tell(offer, "reminded", at)
    return offer


def _tell(offer: Offer, event: str, at: datetime) -> None:
    payload = {"event": event, "offer_id": str(offer.pk), "at": at.isoformat()}
    outbox.put("offers.event", payload, key=f"offer:{offer.pk}:{event}")


def _look(offer_id: UUID, at: datetime) -> int:
    """Expire what is over; remind of what is not. After a long stop the reminder is left out."""
    expires_at = Offer.objects.values_list("expires_at", flat=True).get(pk=offer_id)
    if not is_over(expires_at, at):
        remind_of_offer(offer_id=offer_id, at=at)
        return 0
    expire_offer(offer_id=offer_id, at=at)
    return 1


def _look_or_push(offer_id: UUID, at: datetime) -> int:
    try:
        return _look(offer_id, at)
    except Refusal:
        return 0
    except Exception:
        log.exception("offer_expiry_failed", offer=str(offer_id))
        Offer.objects.due(at).filter(pk=offer_id).update(due_at=at + PUSH)
        return 0
