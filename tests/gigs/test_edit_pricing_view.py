"""The Pricing tab: what its fields say when something is missing or too much."""

import pytest
from django.test import Client

from accounts.models import User
from tests.factories.gigs import made_gig

pytestmark = pytest.mark.django_db
EMPTY = {"basic-revisions": "1", "standard-revisions": "1", "premium-revisions": "1"}


@pytest.fixture
def address(client: Client, seller: User) -> str:
    client.force_login(seller)
    return f"/selling/gigs/{made_gig(seller=seller).slug}/pricing/"


def test_nothing_of_a_package_is_called_optional(client: Client, address: str) -> None:
    """Also not after a refusal, when a package that was not ticked would be ticked next."""
    assert "(optional)" not in client.get(address).content.decode()
    refused = client.post(address, EMPTY)
    assert refused.status_code == 422
    assert "(optional)" not in refused.content.decode()


def test_an_overlong_text_is_refused_in_our_words(client: Client, address: str) -> None:
    typed = {**EMPTY, "basic-name": "n" * 41, "basic-price": "1" * 21, "basic-days": "1" * 7}
    html = client.post(address, typed).content.decode()
    assert "Keep it within 40 characters (it has 41)." in html
    assert "That is too long for an amount." in html
    assert "Write a whole number, like 7." in html
    assert "Ensure this value" not in html
    assert "n" * 41 in html
    nul = client.post(address, {**EMPTY, "basic-price": "1\0", "basic-days": "1\0"}).content.decode()
    assert "Write an amount in digits." in nul
    assert "Null characters" not in nul
