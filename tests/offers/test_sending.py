from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from accounts.models import User
from config.shared import clock
from config.shared.errors import Forbidden, Stale
from config.shared.models import Outbox
from gigs.models import Gig, Subcategory
from offers.models import Message, Offer, Seat
from offers.operations import create_offer, send_offer
from offers.operations.drafting import CannotOffer, Desk
from offers.states import DeadOffer, Kind
from offers.terms import BadTerms, OfferTerms, RowTerms
from tests.factories.gigs import live_gig_with_milestones
from tests.factories.offers import click_by, conversation_of, draft_offer, sent_offer, terms_of

pytestmark = pytest.mark.django_db


def create(seller: User, buyer: User, terms: OfferTerms, desk: Desk | None = None) -> Offer:
    return create_offer(
        conversation_id=conversation_of(buyer, seller).pk,
        seller_id=seller.pk,
        terms=terms,
        at=clock.now(),
        desk=desk,
    )


def test_sending_freezes_rates_and_windows(buyer: User, seller: User, settings: Any) -> None:
    settings.SELLER_COMMISSION_BP, settings.BUYER_FEE_BP = 1_000, 300
    settings.ACCEPTANCE_WINDOW = timedelta(seconds=20)
    at = clock.now()
    offer = sent_offer(seller, buyer, at=at)
    settings.SELLER_COMMISSION_BP, settings.ACCEPTANCE_WINDOW = 2_000, timedelta(days=8)
    offer.refresh_from_db()
    assert (offer.commission_bp, offer.fee_bp, offer.windows["ACCEPTANCE_WINDOW"]) == (1_000, 300, 20)
    assert set(offer.windows) == {
        "ACCEPTANCE_WINDOW",
        "ACCEPTANCE_WINDOW_SINGLE",
        "FUNDING_WINDOW",
        "FIRST_PAYMENT_WINDOW",
        "REQUIREMENTS_WINDOW",
        "VERY_LATE_AFTER",
        "ABANDONED_AFTER",
        "CLEARING",
        "AMENDMENT_ANSWER",
        "CANCELLATION_ANSWER",
        "RESUME_WINDOW",
        "REVIEW_WINDOW",
        "REVIEW_REPLY_WINDOW",
        "EXTENSION",
    }
    assert (offer.sent_at, offer.expires_at, offer.due_at) == (
        at,
        at + timedelta(days=7),
        at + timedelta(days=6),
    )
    assert [row.position for row in offer.milestones.all()] == [1, 2, 3, 4, 5, 6]


def test_sending_puts_a_card_into_the_conversation_and_tells_the_buyer(buyer: User, seller: User) -> None:
    offer = sent_offer(seller, buyer)
    card = Message.objects.get()
    assert (card.kind, card.offer, card.sender) == ("offer", offer, seller)
    assert Seat.objects.get(user=buyer).unread == 1
    assert Outbox.objects.get(kind="offers.event").payload == {"event": "sent", "offer_id": str(offer.pk)}


def test_the_same_click_sends_one_offer(buyer: User, seller: User) -> None:
    draft = draft_offer(seller, buyer)
    click = click_by(seller, draft.version)
    first, second = (send_offer(offer_id=draft.pk, click=click) for _ in range(2))
    assert first.pk == second.pk
    assert Message.objects.count() == 1
    assert Outbox.objects.filter(kind="offers.event").count() == 1


def test_another_click_on_a_sent_offer_is_refused(buyer: User, seller: User) -> None:
    offer = sent_offer(seller, buyer)
    with pytest.raises(DeadOffer):
        send_offer(offer_id=offer.pk, click=click_by(seller))
    assert Message.objects.count() == 1


