"""Acceptance, as seen from the offer. Orders calls both inside its own transaction (architecture.md 2)."""

from datetime import datetime
from uuid import UUID

from gigs.states import GigState
from offers.deadlines import is_over
from offers.models import Offer
from offers.operations.answering import role_of
from offers.operations.blocking import must_be_on_terms
from offers.operations.messages import system_line
from offers.states import Action, DeadOffer, Role, State
from offers.transitions import move


def accept_offer_row(*, offer_id: UUID, buyer_id: int, order_number: str, at: datetime) -> Offer:
    """Lock an offer and mark it accepted under the number of the order that the caller makes in this transaction.

    Raises DeadOffer with words (not open any more, expired, gig denied, a suspended side), Blocked; nothing is
    charged then. Raises Forbidden (not the buyer). From here on withdraw, expire and supersede are refused. A
    paused gig or a later switch-off of the subcategory does not matter (product.md 4). Writes the system line, so
    the caller need not.
    """
    offer = Offer.objects.locked().get(pk=offer_id)
    role = role_of(offer, buyer_id)
    if role == Role.BUYER:
        must_be_acceptable(offer, at)
    move(offer, Action.ACCEPT, role, at=at, order_number=order_number)
    text = f"{offer.buyer.label} accepted the offer. The order is {order_number}."
    system_line(offer.conversation_id, text, f"/orders/{order_number}/", at, offer=offer)
    return offer


def release_offer_row(*, offer_id: UUID, at: datetime) -> Offer:
    """The order was not paid in time: the offer expires and may be sent again. Raises DeadOffer, Stale.

    The order tells both sides.
    """
    offer = Offer.objects.locked().get(pk=offer_id)
    move(offer, Action.RELEASE, Role.SYSTEM, at=at)
    text = "The first payment was not made in time: the offer expired and nothing was charged."
    system_line(offer.conversation_id, text, f"/offers/{offer.pk}/", at, offer=offer)
    return offer


def must_be_acceptable(offer: Offer, at: datetime) -> None:
    """Refuse what can no longer be accepted, or not now, with words for its buyer. Raises DeadOffer, Blocked."""
    if offer.state != State.SENT:
        raise DeadOffer(State(offer.state))
    if is_over(offer.expires_at, at):
        raise DeadOffer(State.EXPIRED)
    if not offer.seller.in_good_standing:
        raise DeadOffer(State.SENT, "The seller cannot take orders at the moment. Nothing was charged.")
    if not offer.buyer.in_good_standing:
        raise DeadOffer(
            State.SENT, "Your account is suspended: you cannot begin new orders. Nothing was charged."
        )
    if offer.gig.state == GigState.DENIED:
        raise DeadOffer(State.SENT, "The gig of this offer was taken down. Nothing was charged.")
    must_be_on_terms(offer.buyer_id, offer.seller_id)
