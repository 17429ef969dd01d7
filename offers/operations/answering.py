"""Answers to a sent offer that end it without an order."""

from uuid import UUID

from django.db import transaction

from config.shared import outbox
from config.shared.commands import Click, claim
from config.shared.errors import Forbidden, Stale
from offers.models import Offer
from offers.operations.messages import system_line
from offers.states import Action, DeadOffer, Role, State
from offers.transitions import move


@transaction.atomic
def decline_offer(*, offer_id: UUID, click: Click, reason: str = "") -> Offer:
    """The buyer says no; the reason is shown to the seller. Raises DeadOffer, Forbidden, Stale."""
    return _answer(offer_id, click, Action.DECLINE, reason)


@transaction.atomic
def withdraw_offer(*, offer_id: UUID, click: Click) -> Offer:
    """The seller takes the offer back. Raises DeadOffer, Forbidden, Stale."""
    return _answer(offer_id, click, Action.WITHDRAW)


def role_of(offer: Offer, user_id: int) -> Role:
    """Which side of the offer this member is on. Raises Forbidden for neither."""
    if user_id == offer.buyer_id:
        return Role.BUYER
    if user_id == offer.seller_id:
        return Role.SELLER
    raise Forbidden


def _answer(offer_id: UUID, click: Click, action: Action, reason: str = "") -> Offer:
    replay = claim(click, f"{action}_offer", {"offer": str(offer_id)})
    if replay is not None:
        return Offer.objects.get(pk=replay["offer"])
    offer = Offer.objects.locked().get(pk=offer_id)
    role = role_of(offer, click.actor_id)
    if offer.state == State.SENT:
        check_open(offer, click)
    move(offer, action, role, at=click.at, **({"decline_reason": reason} if reason else {}))
    verb, actor = ("declined", offer.buyer) if action == Action.DECLINE else ("withdrew", offer.seller)
    system_line(
        offer.conversation_id,
        f"{actor.label} {verb} the offer.",
        f"/offers/{offer.pk}/",
        click.at,
        offer=offer,
    )
    event = str(offer.state)
    outbox.put("offers.event", {"event": event, "offer_id": str(offer.pk)}, key=f"offer:{offer.pk}:{event}")
    return offer


def check_open(offer: Offer, click: Click) -> None:
    """A click counts strictly before the expiry, and only on the version that was shown."""
    if offer.expires_at is not None and offer.expires_at <= click.at:
        raise DeadOffer(State.EXPIRED)
    if click.version is not None and click.version != offer.version:
        raise Stale