def test_a_draft_changed_in_another_window_is_not_sent(buyer: User, seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    draft = draft_offer(seller, buyer, gig)
    desk = Desk(draft_id=draft.pk, version=draft.version)
    changed = create(seller, buyer, terms_of(gig, 2), desk)
    assert changed.pk == draft.pk
    with pytest.raises(Stale):
        send_offer(offer_id=draft.pk, click=click_by(seller, draft.version))
    assert Offer.objects.get().state == "draft"
    assert Offer.objects.get().milestones.count() == 2


def test_the_buyer_cannot_send_the_sellers_draft(buyer: User, seller: User) -> None:
    draft = draft_offer(seller, buyer)
    with pytest.raises(Forbidden):
        send_offer(offer_id=draft.pk, click=click_by(buyer))


@pytest.mark.parametrize("days", [1, 3, 14, 30])
def test_the_seller_chooses_how_long_it_stands(buyer: User, seller: User, days: int) -> None:
    gig = live_gig_with_milestones(seller)
    draft = create(seller, buyer, replace(terms_of(gig), expiry_days=days))
    offer = send_offer(offer_id=draft.pk, click=click_by(seller))
    assert offer.expires_at is not None
    assert offer.sent_at is not None
    assert offer.expires_at - offer.sent_at == timedelta(days=days)


GOOD = RowTerms(name="Step", days=5, amount_minor=9_000)
LIMITS = [
    (Kind.MILESTONES, replace(GOOD, days=0), "days"),
    (Kind.MILESTONES, replace(GOOD, days=31), "days"),
    (Kind.MILESTONES, replace(GOOD, amount_minor=99), "amount"),
    (Kind.MILESTONES, replace(GOOD, amount_minor=10_000_001), "amount"),
    (Kind.MILESTONES, replace(GOOD, amount_minor=0), "amount"),
    (Kind.MILESTONES, replace(GOOD, amount_minor=-5), "amount"),
    (Kind.MILESTONES, replace(GOOD, name=""), "name"),
    (Kind.MILESTONES, replace(GOOD, revisions=21), "revisions"),
    (Kind.MILESTONES, replace(GOOD, revisions=-1), "revisions"),
    (Kind.SINGLE, replace(GOOD, days=101), "days"),
    (Kind.SINGLE, replace(GOOD, days=0), "days"),
]


@pytest.mark.parametrize(("kind", "row", "field"), LIMITS)
def test_refuses_rows_beyond_the_limits(
    buyer: User, seller: User, kind: Kind, row: RowTerms, field: str
) -> None:
    gig = live_gig_with_milestones(seller)
    rows = (GOOD, row) if kind == Kind.MILESTONES else (row,)
    with pytest.raises(BadTerms) as refused:
        create(seller, buyer, OfferTerms(gig_id=gig.pk, kind=kind, rows=rows))
    assert [(fault.row, fault.field) for fault in refused.value.faults] == [(len(rows) - 1, field)]
    assert not Offer.objects.exists()


@pytest.mark.parametrize(
    ("kind", "count"),
    [(Kind.MILESTONES, 0), (Kind.MILESTONES, 1), (Kind.MILESTONES, 7), (Kind.SINGLE, 0), (Kind.SINGLE, 2)],
)
def test_refuses_a_wrong_number_of_rows(buyer: User, seller: User, kind: Kind, count: int) -> None:
    gig = live_gig_with_milestones(seller)
    with pytest.raises(BadTerms):
        create(seller, buyer, OfferTerms(gig_id=gig.pk, kind=kind, rows=(GOOD,) * count))
    assert not Offer.objects.exists()


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        (Kind.MILESTONES, replace(GOOD, days=30, amount_minor=10_000_000, revisions=None)),
        (Kind.MILESTONES, replace(GOOD, days=1, amount_minor=100, revisions=0)),
        (Kind.SINGLE, replace(GOOD, days=100, revisions=20)),
    ],
)
def test_takes_rows_at_the_limits(buyer: User, seller: User, kind: Kind, row: RowTerms) -> None:
    gig = live_gig_with_milestones(seller)
    rows = (row, row) if kind == Kind.MILESTONES else (row,)
    offer = create(seller, buyer, OfferTerms(gig_id=gig.pk, kind=kind, rows=rows))
    stored = offer.milestones.first()
    assert stored is not None
    assert (stored.days, stored.amount_minor, stored.revisions) == (row.days, row.amount_minor, row.revisions)


def test_refuses_an_expiry_outside_the_list(buyer: User, seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    with pytest.raises(BadTerms):
        create(seller, buyer, replace(terms_of(gig), expiry_days=2))


def test_refuses_milestones_where_the_subcategory_forbids_them(buyer: User, seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    Subcategory.objects.filter(pk=gig.subcategory_id).update(offer_milestones=False)
    with pytest.raises(CannotOffer):
        create(seller, buyer, terms_of(gig))
    assert create(seller, buyer, terms_of(gig, 1)).kind == "single"


def test_refuses_a_draft_whose_subcategory_was_switched_off_meanwhile(buyer: User, seller: User) -> None:
    draft = draft_offer(seller, buyer)
    Subcategory.objects.update(offer_milestones=False)
    with pytest.raises(CannotOffer):
        send_offer(offer_id=draft.pk, click=click_by(seller))
    assert Offer.objects.get().state == "draft"


def test_refuses_somebody_elses_gig_and_an_inactive_one(buyer: User, seller: User, outsider: User) -> None:
    with pytest.raises(BadTerms):
        create(seller, buyer, terms_of(live_gig_with_milestones(outsider)))
    gig = live_gig_with_milestones(seller)
    Gig.objects.filter(pk=gig.pk).update(state="paused")
    with pytest.raises(CannotOffer):
        create(seller, buyer, terms_of(gig))


@pytest.mark.parametrize("side", ["seller", "buyer"])
def test_refuses_a_suspended_side(buyer: User, seller: User, side: str) -> None:
    draft = draft_offer(seller, buyer)
    User.objects.filter(pk={"seller": seller, "buyer": buyer}[side].pk).update(suspended_at=clock.now())
    with pytest.raises(CannotOffer):
        send_offer(offer_id=draft.pk, click=click_by(seller))


def test_either_side_may_offer_own_gigs(buyer: User, seller: User) -> None:
    offer = sent_offer(buyer, seller)
    assert (offer.seller, offer.buyer) == (buyer, seller)


def test_an_outsider_cannot_put_an_offer_into_a_conversation(
    buyer: User, seller: User, outsider: User
) -> None:
    gig = live_gig_with_milestones(outsider)
    conversation = conversation_of(buyer, seller)
    with pytest.raises(Forbidden):
        create_offer(
            conversation_id=conversation.pk, seller_id=outsider.pk, terms=terms_of(gig), at=clock.now()
        )


def test_questions_are_copied_and_stay_as_they_were(buyer: User, seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    gig.questions.create(position=1, text="Your trade?", kind="text", required=True)
    offer = sent_offer(seller, buyer, gig)
    gig.questions.all().delete()
    offer.refresh_from_db()
    assert offer.questions == [{"text": "Your trade?", "kind": "text", "choices": [], "required": True}]
    without = create(seller, buyer, replace(terms_of(gig), with_questions=False))
    assert without.questions == []
