"""Conversations and offers for tests; every state is reached through operations, so no impossible row exists."""

import uuid
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from PIL import Image

from accounts.models import User
from config.shared import clock
from config.shared.commands import Click
from gigs.models import Gig
from offers.models import Conversation, Message, Offer, OfferRequest, Seat
from offers.operations import (
    accept_offer_row,
    ask_for_offer,
    create_offer,
    decline_offer,
    expire_offers,
    open_conversation,
    send_offer,
    withdraw_offer,
    write_message,
)
from offers.operations.asking import Brief
from offers.states import Kind
from offers.terms import OfferTerms, RowTerms
from tests.factories.gigs import live_gig_with_milestones

NAMES = ("Research", "Outline", "First draft", "Second draft", "Figures", "Final plan")


def click_by(user: User, version: int | None = None, at: datetime | None = None) -> Click:
    """A member presses a button once."""
    return Click(actor_id=user.pk, key=uuid.uuid4(), version=version, at=at or clock.now())


def conversation_of(one: User, other: User) -> Conversation:
    """The conversation of two members, made when it is not there."""
    return open_conversation(starter_id=one.pk, other_id=other.pk, at=clock.now())


def written(conversation: Conversation, sender: User, body: str = "Hello") -> Message:
    """A message."""
    return write_message(conversation_id=conversation.pk, click=click_by(sender), body=body)


def filled_inbox(user: User, count: int) -> None:
    """So many conversations, one a minute, every second with something unread; straight into the tables."""
    at = clock.now()
    people = User.objects.bulk_create(
        User(email=f"many-{n}@example.test", handle=f"many-{n}", display_name=f"Member {n}", password="!")
        for n in range(count)
    )
    pairs = [sorted((user.pk, person.pk)) for person in people]
    talks = Conversation.objects.bulk_create(
        Conversation(low_id=low, high_id=high, snippet="Words", created_at=at) for low, high in pairs
    )
    Seat.objects.bulk_create(
        Seat(conversation=talk, user_id=who, last_at=at - timedelta(minutes=n), unread=n % 2)
        for n, talk in enumerate(talks)
        for who in (talk.low_id, talk.high_id)
    )


def picture(name: str = "PNG", size: tuple[int, int] = (640, 480)) -> bytes:
    """The bytes of a plain picture."""
    out = BytesIO()
    Image.new("RGB", size, "navy").save(out, name)
    return out.getvalue()


def terms_of(gig: Gig, milestones: int = 6, *, amount_minor: int = 9_000, days: int = 5) -> OfferTerms:
    """Terms in so many milestones; 1 is a single payment."""
    kind = Kind.SINGLE if milestones == 1 else Kind.MILESTONES
    rows = tuple(
        RowTerms(
            name=NAMES[n] if n < len(NAMES) else f"Step {n + 1}",
            days=days,
            amount_minor=amount_minor,
            revisions=2,
        )
        for n in range(milestones)
    )
    return OfferTerms(gig_id=gig.pk, kind=kind, rows=rows, note="Everything in plain words.")


def monthly_terms(
    gig: Gig, months: int = 3, *, amount_minor: int = 10_000, days: int = 5, with_questions: bool = False
) -> OfferTerms:
    """Terms of a subscription."""
    row = RowTerms(name=gig.title, days=days, amount_minor=amount_minor, revisions=2)
    return OfferTerms(
        gig_id=gig.pk, kind=Kind.SUBSCRIPTION, rows=(row,), months=months, with_questions=with_questions
    )


def sent_subscription(
    seller: User, buyer: User, gig: Gig | None = None, at: datetime | None = None, **terms: Any
) -> Offer:
    """A sent offer by the month; ``terms`` as ``monthly_terms`` takes them."""
    gig = gig or live_gig_with_milestones(seller)
    draft = create_offer(
        conversation_id=conversation_of(buyer, seller).pk,
        seller_id=seller.pk,
        terms=monthly_terms(gig, **terms),
        at=at or clock.now(),
    )
    return send_offer(offer_id=draft.pk, click=click_by(seller, draft.version, at))


def draft_offer(seller: User, buyer: User, gig: Gig | None = None, milestones: int = 6) -> Offer:
    """A draft of the seller in the conversation of the two."""
    gig = gig or live_gig_with_milestones(seller)
    conversation = conversation_of(buyer, seller)
    terms = terms_of(gig, milestones)
    return create_offer(conversation_id=conversation.pk, seller_id=seller.pk, terms=terms, at=clock.now())


def sent_offer(
    seller: User, buyer: User, gig: Gig | None = None, milestones: int = 6, at: datetime | None = None
) -> Offer:
    """A sent offer; 1 milestone is a single payment."""
    draft = draft_offer(seller, buyer, gig, milestones)
    return send_offer(offer_id=draft.pk, click=click_by(seller, draft.version, at))


def new_version_of(offer: Offer, milestones: int = 2) -> Offer:
    """The seller's draft that will replace a sent offer."""
    return create_offer(
        conversation_id=offer.conversation_id,
        seller_id=offer.seller_id,
        terms=terms_of(offer.gig, milestones),
        at=clock.now(),
        supersedes_id=offer.pk,
    )


def asked_offer(buyer: User, seller: User, text: str = "A plan in six steps.", **wishes: Any) -> OfferRequest:
    """A buyer's request for an offer."""
    brief = Brief(text=text, **wishes)
    return ask_for_offer(seller_id=seller.pk, brief=brief, click=click_by(buyer))


def offer_in(state: str, seller: User, buyer: User, gig: Gig | None = None) -> Offer:
    """An offer brought to a state by the operations that lead there."""
    if state == "draft":
        return draft_offer(seller, buyer, gig)
    offer = sent_offer(seller, buyer, gig)
    if state == "declined":
        return decline_offer(offer_id=offer.pk, click=click_by(buyer), reason="Too late for me.")
    if state == "withdrawn":
        return withdraw_offer(offer_id=offer.pk, click=click_by(seller))
    if state == "accepted":
        number = f"MP-{uuid.uuid4().hex[:8].upper()}"
        return accept_offer_row(offer_id=offer.pk, buyer_id=buyer.pk, order_number=number, at=clock.now())
    if state == "superseded":
        draft = new_version_of(offer)
        send_offer(offer_id=draft.pk, click=click_by(seller, draft.version))
        offer.refresh_from_db()
    if state == "expired" and offer.expires_at:
        expire_offers(at=offer.expires_at)
        offer.refresh_from_db()
    return offer
