"""A seller begins from a template, sets own amounts, and keeps the workflow for the next gig."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from gigs.models import Gig, WorkflowTemplate
from gigs.queries import terms_for_checkout
from tests.factories.gigs import live_gig_with_milestones, made_gig
from tests.journeys.browsing import Watch
from tests.journeys.conftest import Person

pytestmark = pytest.mark.journey


def column(gig: Gig) -> list[tuple[int, int]]:
    return [(step.amount_minor, step.days) for step in terms_for_checkout(gig.pk).packages[0].steps]


def opened(person: Person, seller: User, gig: Gig) -> Page:
    page = person(seller)
    page.goto(f"/selling/gigs/{gig.slug}/description/")
    return page


def test_a_template_from_the_dialog_keeps_what_is_typed_and_can_be_undone(
    person: Person, seller: User
) -> None:
    gig = made_gig(seller=seller, live=True)
    page = opened(person, seller, gig)
    page.get_by_label("About this gig").fill("Half a sentence")
    page.get_by_role("link", name="Use a template").press("Enter")
    dialog = page.get_by_role("dialog", name="Use a template")
    dialog.get_by_text("5 milestones, 2 Zoom calls").click()
    expect(dialog.get_by_text("Interview with the founders")).to_be_visible()
    dialog.get_by_role("button", name="Use this template: Bank loan plan").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("heading", name="5. Final plan for the bank")).to_be_visible()
    expect(page.get_by_label("About this gig")).to_have_value("Half a sentence")
    expect(page.get_by_role("status").filter(has_text="5 milestones of “Bank loan plan”")).to_be_focused()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Start from scratch")).to_be_visible()
    assert not gig.milestones.exists()


def test_own_amounts_with_what_is_left_over_while_typing(person: Person, seller: User, watch: Watch) -> None:
    watch.expects(422)
    gig = live_gig_with_milestones(seller)
    page = opened(person, seller, gig)
    page.get_by_role("button", name="Edit amounts and days of Basic").press("Enter")
    first = page.get_by_label("Basic, Research: price in USD")
    expect(first).to_be_focused()
    first.fill("1,00.00")
    expect(page.get_by_text("$60.00 left over")).to_be_visible()
    first.fill("$100.00")
    expect(page.get_by_text("$40.00 too much")).to_be_visible()
    page.get_by_label("Basic, Outline: price in USD").fill("50")
    page.get_by_label("Basic, First draft: price in USD").fill("30.00")
    expect(page.get_by_text("Price adds up")).to_be_visible()
    page.get_by_label("Basic, Research: days").fill("6")
    expect(page.get_by_text("2 days too much")).to_be_visible()
    page.get_by_role("button", name="Save amounts").click()
    expect(page.get_by_text("The days have to add up to 12: 2 days too much.")).to_be_visible()
    expect(first).to_have_value("$100.00")
    page.get_by_label("Basic, Outline: days").fill("2")
    page.get_by_label("Basic, Outline: days").press("Enter")
    expect(page.get_by_text("Your amounts", exact=True)).to_be_visible()
    assert column(gig) == [(100_00, 6), (50_00, 2), (30_00, 4)]
    page.get_by_role("button", name="Edit amounts and days of Basic").click()
    page.get_by_role("button", name="Back to even split").click()
    expect(page.get_by_text("Basic: the milestones are split evenly")).to_be_visible()
    expect(page.get_by_text("Your amounts", exact=True)).to_have_count(0)
    assert column(gig) == [(60_00, 4)] * 3


def test_the_workflow_is_kept_renamed_and_deleted(person: Person, seller: User, watch: Watch) -> None:
    watch.expects(422)
    gig = live_gig_with_milestones(seller)
    page = opened(person, seller, gig)
    page.get_by_role("link", name="Save as template").click()
    dialog = page.get_by_role("dialog", name="Save as template")
    name = dialog.get_by_label("Template name")
    expect(name).to_have_value("Write your business plan")
    name.fill("")
    dialog.get_by_role("button", name="Save template").click()
    expect(dialog.get_by_text("Give the template a name.")).to_be_visible()
    name.fill("My way")
    name.press("Enter")
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("“My way” is saved.")).to_be_visible()
    page.get_by_role("link", name="Templates", exact=True).click()
    dialog = page.get_by_role("dialog", name="Use a template")
    dialog.get_by_text("3 milestones", exact=True).click()
    dialog.get_by_label("Template name").fill("Better way")
    dialog.get_by_role("button", name="Rename").click()
    expect(dialog.get_by_text("The template is called “Better way” now.")).to_be_visible()
    dialog.get_by_text("3 milestones", exact=True).click()
    dialog.get_by_text("Delete", exact=True).click()
    dialog.get_by_role("button", name="Delete template").click()
    expect(dialog.get_by_text("“Better way” is deleted.")).to_be_visible()
    assert not WorkflowTemplate.objects.filter(owner=seller).exists()
    assert gig.milestones.count() == 3


def test_the_same_without_javascript(person: Person, seller: User, watch: Watch) -> None:
    watch.expects(422)
    gig = made_gig(seller=seller)
    page = person(seller, java_script_enabled=False)
    page.goto(f"/selling/gigs/{gig.slug}/description/")
    page.get_by_label("About this gig").fill("Half a sentence")
    page.get_by_role("button", name="Use a template").click()
    expect(page).to_have_url(re.compile(r"/templates/$"))
    page.get_by_role("button", name="Use this template: Lean plan for a start").click()
    expect(page.get_by_label("About this gig")).to_have_value("Half a sentence")
    page.get_by_role("button", name="Edit amounts and days of Premium").click()
    page.get_by_label("Premium, Canvas and interview: price in USD").fill("250")
    page.get_by_role("button", name="Save amounts").click()
    expect(page.get_by_text("$10.00 too much").first).to_be_visible()
    page.get_by_label("Premium, Figures for twelve months: price in USD").fill("230")
    page.get_by_role("button", name="Save amounts").click()
    expect(page.get_by_text("Your amounts", exact=True)).to_be_visible()
    expect(page.get_by_label("About this gig")).to_have_value("Half a sentence")
    page.get_by_role("button", name="Save as template").click()
    page.get_by_label("Template name").fill("Mine")
    page.get_by_role("button", name="Save template").click()
    expect(page.get_by_text("“Mine” is saved.")).to_be_visible()
    assert WorkflowTemplate.objects.get(owner=seller).milestones.count() == 3
