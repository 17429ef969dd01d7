"""Accepting an offer and paying its first milestone."""

import pytest
from django.test import Client

from accounts.models import User
from offers.models import Offer
from offers.operations import withdraw_offer
from orders.models import Intent, Order
from orders.states import Kind, OrderStatus
from tests.factories.offers import click_by, sent_offer
from tests.orders.pages import NEW_CARD, opened, sent, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(seller: User, buyer: User) -> Offer:
    return sent_offer(seller, buyer)


@pytest.fixture
def url(offer: Offer) -> str:
    return f"/offers/{offer.pk}/accept/"


@pytest.fixture
def visit(buyer: User) -> Client:
    return signed_in(buyer)


def test_shows_the_rail_and_the_first_charge(visit: Client, url: str) -> None:
    html = visit.get(url).content.decode()
    assert "Accept and pay · $94.95" in html
    assert html.count('class="post"') == 6


def test_freezes_the_terms_and_charges_the_first_milestone(visit: Client, url: str, offer: Offer) -> None:
    answer = sent(visit, url, **NEW_CARD)
    order = Order.objects.get()
    assert answer["Location"] == f"/orders/{order.number}/"
    assert (order.kind, order.milestone_count, order.offer_id) == (Kind.MILESTONES, 6, offer.pk)
    assert order.status in {OrderStatus.ACTIVE, OrderStatus.AWAITING_REQUIREMENTS}
    assert Intent.objects.get().amount_minor == 9_495
    offer.refresh_from_db()
    assert (offer.state, offer.order_number) == ("accepted", order.number)


def test_the_same_form_twice_makes_one_order(visit: Client, url: str) -> None:
    data = {**opened(visit, url), **NEW_CARD}
    assert visit.post(url, data)["Location"] == visit.post(url, data)["Location"]
    assert (Order.objects.count(), Intent.objects.count()) == (1, 1)


def test_a_withdrawn_offer_says_so_and_charges_nothing(
    visit: Client, url: str, offer: Offer, seller: User
) -> None:
    data = {**opened(visit, url), **NEW_CARD}
    withdraw_offer(offer_id=offer.pk, click=click_by(seller, offer.version))
    answer = visit.post(url, data)
    assert answer.status_code == 409
    assert "This offer cannot be accepted" in answer.content.decode()
    assert visit.get(url).status_code == 409
    assert not Order.objects.exists()


def test_a_bad_card_is_refused_beside_the_field(visit: Client, url: str) -> None:
    answer = sent(visit, url, **{**NEW_CARD, "number": "1"})
    assert answer.status_code == 422
    assert "This is no card number" in answer.content.decode()
    assert not Order.objects.exists()


def test_its_seller_may_not_and_an_outsider_learns_nothing(
    url: str, seller: User, outsider: User, staff: User
) -> None:
    assert signed_in(seller).get(url).status_code == 403
    assert signed_in(outsider).get(url).status_code == 404
    assert signed_in(staff).get(url).status_code == 404
