"""Writing an offer: drafts that only their seller sees, kept as they are typed until they are sent."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from config.shared.errors import Forbidden, Refusal, Stale
from config.shared.transition import guarded_update
from gigs.eligibility import offer_milestones
from gigs.models import Gig
from gigs.states import GigState
from offers import terms as limits
from offers.deadlines import is_over
from offers.kinds import rules_of
from offers.models import Conversation, Offer, OfferMilestone, OfferRequest
from offers.states import DeadOffer, Kind, State
from offers.terms import BadTerms, Fault, OfferTerms

DRAFTS_MAX = 5
"""Unsent offers of one seller in one conversation."""

_GONE = {
    State.ACCEPTED: "was accepted",
    State.DECLINED: "was declined",
    State.WITHDRAWN: "was withdrawn",
    State.EXPIRED: "expired",
    State.SUPERSEDED: "was replaced",
}


class CannotOffer(Refusal):
    """This offer cannot be sent as things stand: a suspended side, or a gig that is not active."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Which draft is written on, from which window, and what it answers.

    ``draft_id`` may be one that does not exist yet: it is made under this id. ``version`` is the one that the window
    shows; the ``window`` that wrote last may go on without it, so that an answer lost on the way stops nobody.
    ``typed`` is the editor as it stands.
    """

    draft_id: UUID = field(default_factory=uuid4)
    version: int | None = None
    window: str = ""
    supersedes_id: UUID | None = None
    request_id: UUID | None = None
    typed: dict[str, Any] = field(default_factory=dict)


class ChangedElsewhere(Stale):
    """The draft was written on in another window."""

    default_message = "This draft was changed in another window meanwhile."


class _BornMeanwhile(Exception):  # noqa: N818 - nobody sees it
    """Two requests of one window made the draft at the same moment: the second finds it on its next try."""


class TooManyDrafts(Refusal):
    """There is no room for another draft."""

    default_message = f"You have {DRAFTS_MAX} unsent offers in this conversation. Delete or send one first."


def _tried_twice(act: Callable[[], Offer]) -> Offer:
    """Each try in a transaction of its own. The offer is locked before its conversation, so it is read anew."""
    try:
        with transaction.atomic():
            return act()
    except _BornMeanwhile:
        with transaction.atomic():
            return act()


def create_offer(
    *,
    conversation_id: UUID,
    seller_id: int,
    terms: OfferTerms,
    at: datetime,
    supersedes_id: UUID | None = None,
    desk: Desk | None = None,
) -> Offer:
    """Store a finished draft in this conversation, ready to be sent.

    With ``supersedes_id`` (or the desk's) it is a new version of that sent offer, and sending it will replace the
    old one. Raises Forbidden (no party), BadTerms, CannotOffer, DeadOffer (the old offer is not open any more, or
    this one was sent), ChangedElsewhere, TooManyDrafts.
    """
    limits.check(terms)
    desk = desk or Desk(supersedes_id=supersedes_id)
    conversation = _conversation(conversation_id, seller_id)
    gig = _own_gig(terms.gig_id, seller_id)
    check_gig(gig, terms.kind)
    columns = {
        **_columns(gig, terms.kind, desk),
        "months": terms.months,
        "note": terms.note,
        "expiry_days": terms.expiry_days,
        "questions": _copied_questions(gig) if terms.with_questions else [],
        "typed": {**desk.typed, "ready": True} if desk.typed else {},
    }

    def write() -> Offer:
        draft = _written(conversation, seller_id, at, desk, columns)
        _write_rows(draft, terms)
        return draft

    return _tried_twice(write)


def keep_draft(
    *, conversation_id: UUID, seller_id: int, gig_id: int, kind: Kind, at: datetime, desk: Desk
) -> Offer:
    """Keep what stands in the editor, finished or not; it can be sent once ``create_offer`` has taken it.

    What says the same as the draft does already changes nothing: a copy that was on its way while the offer was
    previewed does not make it unfinished again. Raises Forbidden, BadTerms (not the seller's gig), DeadOffer,
    ChangedElsewhere, TooManyDrafts.
    """
    conversation = _conversation(conversation_id, seller_id)
    gig = _own_gig(gig_id, seller_id)
    columns = {**_columns(gig, kind, desk), "months": None, "typed": {**desk.typed, "ready": False}}

    def write() -> Offer:
        same = Offer.objects.filter(
            pk=desk.draft_id, seller_id=seller_id, state=State.DRAFT, kind=kind
        ).first()
        if same is not None and same.typed == {**desk.typed, "ready": True} and same.edited_in == desk.window:
            return same
        draft = _written(conversation, seller_id, at, desk, columns)
        draft.milestones.all().delete()
        return draft

    return _tried_twice(write)


@transaction.atomic
def delete_draft(*, draft_id: UUID, seller_id: int) -> None:
    """Throw a draft away; gone already is as good. Raises Forbidden, DeadOffer (it was sent)."""
    draft = Offer.objects.select_for_update().filter(pk=draft_id).first()
    if draft is None:
        return
    if draft.seller_id != seller_id:
        raise Forbidden
    if draft.state != State.DRAFT:
        raise _sent_already(draft)
    draft.delete()


def must_be_open(old: Offer, at: datetime) -> None:
    """Refuse to replace what was answered. Raises DeadOffer when there is nothing left to replace."""
    over = old.state == State.SENT and is_over(old.expires_at, at)
    state = State.EXPIRED if over else State(old.state)
    if state != State.SENT:
        words = _GONE.get(state, "was closed")
        raise DeadOffer(state, f"The earlier version {words} meanwhile, so there is nothing to replace.")


def check_gig(gig: Gig, kind: str) -> None:
    """Refuse a gig that cannot be offered so. Raises CannotOffer."""
    if gig.state != GigState.ACTIVE:
        message = f"“{gig.title}” is not active. Only active gigs can be offered."
        raise CannotOffer(message)
    if rules_of(kind).by_milestone:
        allowed = offer_milestones(gig.subcategory)
        if not allowed.ok:
            raise CannotOffer(allowed.reason)


def _conversation(conversation_id: UUID, seller_id: int) -> Conversation:
    conversation = Conversation.objects.get(pk=conversation_id)
    if seller_id not in {conversation.low_id, conversation.high_id}:
        raise Forbidden
    return conversation


def _own_gig(gig_id: int, seller_id: int) -> Gig:
    gig = Gig.objects.select_related("subcategory").filter(pk=gig_id, seller_id=seller_id).first()
    if gig is None:
        raise BadTerms([Fault("Choose one of your own gigs.", field="gig")])
    return gig


def _check_replaced(desk: Desk, conversation: Conversation, seller_id: int, at: datetime) -> None:
    if desk.supersedes_id is not None:
        replaced = Offer.objects.get(pk=desk.supersedes_id, conversation=conversation, seller_id=seller_id)
        must_be_open(replaced, at)


def _check_only_version(desk: Desk) -> None:
    """One successor per offer; asked under the conversation's lock."""
    if desk.supersedes_id is None:
        return
    others = Offer.objects.filter(supersedes_id=desk.supersedes_id).exclude(pk=desk.draft_id)
    if others.exists():
        message = "You have begun a new version of this offer in another window."
        raise ChangedElsewhere(message)


def _columns(gig: Gig, kind: Kind, desk: Desk) -> dict[str, Any]:
    return {
        "gig": gig,
        "title": gig.title,
        "kind": kind,
        "supersedes_id": desk.supersedes_id,
        "edited_in": desk.window,
    }


def _written(
    conversation: Conversation, seller_id: int, at: datetime, desk: Desk, columns: dict[str, Any]
) -> Offer:
    """Change the draft of this desk, or make it. Offers are locked before their conversation, here as everywhere."""
    drafts = Offer.objects.filter(pk=desk.draft_id)
    draft = drafts.select_for_update().first()
    Conversation.objects.select_for_update().get(pk=conversation.pk)
    if draft is None and drafts.exists():
        raise _BornMeanwhile
    if draft is not None:
        _check_own_draft(draft, seller_id, conversation)
    _check_replaced(desk, conversation, seller_id, at)
    _check_only_version(desk)
    if draft is None:
        return _made(conversation, seller_id, at, desk, columns)
    if desk.version != draft.version and not (desk.window and desk.window == draft.edited_in):
        raise ChangedElsewhere
    guarded_update(
        draft,
        expect={"version": draft.version, "state": State.DRAFT},
        version=draft.version + 1,
        **columns,
    )
    return draft


def _check_own_draft(draft: Offer, seller_id: int, conversation: Conversation) -> None:
    if draft.seller_id != seller_id or draft.conversation_id != conversation.pk:
        raise Forbidden
    if draft.state != State.DRAFT:
        raise _sent_already(draft)


def _made(
    conversation: Conversation, seller_id: int, at: datetime, desk: Desk, columns: dict[str, Any]
) -> Offer:
    drafts = Offer.objects.filter(conversation=conversation, seller_id=seller_id, state=State.DRAFT)
    if drafts.count() >= DRAFTS_MAX:
        raise TooManyDrafts
    asked = OfferRequest.objects.filter(conversation=conversation, seller_id=seller_id)
    return Offer.objects.create(
        id=desk.draft_id,
        conversation=conversation,
        seller_id=seller_id,
        buyer_id=conversation.other_id(seller_id),
        request=asked.filter(pk=desk.request_id).first() if desk.request_id else None,
        created_at=at,
        **columns,
    )


def _sent_already(offer: Offer) -> DeadOffer:
    return DeadOffer(State(offer.state), "You have sent this offer already.")


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
