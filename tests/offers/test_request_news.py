"""A request that is answered or withdrawn changes on the pages that show it already."""

import re

import pytest
from django.test import Client

from accounts.models import User
from offers.models import Conversation, Message, Offer, OfferRequest
from offers.operations import send_offer, withdraw_request
from tests.factories.gigs import live_gig_with_milestones
from tests.factories.offers import asked_offer, click_by, draft_offer, written

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def asked(buyer: User, seller: User) -> OfferRequest:
    live_gig_with_milestones(seller)
    return asked_offer(buyer, seller)


def news(client: Client, reader: User, conversation: Conversation, after: int) -> str:
    """What a page adds that knows the messages up to ``after``."""
    client.force_login(reader)
    return client.get(f"/inbox/{conversation.pk}/messages/", {"after": after}, headers=HTMX).content.decode()


def replaced(page: str, asked: OfferRequest) -> str:
    """The request as it is to stand on the page now; empty when nothing replaces it."""
    found = re.search(
        rf'<div [^>]*id="request-{asked.pk}" data-hx-swap-oob="true">.*?</div>', page, re.DOTALL
    )
    return found[0] if found else ""


def test_a_withdrawn_one_loses_the_sellers_button(
    client: Client, asked: OfferRequest, buyer: User, seller: User
) -> None:
    known = Message.objects.latest("pk").pk
    withdraw_request(request_id=asked.pk, click=click_by(buyer))
    fresh = replaced(news(client, seller, asked.conversation, known), asked)
    assert "Withdrawn" in fresh
    assert "Make an offer" not in fresh


def test_an_answered_one_loses_the_buyers_button(
    client: Client, asked: OfferRequest, buyer: User, seller: User
) -> None:
    known = Message.objects.latest("pk").pk
    offer = draft_offer(seller, buyer)
    Offer.objects.filter(pk=offer.pk).update(request=asked)
    send_offer(offer_id=offer.pk, click=click_by(seller, offer.version))
    page = news(client, buyer, asked.conversation, known)
    assert f'id="offer-card-{offer.pk}"' in page
    assert "Answered" in replaced(page, asked)
    assert "Withdraw the request" not in replaced(page, asked)


def test_words_alone_replace_nothing(client: Client, asked: OfferRequest, buyer: User, seller: User) -> None:
    known = Message.objects.latest("pk").pk
    written(asked.conversation, seller, "I am on it.")
    page = news(client, buyer, asked.conversation, known)
    assert "I am on it." in page
    assert replaced(page, asked) == ""
