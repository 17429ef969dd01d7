"""Offers that nobody answered, closed by the clock."""

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction

from config.shared import outbox
from config.shared.errors import Refusal
from offers.models import Offer
from offers.operations.messages import system_line
from offers.states import Action, Role
from offers.transitions import move

log = structlog.get_logger()

PUSH = timedelta(hours=1)


def expire_offers(*, at: datetime, limit: int = 200) -> int:
    """Expire up to ``limit`` offers that are due, each in its own transaction; returns how many.

    Late, twice or side by side it ends the same. A row that fails is looked at again an hour later and
    reported.
    """
    ids = list(Offer.objects.due(at).values_list("pk", flat=True)[:limit])
    return sum(_expire_or_push(offer_id, at) for offer_id in ids)


@transaction.atomic
def expire_offer(*, offer_id: UUID, at: datetime) -> Offer:
    """Expire one offer. Raises DeadOffer when it was answered meanwhile, Refusal when it is not due."""
    offer = Offer.objects.locked().get(pk=offer_id)
    if offer.expires_at is None or offer.expires_at > at:
        raise Refusal
    move(offer, Action.EXPIRE, Role.SYSTEM, at=at)
    system_line(
        offer.conversation_id, "The offer expired without an answer.", f"/offers/{offer.pk}/", at, offer=offer
    )
    outbox.put(
        "offers.event", {"event": "expired", "offer_id": str(offer.pk)}, key=f"offer:{offer.pk}:expired"
    )
    return offer


def _expire_or_push(offer_id: UUID, at: datetime) -> int:
    try:
        expire_offer(offer_id=offer_id, at=at)
    except Refusal:
        return 0
    except Exception:
        log.exception("offer_expiry_failed", offer=str(offer_id))
        Offer.objects.due(at).filter(pk=offer_id).update(due_at=at + PUSH)
        return 0
    return 1
