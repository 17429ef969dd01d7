"""A member's profile, as everybody sees it."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.operations.standing import suspend_member
from config.shared import clock
from tests.factories.gigs import live_gig_with_milestones

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(seller: User, settings: Any) -> User:
    settings.SITE_URL = "https://milepost.example"
    User.objects.filter(pk=seller.pk).update(
        bio="Plans </script> since 1999.", languages=["de"], rating_sum=27, rating_count=2
    )
    return User.objects.get(pk=seller.pk)


def test_shows_who_and_where_and_what_is_on_offer(known: User) -> None:
    gig = live_gig_with_milestones(known)
    html = Client().get(f"/people/{known.handle}/").content.decode()
    for words in ("Sam Seller", "Slovenia", "German", "Local time", "Member since", "4.5", gig.title):
        assert words in html


def statements(person: User) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert Client().get(f"/people/{person.handle}/").status_code == 200
    return len(captured)


def test_costs_as_many_statements_for_many_gigs_as_for_one(known: User) -> None:
    live_gig_with_milestones(known)
    few = statements(known)
    for _ in range(3):
        live_gig_with_milestones(known)
    assert statements(known) == few <= 4


def test_tells_machines_of_a_person(known: User) -> None:
    html = Client().get(f"/people/{known.handle}/").content.decode()
    assert f'<link rel="canonical" href="https://milepost.example/people/{known.handle}/">' in html
    assert 'property="og:type" content="profile"' in html
    text = html.split('<script type="application/ld+json">')[1].split("</script>")[0]
    page = json.loads(text)["@graph"][0]
    assert page["@type"] == "ProfilePage"
    assert page["mainEntity"]["name"] == "Sam Seller"
    assert page["mainEntity"]["description"] == "Plans </script> since 1999."
    assert page["mainEntity"]["knowsLanguage"] == ["German"]


def test_a_suspended_members_page_says_so_and_no_more(known: User, staff: User) -> None:
    gig = live_gig_with_milestones(known)
    suspend_member(actor_id=staff.pk, user_id=known.pk, reason="A secret reason.", at=clock.now())
    html = Client().get(f"/people/{known.handle}/").content.decode()
    assert "This account is suspended." in html
    assert 'name="robots" content="noindex"' in html
    for words in ("since 1999", "German", gig.title, "A secret reason.", "og:title", "ld+json", "canonical"):
        assert words not in html
    client = Client()
    client.force_login(known)
    assert "Your account is suspended." in client.get(f"/people/{known.handle}/").content.decode()


def test_who_left_has_no_page(known: User) -> None:
    User.objects.filter(pk=known.pk).update(is_active=False)
    assert Client().get(f"/people/{known.handle}/").status_code == 404


def test_an_address_in_capitals_leads_to_the_right_one(known: User) -> None:
    answer = Client().get(f"/people/{known.handle.upper()}/")
    assert (answer.status_code, answer["Location"]) == (301, f"/people/{known.handle}/")
