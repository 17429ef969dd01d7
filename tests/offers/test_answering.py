from datetime import timedelta

import pytest
from django.db import transaction

from accounts.models import User
from config.shared import clock
from config.shared.errors import Forbidden, Stale
from config.shared.models import Outbox
from gigs.models import Gig, Subcategory
from offers.models import Message, Offer
from offers.operations import (
    accept_offer_row,
    decline_offer,
    expire_offers,
    expiring,
    release_offer_row,
    send_offer,
    withdraw_offer,
)
from offers.states import DeadOffer
from tests.factories.offers import click_by, draft_offer, offer_in, sent_offer

pytestmark = pytest.mark.django_db


def accept(offer: Offer, buyer: User, number: str = "MP-BCDFGHJK") -> Offer:
    return accept_offer_row(offer_id=offer.pk, buyer_id=buyer.pk, order_number=number, at=clock.now())


def test_declining_keeps_the_reason_and_tells_the_seller(buyer: User, seller: User) -> None:
    offer = sent_offer(seller, buyer)
    decline_offer(offer_id=offer.pk, click=click_by(buyer, offer.version), reason="Too late.")
    offer.refresh_from_db()
    assert (offer.state, offer.decline_reason, offer.due_at) == ("declined", "Too late.", None)
    assert Message.objects.latest("pk").body == "Bea Buyer declined the offer."
    assert Outbox.objects.filter(key=f"offer:{offer.pk}:declined").count() == 1


def test_the_same_click_answers_once(buyer: User, seller: User) -> None:
    offer = sent_offer(seller, buyer)
    click = click_by(buyer, offer.version)
    for _ in range(2):
        assert decline_offer(offer_id=offer.pk, click=click, reason="No.").state == "declined"
    assert Message.objects.filter(kind="system").count() == 1


def test_each_side_has_its_own_answer(buyer: User, seller: User, outsider: User) -> None:
    offer = sent_offer(seller, buyer)
    with pytest.raises(Forbidden):
        decline_offer(offer_id=offer.pk, click=click_by(seller), reason="No.")
    with pytest.raises(Forbidden):
        withdraw_offer(offer_id=offer.pk, click=click_by(buyer))
    with pytest.raises(Forbidden):
        withdraw_offer(offer_id=offer.pk, click=click_by(outsider))
    with pytest.raises(Forbidden):
        accept(offer, seller)
    assert Offer.objects.get().state == "sent"


def test_a_stale_page_changes_nothing(buyer: User, seller: User) -> None:
    offer = sent_offer(seller, buyer)
    with pytest.raises(Stale):
        withdraw_offer(offer_id=offer.pk, click=click_by(seller, offer.version - 1))
    assert Offer.objects.get().state == "sent"


def test_accepting_names_the_order_and_closes_the_other_ways(buyer: User, seller: User) -> None:
    offer = accept(sent_offer(seller, buyer), buyer)
    offer.refresh_from_db()
    assert (offer.state, offer.order_number, offer.due_at) == ("accepted", "MP-BCDFGHJK", None)
    line = Message.objects.latest("pk")
    assert (line.kind, line.url) == ("system", "/orders/MP-BCDFGHJK/")
    with pytest.raises(DeadOffer, match="accepted already"):
        withdraw_offer(offer_id=offer.pk, click=click_by(seller))
    with pytest.raises(DeadOffer, match="accepted already"):
        accept(offer, buyer, "MP-LMNPQRST")
    assert expire_offers(at=clock.now() + timedelta(days=99)) == 0


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("declined", "was declined"),
        ("withdrawn", "withdrew this offer"),
        ("expired", "has expired"),
        ("draft", "not been sent"),
    ],
)
def test_accepting_a_dead_offer_says_why(buyer: User, seller: User, state: str, words: str) -> None:
    offer = offer_in(state, seller, buyer)
    with pytest.raises(DeadOffer, match=words):
        accept(offer, buyer)
    offer.refresh_from_db()
    assert (offer.state, offer.order_number) == (state, "")


def test_a_click_counts_strictly_before_the_expiry(buyer: User, seller: User) -> None:
    offer = sent_offer(seller, buyer)
    assert offer.expires_at is not None
    for answer in (
        lambda at: accept_offer_row(offer_id=offer.pk, buyer_id=buyer.pk, order_number="MP-X", at=at),
        lambda at: decline_offer(offer_id=offer.pk, click=click_by(buyer, at=at), reason="No."),
        lambda at: withdraw_offer(offer_id=offer.pk, click=click_by(seller, at=at)),
    ):
        with pytest.raises(DeadOffer, match="expired"), transaction.atomic():
            answer(offer.expires_at)
    just_before = offer.expires_at - timedelta(microseconds=1)
    done = accept_offer_row(offer_id=offer.pk, buyer_id=buyer.pk, order_number="MP-X", at=just_before)
    assert done.state == "accepted"


def test_a_denied_gig_or_a_suspended_seller_stops_the_acceptance(buyer: User, seller: User) -> None:
    offer = sent_offer(seller, buyer)
    Gig.objects.update(state="denied")
    with pytest.raises(DeadOffer, match="taken down"):
        accept(offer, buyer)
    Gig.objects.update(state="active")
    User.objects.filter(pk=seller.pk).update(suspended_at=clock.now())
    with pytest.raises(DeadOffer, match="cannot take orders"):
        accept(offer, buyer)
    assert Offer.objects.get().state == "sent"


def test_a_later_switch_off_or_pause_leaves_it_acceptable(buyer: User, seller: User) -> None:
    offer = sent_offer(seller, buyer)
    Subcategory.objects.update(offer_milestones=False, gig_milestones=False)
    Gig.objects.update(state="paused")
    assert accept(offer, buyer).state == "accepted"


def test_an_order_that_was_not_paid_releases_the_offer(buyer: User, seller: User) -> None:
    offer = accept(sent_offer(seller, buyer), buyer)
    release_offer_row(offer_id=offer.pk, at=clock.now())
    offer.refresh_from_db()
    assert offer.state == "expired"
    again = draft_offer(seller, buyer, offer.gig)
    assert send_offer(offer_id=again.pk, click=click_by(seller)).state == "sent"


def test_expiry_takes_what_is_due_in_bounded_batches(buyer: User, seller: User, outsider: User) -> None:
    first, second = sent_offer(seller, buyer), sent_offer(seller, outsider)
    late = max(offer.expires_at for offer in (first, second) if offer.expires_at)
    assert expire_offers(at=late - timedelta(days=1)) == 0
    assert expire_offers(at=late, limit=1) == 1
    assert expire_offers(at=late, limit=1) == 1
    assert expire_offers(at=late) == 0
    assert set(Offer.objects.values_list("state", flat=True)) == {"expired"}
    assert Outbox.objects.filter(key__endswith=":expired").count() == 2


def test_an_offer_that_cannot_be_expired_does_not_block_the_rest(
    buyer: User, seller: User, outsider: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = sent_offer(seller, buyer), sent_offer(seller, outsider)

    def poisoned(conversation_id: object, *args: object, **kwargs: object) -> None:
        if conversation_id == first.conversation_id:
            raise OSError

    monkeypatch.setattr(expiring, "system_line", poisoned)
    assert second.expires_at is not None
    assert expire_offers(at=second.expires_at) == 1
    first.refresh_from_db()
    assert (first.state, first.due_at) == ("sent", second.expires_at + timedelta(hours=1))
