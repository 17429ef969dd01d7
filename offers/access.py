"""Who may see what: both parties, and nobody else learns that it exists."""

from uuid import UUID

from django.db.models import Q
from django.http import Http404

from accounts.models import User
from config.shared.errors import Forbidden
from offers.models import Attachment, Conversation, Offer, OfferRequest, Seat
from offers.queries import inbox
from offers.states import Role


def conversation_for(user: User, conversation_id: UUID) -> tuple[Conversation, User]:
    """The conversation and the other party. Raises Http404 for everybody else."""
    rows = Conversation.objects.visible_to(user.pk).select_related("low", "high")
    conversation = rows.filter(pk=conversation_id).first()
    if conversation is None:
        raise Http404
    return conversation, conversation.high if conversation.low_id == user.pk else conversation.low


def opened_for(user: User, conversation_id: UUID) -> inbox.Opened:
    """The same together with the member's list, in one statement. Raises Http404."""
    opened = inbox.opened(user.pk, conversation_id)
    if opened is None:
        raise Http404
    return opened


def watched_for(user: User, conversation_id: UUID) -> tuple[Seat, int]:
    """The member's seat, and how far the other one has read. Raises Http404."""
    found = inbox.watched(user.pk, conversation_id)
    if found is None:
        raise Http404
    return found


def attachment_for(user: User, conversation_id: UUID, attachment_id: UUID) -> Attachment:
    """A file of a conversation of this member. Raises Http404."""
    conversation, _ = conversation_for(user, conversation_id)
    attachment = Attachment.objects.filter(pk=attachment_id, message__conversation=conversation).first()
    if attachment is None:
        raise Http404
    return attachment


def offer_for(user: User, offer_id: UUID) -> tuple[Offer, Role]:
    """The offer with its rows, and this member's side. A draft is its seller's alone. Raises Http404."""
    rows = (
        Offer.objects.visible_to(user.pk)
        .select_related("gig", "seller", "buyer", "supersedes", "superseded_by")
        .prefetch_related("milestones", "supersedes__milestones")
    )
    offer = rows.filter(pk=offer_id).first()
    if offer is None:
        raise Http404
    return offer, Role.SELLER if offer.seller_id == user.pk else Role.BUYER


def request_for(user: User, request_id: UUID) -> OfferRequest:
    """A request for an offer, for its two parties. Raises Http404 for everybody else."""
    rows = OfferRequest.objects.filter(Q(buyer=user) | Q(seller=user))
    asked = rows.select_related("message", "buyer", "seller", "gig").filter(pk=request_id).first()
    if asked is None:
        raise Http404
    return asked


def offer_as(role: Role, user: User, offer_id: UUID) -> Offer:
    """The offer, for one side only. Raises Http404 for outsiders and Forbidden for the other side."""
    offer, held = offer_for(user, offer_id)
    if held is not role:
        raise Forbidden
    return offer
