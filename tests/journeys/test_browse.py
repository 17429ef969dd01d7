"""Somebody looks for a gig: filters, back and forward, the sheet on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.factories.gigs import made_gig
from tests.journeys.browsing import PHONE
from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.journey


@pytest.fixture
def _market(seller: User) -> None:
    for price, title in (
        (5_000, "I will draw a logo"),
        (9_000, "I will draw a poster"),
        (30_000, "I will plan"),
    ):
        made_gig(seller=seller, title=title, packages=[(price, 5, 1)], live=True)


def titles(page: Page) -> list[str]:
    return page.locator("#results .card-cover-link").all_inner_texts()


def chips(page: Page) -> list[str]:
    return [text.partition(":")[0].strip() for text in page.locator(".chip").all_inner_texts()]


@pytest.mark.usefixtures("_market")
def test_the_page_agrees_with_its_address_after_back_and_forward(visitor: Visitor) -> None:
    page = visitor()
    page.goto("/gigs/?q=draw")
    filters = page.locator("#filters")
    filters.get_by_label("From", exact=True).fill("60")
    filters.get_by_label("To", exact=True).focus()
    expect(page).to_have_url(re.compile(r"/gigs/\?q=draw&price_min=60$"))
    expect(page.locator("#results-title")).to_have_text("1 gig")
    page.get_by_label("Sort by").select_option("price")
    expect(page).to_have_url(re.compile(r"/gigs/\?q=draw&price_min=60&sort=price$"))
    page.go_back()
    expect(page.get_by_label("Sort by")).to_have_value("")
    page.go_back()
    expect(page).to_have_url(re.compile(r"/gigs/\?q=draw$"))
    expect(page.locator("#results-title")).to_have_text("2 gigs")
    expect(filters.get_by_label("From", exact=True)).to_have_value("")
    assert chips(page) == ["“draw”"]
    page.go_forward()
    expect(page.locator("#results-title")).to_have_text("1 gig")
    expect(page.locator("#filters").get_by_label("From", exact=True)).to_have_value("60")
    assert chips(page) == ["“draw”", "From $60.00"]
    page.get_by_role("link", name=re.compile("From .60.00 *: remove this filter")).click()
    expect(page.locator("#filters").get_by_label("From", exact=True)).to_have_value("")
    assert sorted(titles(page)) == ["I will draw a logo", "I will draw a poster"]
    expect(page).to_have_title("Gigs for “draw” · Milepost")


@pytest.mark.usefixtures("_market")
def test_the_sheet_opens_and_closes_by_keyboard_and_makes_room(visitor: Visitor) -> None:
    page = visitor(viewport=PHONE)
    page.goto("/gigs/")
    opener, sheet = page.get_by_role("button", name="Filters", exact=True), page.locator("#filters")
    expect(sheet).to_be_hidden()
    opener.focus()
    page.keyboard.press("Enter")
    expect(sheet.get_by_role("button", name="Close the filters")).to_be_focused()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(opener).to_be_focused()
    opener.click()
    sheet.get_by_label("To", exact=True).fill("60")
    sheet.get_by_role("button", name="Show gigs").click()
    expect(sheet).to_be_hidden()
    expect(page.locator("#results-title")).to_have_text("1 gig")
    expect(page.get_by_role("button", name="Filters 1 active")).to_be_visible()
    page.locator("#browse-search").fill("poster")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Gigs for “poster”")).to_be_visible()
    expect(page.get_by_text("Nothing matches")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/gigs/\?q=poster&price_max=60$"))


@pytest.mark.usefixtures("_market")
def test_the_sheet_works_without_javascript(visitor: Visitor) -> None:
    page = visitor(viewport=PHONE, java_script_enabled=False)
    page.goto("/gigs/?q=draw")
    page.get_by_role("button", name="Filters 1 active").click()
    sheet = page.locator("#filters")
    sheet.get_by_label("From", exact=True).fill("60")
    sheet.get_by_role("button", name="Show gigs").click()
    expect(page.locator("#results-title")).to_have_text("1 gig")
    assert titles(page) == ["I will draw a poster"]


@pytest.mark.usefixtures("_market")
def test_a_fault_is_told_and_the_field_is_well_again_when_mended(visitor: Visitor) -> None:
    page = visitor()
    page.goto("/gigs/?days=0")
    days = page.get_by_label("Delivered within (days)")
    expect(days).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("Write 1 or more. This filter was left out.")).to_be_visible()
    days.fill("7")
    days.press("Tab")
    expect(page.get_by_text("This filter was left out.")).to_have_count(0)
    expect(days).not_to_have_attribute("aria-invalid", "true")
