"""Writing an offer and sending it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from accounts.models import User
from config.shared import outbox
from config.shared.commands import Click, claim
from config.shared.errors import Forbidden, Refusal, Stale
from config.shared.terms import frozen_windows, length_of
from gigs.eligibility import offer_milestones
from gigs.models import Gig
from gigs.states import GigState
from offers import terms as limits
from offers.models import Conversation, Message, Offer, OfferMilestone
from offers.operations.messages import append, system_line
from offers.states import Action, DeadOffer, Kind, Role, State
from offers.terms import BadTerms, Fault, OfferTerms
from offers.transitions import move

_GONE = {
    State.ACCEPTED: "was accepted",
    State.DECLINED: "was declined",
    State.WITHDRAWN: "was withdrawn",
    State.EXPIRED: "expired",
    State.SUPERSEDED: "was replaced",
}


class CannotOffer(Refusal):
    """This offer cannot be sent as things stand: a suspended side, or a gig that is not active."""


@transaction.atomic
def create_offer(
    *,
    conversation_id: UUID,
    seller_id: int,
    terms: OfferTerms,
    at: datetime,
    supersedes_id: UUID | None = None,
) -> Offer:
    """Store the seller's draft in this conversation; a draft that exists is replaced by the new terms.

    With ``supersedes_id`` it is a new version of that sent offer, and sending it will replace the old one.
    Raises Forbidden (no party), BadTerms, CannotOffer, DeadOffer (the old offer is not open any more), Stale.
    """
    limits.check(terms)
    conversation = Conversation.objects.get(pk=conversation_id)
    if seller_id not in {conversation.low_id, conversation.high_id}:
        raise Forbidden
    if supersedes_id is not None:
        _open_version(Offer.objects.get(pk=supersedes_id, conversation=conversation, seller_id=seller_id), at)
    gig = Gig.objects.select_related("subcategory").filter(pk=terms.gig_id, seller_id=seller_id).first()
    if gig is None:
        raise BadTerms([Fault("Choose one of your own gigs.", field="gig")])
    _check_gig(gig, terms.kind)
    draft = _draft_of(conversation, seller_id, at)
    draft.supersedes_id = supersedes_id
    _write_terms(draft, gig, terms)
    return draft


@transaction.atomic
def send_offer(*, offer_id: UUID, click: Click) -> Offer:
    """Send a draft: terms, rates and windows are frozen, and the buyer is told. The same click again sends nothing new.

    A new version replaces the old offer in the same transaction: when that was answered first, nothing is sent.
    Raises Stale (the draft was changed in another window), DeadOffer, Forbidden, CannotOffer.
    """
    replay = claim(click, "send_offer", {"offer": str(offer_id)})
    if replay is not None:
        return Offer.objects.get(pk=replay["offer"])
    offer = Offer.objects.locked().get(pk=offer_id)
    if click.actor_id != offer.seller_id:
        raise Forbidden
    if offer.state == State.DRAFT and click.version is not None and click.version != offer.version:
        raise Stale
    _check_sides(offer.seller, offer.buyer)
    _check_gig(offer.gig, offer.kind)
    move(
        offer,
        Action.SEND,
        Role.SELLER,
        at=click.at,
        expires_at=click.at + expiry(offer.expiry_days),
        commission_bp=settings.SELLER_COMMISSION_BP,
        fee_bp=settings.BUYER_FEE_BP,
        windows=frozen_windows(),
    )
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
    _open_version(old, at)
    move(old, Action.SUPERSEDE, Role.SELLER, at=at)
    text = f"{old.seller.label} replaced the offer with a new version."
    system_line(old.conversation_id, text, f"/offers/{new.pk}/", at, offer=old)


def _open_version(old: Offer, at: datetime) -> None:
    """Raises DeadOffer when there is nothing left to replace."""
    expired = old.expires_at is not None and old.expires_at <= at
    state = State.EXPIRED if old.state == State.SENT and expired else State(old.state)
    if state != State.SENT:
        words = _GONE.get(state, "was closed")
        raise DeadOffer(state, f"The earlier version {words} meanwhile, so there is nothing to replace.")


def _draft_of(conversation: Conversation, seller_id: int, at: datetime) -> Offer:
    """The one draft of this seller here, or a new one, not saved yet. Raises Stale when one came at this moment.

    Offers are locked before their conversation, here as everywhere.
    """
    drafts = Offer.objects.filter(conversation=conversation, seller_id=seller_id, state=State.DRAFT)
    draft = drafts.select_for_update().first()
    Conversation.objects.select_for_update().get(pk=conversation.pk)
    if draft is None and drafts.exists():
        raise Stale
    if draft is not None:
        draft.version += 1
        return draft
    return Offer(
        conversation=conversation,
        seller_id=seller_id,
        buyer_id=conversation.other_id(seller_id),
        created_at=at,
    )


def _write_terms(draft: Offer, gig: Gig, terms: OfferTerms) -> None:
    draft.gig, draft.title, draft.kind = gig, gig.title, terms.kind
    draft.note, draft.expiry_days = terms.note, terms.expiry_days
    draft.questions = _copied_questions(gig) if terms.with_questions else []
    draft.save()
    draft.milestones.all().delete()
    OfferMilestone.objects.bulk_create(
        OfferMilestone(
            offer=draft,
            position=position,
            name=row.name,
            description=row.description,
            days=row.days,
            amount_minor=row.amount_minor,
            revisions=row.revisions,
            zoom=row.zoom,
        )
        for position, row in enumerate(terms.rows, start=1)
    )


def _copied_questions(gig: Gig) -> list[dict[str, Any]]:
    questions = gig.questions.order_by("position").values("text", "kind", "choices", "required")
    return [dict(question) for question in questions]


def _check_sides(seller: User, buyer: User) -> None:
    if not seller.in_good_standing:
        message = "Your account is suspended: you cannot send offers."
        raise CannotOffer(message)
    if not buyer.in_good_standing:
        message = f"{buyer.label} cannot take offers at the moment."
        raise CannotOffer(message)


def _check_gig(gig: Gig, kind: str) -> None:
    if gig.state != GigState.ACTIVE:
        message = f"“{gig.title}” is not active. Only active gigs can be offered."
        raise CannotOffer(message)
    if kind == Kind.MILESTONES:
        allowed = offer_milestones(gig.subcategory)
        if not allowed.ok:
            raise CannotOffer(allowed.reason)
