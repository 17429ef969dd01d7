"""The conversation of two people who have everything open at once."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from accounts.notifications import ring
from config.shared import clock
from offers.models import Conversation
from offers.operations import create_offer
from offers.states import Kind
from offers.terms import OfferTerms, RowTerms
from orders.models import Order
from orders.states import Act
from tests.factories.gigs import made_gig
from tests.factories.offers import conversation_of
from tests.offers.test_conversation_detail_view import post
from tests.orders import stories

pytestmark = pytest.mark.django_db


def draft_of(seller: User, conversation: Conversation) -> None:
    gig = made_gig(seller=seller, live=True)
    rows = (RowTerms(name="Sketch", days=3, amount_minor=100_00, revisions=1),)
    terms = OfferTerms(gig_id=gig.pk, kind=Kind.SINGLE, rows=rows, note="")
    create_offer(conversation_id=conversation.pk, seller_id=seller.pk, terms=terms, at=clock.now())


def running(buyer: User, seller: User) -> list[Order]:
    """Orders in both directions: delivered, between two milestones, declined, in progress."""
    delivered = stories.order_of(seller, buyer)
    between = stories.order_of(seller, buyer, milestones=2)
    for order in (delivered, between):
        stories.deliver(order)
    stories.accept(between, Act.ACCEPT_DECIDE_LATER)
    declined = stories.order_of(seller, buyer, number=stories.DECLINED)
    return [delivered, between, declined, stories.order_of(buyer, seller)]


def test_takes_8_statements_with_orders_offers_drafts_and_files(
    client: Client,
    buyer: User,
    seller: User,
    settings: Any,
    tmp_path: Any,
    django_assert_max_num_queries: Any,
) -> None:
    settings.MEDIA_ROOT = tmp_path
    conversation = conversation_of(buyer, seller)
    orders = running(buyer, seller)
    stories.offer_of(seller, buyer)
    draft_of(buyer, conversation)
    ring(user_id=buyer.pk, key="one", text="Something happened", url="/", at=clock.now())
    client.force_login(buyer)
    post(client, conversation, "See", files=[SimpleUploadedFile("x.txt", b"x")])
    client.get(f"/inbox/{conversation.pk}/")
    with django_assert_max_num_queries(8):
        answer = client.get(f"/inbox/{conversation.pk}/")
    page = answer.content.decode()
    assert all(f"/orders/{order.number}/" in page for order in orders)
    assert "Draft offer:" in page
    assert "is delivered and waits for an answer." in page
    assert answer.context["bell_unread"] == 1


def test_shows_no_more_than_the_five_that_are_due_first(client: Client, buyer: User, seller: User) -> None:
    orders = [stories.order_of(seller, buyer, milestones=2, days=30 - n) for n in range(6)]
    client.force_login(seller)
    page = client.get(f"/inbox/{conversation_of(buyer, seller).pk}/").content.decode()
    assert "Running orders (5)" in page
    assert f'/orders/{orders[0].number}/">' not in page.split("Running orders")[1].split("</details>")[0]
