"""A seller describes how the work goes; a visitor sees it with prices at once."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from gigs.models import Gig
from tests.factories.gigs import live_gig_with_milestones, made_gig
from tests.journeys.conftest import Person, Visitor

pytestmark = pytest.mark.journey


def _fill_milestone(page: Page, name: str, description: str, *, zoom: bool = False) -> None:
    section = page.locator("#milestones")
    section.get_by_label("Milestone name").fill(name)
    section.get_by_label("Description", exact=True).fill(description)
    if zoom:
        section.get_by_label("Includes a Zoom call").check()
    expect(section.get_by_role("group", name="Available packages").get_by_label("Basic")).to_be_checked()
    section.get_by_role("button", name="Save milestone").click()
    expect(section.get_by_role("heading", name=name)).to_be_visible()


def _rail(page: Page) -> Locator:
    """The workflow on the gig page; packages compared in a table name the milestones too."""
    return page.get_by_role("list", name=re.compile("ilestones")).first


def test_a_seller_describes_the_workflow_and_a_visitor_sees_it(
    person: Person, visitor: Visitor, seller: User
) -> None:
    gig = made_gig(seller=seller, live=True)
    page = person(seller)
    page.goto(f"/selling/gigs/{gig.slug}/overview/")
    page.get_by_role("link", name="Description & FAQ").click()
    page.get_by_role("button", name="Start from scratch").click()
    _fill_milestone(page, "Research", "Numbers of your market.", zoom=True)

    stranger = visitor()
    stranger.goto(f"/gigs/{gig.slug}/")
    expect(stranger.get_by_role("heading", name="Milestones", exact=True)).to_be_visible()
    expect(_rail(stranger).get_by_text("Research", exact=True)).to_be_visible()
    expect(stranger.get_by_text("Pay per milestone")).to_have_count(0)

    page.get_by_role("button", name="Add a milestone").click()
    _fill_milestone(page, "Final plan", "The plan, ready for the bank.")
    page.get_by_role("button", name="Add a substep").first.click()
    page.get_by_label("Substep name").fill("A talk with two customers")
    page.get_by_role("button", name="Save substep").click()
    expect(page.get_by_role("button", name="Edit substep “A talk with two customers”")).to_be_visible()
    expect(page.get_by_label("Milestone payments")).to_be_checked()
    page.get_by_role("button", name="Save and continue").click()
    expect(page).to_have_url(re.compile(r"/requirements/$"))

    stranger.reload()
    rail = _rail(stranger)
    expect(rail.get_by_role("listitem")).to_have_count(3)  # two milestones, and a substep in the first
    expect(rail.get_by_text("$90.00")).to_have_count(2)
    expect(rail.get_by_text("Zoom call")).to_be_visible()
    expect(stranger.get_by_text("Pay per milestone: $94.95 now")).to_be_visible()


def test_the_rail_follows_the_chosen_package(visitor: Visitor, seller: User) -> None:
    gig = live_gig_with_milestones(seller, milestones=2)
    page = visitor()
    page.goto(f"/gigs/{gig.slug}/")
    page.get_by_role("navigation", name="Choose a package").get_by_role("link", name="Standard").click()
    expect(page.get_by_text("Pay per milestone: $189.90 now")).to_be_visible()
    expect(page).to_have_url(re.compile("package=standard"))


def test_a_workflow_by_keyboard_alone(person: Person, seller: User) -> None:
    gig = made_gig(seller=seller, live=True)
    page = person(seller)
    page.goto(f"/selling/gigs/{gig.slug}/description/")
    _tab_to(page, "Start from scratch")
    page.keyboard.press("Enter")
    for name in ("Research", "Final plan"):
        expect(page.get_by_label("Milestone name")).to_be_visible()
        _tab_to(page, "Milestone name")
        page.keyboard.type(name)
        _tab_to(page, "Save milestone")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name=name)).to_be_visible()
        if name == "Research":
            _tab_to(page, "Add a milestone")
            page.keyboard.press("Enter")
    _tab_to(page, "Move “Final plan” up", back=True)
    page.keyboard.press("Enter")
    expect(page.locator("#milestones h3").first).to_contain_text("Final plan")
    _tab_to(page, "Save and continue")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/requirements/$"))
    names = Gig.objects.get(pk=gig.pk).milestones.order_by("position").values_list("name", flat=True)
    assert list(names) == ["Final plan", "Research"]


_NAME = """() => {
  const at = document.activeElement;
  const label = at.labels?.[0]?.textContent ?? at.getAttribute("aria-label") ?? at.textContent;
  return (label ?? "").trim();
}"""


def _tab_to(page: Page, name: str, *, back: bool = False) -> None:
    """Press Tab until the focus is on what has this name."""
    for _ in range(120):
        if page.evaluate(_NAME) == name:
            return
        page.keyboard.press("Shift+Tab" if back else "Tab")
    raise AssertionError(f"the keyboard never came to “{name}”")
