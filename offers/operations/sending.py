"""Sending an offer: from here on its terms are frozen."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from accounts.models import User
from config.shared import outbox
from config.shared.commands import Click, claim
from config.shared.errors import Forbidden, Stale
from config.shared.terms import frozen_period, frozen_windows, length_of
from offers.kinds import rules_of
from offers.models import Conversation, Message, Offer
from offers.operations.blocking import must_be_on_terms
from offers.operations.drafting import CannotOffer, check_gig, must_be_open
from offers.operations.messages import append, system_line
from offers.states import Action, RequestState, Role, State
from offers.transitions import close_request, move


@transaction.atomic
def send_offer(*, offer_id: UUID, click: Click) -> Offer:
    """Send a draft: terms, rates and windows are frozen, and the buyer is told. The same click again sends nothing new.

    A new version replaces the old offer in the same transaction: when that was answered first, nothing is sent.
    A request that it answers is closed. Raises Stale (the draft was changed in another window), DeadOffer,
    Forbidden, CannotOffer, Blocked.
    """
    replay = claim(click, "send_offer", {"offer": str(offer_id)})
    if replay is not None:
        return Offer.objects.get(pk=replay["offer"])
    offer = Offer.objects.locked().get(pk=offer_id)
    if click.actor_id != offer.seller_id:
        raise Forbidden
    if offer.state == State.DRAFT and click.version is not None and click.version != offer.version:
        raise Stale
    if offer.is_unfinished:
        raise CannotOffer("This draft is not finished. Preview it first.")
    _check_sides(offer.seller, offer.buyer)
    must_be_on_terms(offer.seller_id, offer.buyer_id)
    check_gig(offer.gig, offer.kind)
    move(
        offer,
        Action.SEND,
        Role.SELLER,
        at=click.at,
        expires_at=click.at + expiry(offer.expiry_days),
        commission_bp=settings.SELLER_COMMISSION_BP,
        fee_bp=settings.BUYER_FEE_BP,
        windows=frozen_windows(),
        period=frozen_period() if rules_of(offer.kind).by_month else "",
        typed={},
        edited_in="",
    )
    if offer.request is not None:
        close_request(offer.request, RequestState.ANSWERED, at=click.at)
    if offer.supersedes_id is not None:
        _supersede(offer.supersedes_id, offer, click.at)
    conversation = Conversation.objects.select_for_update().get(pk=offer.conversation_id)
    card = Message(sender_id=offer.seller_id, kind=Message.Kind.OFFER, offer=offer, created_at=click.at)
    append(conversation, card, snippet=f"Offer: {offer.title}")
    outbox.put("offers.event", {"event": "sent", "offer_id": str(offer.pk)}, key=f"offer:{offer.pk}:sent")
    return offer


def expiry(days: int | None) -> timedelta:
    """How long a sent offer stands: the seller's choice, else the usual length."""
    return length_of("OFFER_EXPIRY") if days is None else timedelta(days=days)


def _supersede(old_id: UUID, new: Offer, at: datetime) -> None:
    old = Offer.objects.locked().get(pk=old_id)
    must_be_open(old, at)
    move(old, Action.SUPERSEDE, Role.SELLER, at=at)
    text = f"{old.seller.label} replaced the offer with a new version."
    system_line(old.conversation_id, text, f"/offers/{new.pk}/", at, offer=old)


def _check_sides(seller: User, buyer: User) -> None:
    if not seller.in_good_standing:
        message = "Your account is suspended: you cannot send offers."
        raise CannotOffer(message)
    if not buyer.in_good_standing:
        message = f"{buyer.label} cannot take offers at the moment."
        raise CannotOffer(message)
