"""Writing an offer: a draft that only its seller sees."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from config.shared.errors import Forbidden, Refusal, Stale
from config.shared.transition import guarded_update
from gigs.eligibility import offer_milestones
from gigs.models import Gig
from gigs.states import GigState
from offers import terms as limits
from offers.models import Conversation, Offer, OfferMilestone
from offers.states import DeadOffer, Kind, State
from offers.terms import BadTerms, Fault, OfferTerms

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
        must_be_open(Offer.objects.get(pk=supersedes_id, conversation=conversation, seller_id=seller_id), at)
    gig = Gig.objects.select_related("subcategory").filter(pk=terms.gig_id, seller_id=seller_id).first()
    if gig is None:
        raise BadTerms([Fault("Choose one of your own gigs.", field="gig")])
    check_gig(gig, terms.kind)
    draft = _write_draft(
        conversation, seller_id, at, {**_columns(gig, terms), "supersedes_id": supersedes_id}
    )
    _write_rows(draft, terms)
    return draft


def must_be_open(old: Offer, at: datetime) -> None:
    """Refuse to replace what was answered. Raises DeadOffer when there is nothing left to replace."""
    expired = old.expires_at is not None and old.expires_at <= at
    state = State.EXPIRED if old.state == State.SENT and expired else State(old.state)
    if state != State.SENT:
        words = _GONE.get(state, "was closed")
        raise DeadOffer(state, f"The earlier version {words} meanwhile, so there is nothing to replace.")


def check_gig(gig: Gig, kind: str) -> None:
    """Refuse a gig that cannot be offered so. Raises CannotOffer."""
    if gig.state != GigState.ACTIVE:
        message = f"“{gig.title}” is not active. Only active gigs can be offered."
        raise CannotOffer(message)
    if kind == Kind.MILESTONES:
        allowed = offer_milestones(gig.subcategory)
        if not allowed.ok:
            raise CannotOffer(allowed.reason)


def _columns(gig: Gig, terms: OfferTerms) -> dict[str, Any]:
    return {
        "gig": gig,
        "title": gig.title,
        "kind": terms.kind,
        "note": terms.note,
        "expiry_days": terms.expiry_days,
        "questions": _copied_questions(gig) if terms.with_questions else [],
    }


def _write_draft(conversation: Conversation, seller_id: int, at: datetime, columns: dict[str, Any]) -> Offer:
    """Change the one draft of this seller here, or make it. Raises Stale when one came at this moment.

    Offers are locked before their conversation, here as everywhere.
    """
    drafts = Offer.objects.filter(conversation=conversation, seller_id=seller_id, state=State.DRAFT)
    draft = drafts.select_for_update().first()
    Conversation.objects.select_for_update().get(pk=conversation.pk)
    if draft is not None:
        guarded_update(draft, expect={"version": draft.version}, version=draft.version + 1, **columns)
        return draft
    if drafts.exists():
        raise Stale
    return Offer.objects.create(
        conversation=conversation,
        seller_id=seller_id,
        buyer_id=conversation.other_id(seller_id),
        created_at=at,
        **columns,
    )


def _write_rows(draft: Offer, terms: OfferTerms) -> None:
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
