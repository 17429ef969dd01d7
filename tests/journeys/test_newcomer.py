"""Somebody new: from the sign-up page to a paid order, and to a live gig."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from gigs.models import Gig
from tests.factories.gigs import live_gig_with_milestones
from tests.journeys.conftest import Visitor
from tests.journeys.steps import number_of, state_of, type_card

pytestmark = pytest.mark.journey
ADDRESS = "nia.newcomer@example.test"


def _sign_up(page: Page) -> None:
    page.get_by_label("E-mail").fill(ADDRESS)
    page.get_by_label("Password", exact=True).fill("a long walk by the river")
    page.get_by_role("button", name="Create account").click()
    page.get_by_role("link", name="Read the code in the demo mailbox").click()
    page.get_by_role("main").get_by_role("link", name=re.compile("code|confirm", re.IGNORECASE)).first.click()
    code = page.get_by_role("main").locator("code").inner_text()
    page.get_by_role("link", name="Enter the code").click()
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", name="Welcome to Milepost")).to_be_visible()


def _fill_profile(page: Page) -> None:
    page.get_by_label(re.compile("name", re.IGNORECASE)).first.fill("Nia Newcomer")
    page.get_by_label("Country").select_option(label="Slovenia")
    page.get_by_label("Time zone").select_option("Europe/Ljubljana")
    page.get_by_role("button", name="Save and go on").click()


def test_a_newcomer_buys(visitor: Visitor, seller: User) -> None:
    gig = live_gig_with_milestones(seller, milestones=2)
    page = visitor()
    page.goto(f"/gigs/{gig.slug}/")
    page.get_by_role("link", name="Order now").click()
    page.get_by_role("link", name="Create an account").click()
    _sign_up(page)
    _fill_profile(page)
    expect(page).to_have_url(re.compile(f"/gigs/{gig.slug}/order/"))  # where the way led
    type_card(page)
    page.get_by_role("button", name="Pay $94.95").click()
    number_of(page)
    expect(state_of(page, "Research")).to_contain_text("In progress")
    member = User.objects.get(email=ADDRESS)
    assert member.display_name == "Nia Newcomer"
    assert "nia" not in member.handle
    assert "newcomer" not in member.handle


def test_a_newcomer_sells(visitor: Visitor) -> None:
    page = visitor()
    page.goto("/")
    page.get_by_role("link", name="Join").click()
    _sign_up(page)
    _fill_profile(page)
    page.get_by_role("link", name="Selling").click()
    page.get_by_role("link", name=re.compile("gig", re.IGNORECASE)).first.click()
    if not page.url.endswith("/new/"):
        page.get_by_role("link", name=re.compile("^Create (a|your first) gig")).first.click()
    page.get_by_label("Title").fill("I will write your business plan")
    page.get_by_label("Subcategory").select_option(label="Business Plans")
    page.get_by_role("button", name="Save and continue").click()
    basic = page.get_by_role("group", name="Basic")
    basic.get_by_label("Package name").fill("One plan")
    basic.get_by_label("What is included").fill("A plan of twenty pages.")
    basic.get_by_label("Price").fill("180")
    basic.get_by_label("Delivery in days").fill("12")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_label("About this gig").fill("A plan that a bank reads to the end.")
    page.get_by_role("button", name="Start from scratch").click()
    for place, name in enumerate(("Research", "Final plan")):
        if place:
            page.get_by_role("button", name="Add a milestone").click()
        page.get_by_label("Milestone name").fill(name)
        page.get_by_role("button", name="Save milestone").click()
        expect(page.get_by_role("heading", name=name)).to_be_visible()
    expect(page.get_by_label("About this gig")).to_have_value("A plan that a bank reads to the end.")
    for tab in ("description", "requirements", "gallery"):
        expect(page).to_have_url(re.compile(f"/{tab}/$"))
        page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("button", name=re.compile("^Publish")).click()
    gig = Gig.objects.get()
    assert (gig.state, gig.milestone_count) == ("active", 2)
    stranger = visitor()
    stranger.goto("/gigs/?milestones=on")
    stranger.get_by_role("link", name=gig.title, exact=True).click()
    expect(stranger.get_by_role("link", name="Order now")).to_be_visible()
