"""A buyer asks for what was ordered before, and the seller turns it into an offer in one step."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from gigs.models import Gig
from gigs.states import GigState
from offers.models import OfferRequest
from offers.operations import ask_for_offer
from offers.operations.asking import Brief
from offers.repeating import Row, Terms, terms_of
from tests.factories.gigs import live_gig_with_milestones
from tests.factories.offers import click_by

pytestmark = pytest.mark.django_db

ROWS = (
    Row("Story", 12_000, 5, 2, description="The plot.", substeps=("Talk", "Draft")),
    Row("Film", 30_050, 10, None, zoom=True),
)


@pytest.fixture
def gig(seller: User) -> Gig:
    return live_gig_with_milestones(seller)


@pytest.fixture
def asked(buyer: User, seller: User, gig: Gig) -> OfferRequest:
    terms = Terms("MP-7XK2M9QT", "milestones", ROWS)
    brief = Brief(text="The same again, please.", gig_id=gig.pk, terms=terms)
    return ask_for_offer(seller_id=seller.pk, brief=brief, click=click_by(buyer))


def editor(client: Client, asked: OfferRequest, query: str = "&same=1") -> str:
    url = reverse("offers:offer_new", args=[asked.conversation_id])
    return client.get(f"{url}?request={asked.pk}{query}").content.decode()


def test_the_request_keeps_every_term(asked: OfferRequest) -> None:
    asked.refresh_from_db()
    kept = terms_of(asked)
    assert kept is not None
    assert (kept.order, kept.kind, len(kept.rows)) == ("MP-7XK2M9QT", "milestones", 2)
    assert kept.rows[1] == ROWS[1]
    assert kept.rows[0].in_words() == "The plot.\n- Talk\n- Draft"
    assert asked.terms["total_minor"] == 42_050


def test_a_request_without_terms_wants_nothing_again(buyer: User, seller: User, gig: Gig) -> None:
    plain = ask_for_offer(seller_id=seller.pk, brief=Brief("A film.", gig_id=gig.pk), click=click_by(buyer))
    assert terms_of(plain) is None


def test_the_conversation_says_what_is_wanted_again(
    client: Client, seller: User, asked: OfferRequest
) -> None:
    client.force_login(seller)
    page = client.get(reverse("offers:conversation_detail", args=[asked.conversation_id])).content.decode()
    assert "The same as order" in page
    assert "2 milestones" in page
    assert "$420.50" in page


def test_one_press_shows_the_seller_the_finished_terms(
    client: Client, seller: User, asked: OfferRequest
) -> None:
    client.force_login(seller)
    page = editor(client, asked)
    for typed in ('value="Story"', 'value="120.00"', 'value="Film"', 'value="300.50"', "- Draft"):
        assert typed in page
    assert f'value="{asked.pk}"' in page


def test_when_the_gig_is_not_active_any_more_the_seller_chooses_one(
    client: Client, seller: User, gig: Gig, asked: OfferRequest
) -> None:
    Gig.objects.filter(pk=gig.pk).update(state=GigState.PAUSED)
    live_gig_with_milestones(seller)
    client.force_login(seller)
    assert "Select a gig" in editor(client, asked)


def test_another_order_type_takes_the_first_rows_along(
    client: Client, seller: User, gig: Gig, asked: OfferRequest
) -> None:
    client.force_login(seller)
    page = editor(client, asked, f"&gig={gig.slug}&kind=single")
    assert 'value="120.00"' in page
    assert 'value="300.50"' not in page
