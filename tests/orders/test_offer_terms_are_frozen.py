"""An order from an offer keeps every term of the moment of sending (product.md 2), whatever changes afterwards."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from accounts.models import User
from config.shared import clock
from gigs.models import Gig, Subcategory
from offers.models import Offer
from offers.operations import expire_offers
from offers.operations.accepting import must_be_acceptable
from offers.operations.blocking import Blocked, block_member, unblock_member
from offers.states import DeadOffer
from orders.models import Intent, Order
from orders.operations import closing
from orders.operations.placing import place_from_offer
from tests.factories.gigs import live_gig_with_milestones
from tests.factories.offers import click_by, conversation_of, sent_offer
from tests.orders.stories import DECLINED, SUCCESS, card_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def gig(seller: User) -> Gig:
    gig = live_gig_with_milestones(seller)
    gig.questions.create(position=1, text="Your trade?", kind="text", required=False)
    return gig


def frozen(order: Order) -> dict[str, Any]:
    fields = ("name", "description", "zoom", "amount_minor", "fee_minor", "days", "revisions")
    return {
        "title": order.title,
        "kind": order.kind,
        "rates": (order.commission_bp, order.fee_bp),
        "windows": order.windows,
        "questions": order.questions,
        "rows": list(order.milestones.order_by("position").values_list(*fields)),
    }


def accepted(offer: Offer, buyer: User, number: str = SUCCESS) -> Order:
    return place_from_offer(offer_id=offer.pk, card_id=card_of(buyer, number).pk, click=click_by(buyer))


CHANGES: dict[str, Callable[[Gig, Any], object]] = {
    "gig": lambda gig, _: Gig.objects.filter(pk=gig.pk).update(
        title="I will do another thing", state="paused"
    ),
    "questions": lambda gig, _: gig.questions.all().delete(),
    "packages": lambda gig, _: gig.packages.update(price_minor=99_900, days=1, revisions=0),
    "milestones": lambda gig, _: gig.milestones.all().delete(),
    "fee": lambda _, settings: setattr(settings, "BUYER_FEE_BP", 9_000),
    "commission": lambda _, settings: setattr(settings, "SELLER_COMMISSION_BP", 9_000),
    "windows": lambda _, settings: setattr(settings, "ACCEPTANCE_WINDOW", timedelta(seconds=5)),
    "eligibility": lambda *_: Subcategory.objects.update(offer_milestones=False, gig_milestones=False),
    "subcategory": lambda gig, _: Gig.objects.filter(pk=gig.pk).update(
        subcategory=Subcategory.objects.exclude(pk=gig.subcategory_id).first()
    ),
}


@pytest.mark.parametrize("change", list(CHANGES))
def test_a_change_between_sending_and_accepting_does_not_touch_the_order(
    change: str, gig: Gig, buyer: User, seller: User, settings: Any
) -> None:
    expected = frozen(accepted(sent_offer(seller, buyer, gig), buyer))
    offer = sent_offer(seller, buyer, gig)
    CHANGES[change](gig, settings)
    assert frozen(accepted(offer, buyer)) == expected


@pytest.mark.parametrize("change", list(CHANGES))
def test_a_change_after_accepting_does_not_touch_the_order(
    change: str, gig: Gig, buyer: User, seller: User, settings: Any
) -> None:
    order = accepted(sent_offer(seller, buyer, gig), buyer)
    before = frozen(order)
    CHANGES[change](gig, settings)
    assert frozen(Order.objects.get(pk=order.pk)) == before
    assert before["rows"][0][3:5] == (9_000, 495)
    assert before["questions"][0]["text"] == "Your trade?"


STOPS: dict[str, Callable[[Offer], object]] = {
    "The gig of this offer was taken down": lambda offer: Gig.objects.filter(pk=offer.gig_id).update(
        state="denied"
    ),
    "The seller cannot take orders": lambda offer: User.objects.filter(pk=offer.seller_id).update(
        suspended_at=clock.now()
    ),
    "Your account is suspended": lambda offer: User.objects.filter(pk=offer.buyer_id).update(
        suspended_at=clock.now()
    ),
}


@pytest.mark.parametrize("words", list(STOPS))
def test_a_denied_gig_or_a_suspended_side_stops_the_acceptance(
    words: str, gig: Gig, buyer: User, seller: User
) -> None:
    offer = sent_offer(seller, buyer, gig)
    STOPS[words](offer)
    with pytest.raises(DeadOffer, match=words):
        accepted(offer, buyer)
    assert (Order.objects.count(), Intent.objects.count()) == (0, 0)
    assert Offer.objects.get().state == "sent"


@pytest.mark.parametrize("side", ["buyer", "seller"])
def test_a_block_of_either_side_stops_it_until_it_is_taken_back(
    side: str, gig: Gig, buyer: User, seller: User
) -> None:
    offer = sent_offer(seller, buyer, gig)
    conversation, blocker = conversation_of(buyer, seller), {"buyer": buyer, "seller": seller}[side]
    block_member(conversation_id=conversation.pk, blocker_id=blocker.pk, at=clock.now())
    with pytest.raises(Blocked):
        accepted(offer, buyer)
    assert (Order.objects.count(), Intent.objects.count()) == (0, 0)
    unblock_member(conversation_id=conversation.pk, blocker_id=blocker.pk)
    must_be_acceptable(Offer.objects.get(), clock.now())
    assert accepted(offer, buyer).offer_id == offer.pk


def test_not_paid_in_a_day_ends_both_and_the_seller_may_send_it_again(
    gig: Gig, buyer: User, seller: User
) -> None:
    offer = sent_offer(seller, buyer, gig)
    order = accepted(offer, buyer, DECLINED)
    assert order.status == "awaiting_payment"
    assert order.due_at
    closing.close_due(at=order.due_at)
    order.refresh_from_db()
    offer.refresh_from_db()
    assert (order.status, order.reason, offer.state, offer.due_at) == (
        "cancelled",
        "not_paid",
        "expired",
        None,
    )
    assert expire_offers(at=clock.now() + timedelta(days=90)) == 0
    again = sent_offer(seller, buyer, gig)
    assert accepted(again, buyer).status != "awaiting_payment"
    assert Order.objects.count() == 2
