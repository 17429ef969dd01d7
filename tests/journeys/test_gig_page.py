"""A gig's page in a browser: packages in place, pictures, hearts, and nothing that its policy forbids."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from gigs.models import Favourite, Gig
from tests.factories.accounts import PASSWORD
from tests.factories.gigs import live_gig_with_milestones
from tests.journeys.browsing import PHONE

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
Visitor = Callable[..., Page]


@pytest.fixture
def gig(seller: User) -> Gig:
    return live_gig_with_milestones(seller, milestones=3)


def test_a_package_changes_in_place_and_back_leaves_the_page(visitor: Visitor, gig: Gig) -> None:
    page = visitor(viewport=PHONE)
    page.goto("/gigs/")
    page.goto(f"/gigs/{gig.slug}/")
    bar = page.locator("#order-bar")
    expect(bar).to_contain_text("$180.00")
    tab = page.get_by_role("link", name="Standard", exact=True)
    tab.focus()
    page.keyboard.press("Enter")
    expect(bar).to_contain_text("$360.00")
    expect(page.locator("#milestones")).to_contain_text("Standard: 3 milestones, $360.00, 20 days")
    expect(page.get_by_role("link", name="Standard", exact=True)).to_be_focused()
    assert page.url.endswith(f"/gigs/{gig.slug}/?package=standard")
    page.reload()
    expect(bar).to_contain_text("$360.00")
    page.go_back()
    assert page.url.endswith("/gigs/")


def test_machines_read_the_facts_and_the_policy_is_kept(visitor: Visitor, gig: Gig) -> None:
    page = visitor()
    page.goto(f"/gigs/{gig.slug}/")
    facts = json.loads(page.locator("script[type='application/ld+json']").inner_text())
    assert facts["@graph"][0]["name"] == gig.title  # the watch fails the story for a violation


def test_a_visitor_presses_a_heart_signs_in_and_finds_the_gig_saved(
    visitor: Visitor, gig: Gig, buyer: User
) -> None:
    page = visitor()
    page.goto(f"/gigs/{gig.slug}/")
    page.get_by_role("link", name=f"Save to favourites: {gig.title}").click()
    page.get_by_label("E-mail").fill(buyer.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Saved to your favourites.")).to_be_visible()
    heart = page.get_by_role("button", name=f"Favourite: {gig.title}")
    expect(heart).to_have_attribute("aria-pressed", "true")
    assert Favourite.objects.filter(user=buyer, gig=gig).exists()
    page.goto(f"/gigs/{gig.slug}/favourite/")  # typed, so nothing is done before it is asked
    expect(page.get_by_role("heading", name="This gig is among your favourites")).to_be_visible()


def test_a_heart_turns_in_place_and_a_double_press_is_one(
    person: Callable[..., Any], gig: Gig, buyer: User
) -> None:
    page = person(buyer)
    page.goto(f"/people/{gig.seller.handle}/")
    heart = page.get_by_role("button", name=f"Favourite: {gig.title}")
    heart.dblclick()
    expect(heart).to_have_attribute("aria-pressed", "true")
    page.wait_for_timeout(700)
    expect(heart).to_have_attribute("aria-pressed", "true")
    assert "/people/" in page.url
    assert Favourite.objects.filter(user=buyer).count() == 1
    heart.focus()
    page.keyboard.press("Space")
    expect(heart).to_have_attribute("aria-pressed", "false")
    expect(heart).to_be_focused()
    assert not Favourite.objects.exists()
