"""An order page that changes by itself takes nobody's place: focus, what is folded out, what is typed."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from orders.models import Order
from orders.operations.delivering import post_update
from tests.journeys.browsing import Watch
from tests.journeys.conftest import Person
from tests.journeys.steps import press
from tests.orders import stories

pytestmark = pytest.mark.journey
RING = "button => getComputedStyle(button).outlineColor"


@pytest.fixture
def order(seller: User, buyer: User) -> Order:
    """Two milestones, the first of them paid."""
    return stories.order_of(seller, buyer, milestones=2)


@pytest.fixture
def page(person: Person, buyer: User, order: Order) -> Page:
    """The order as its buyer has it open."""
    page = person(buyer)
    page.goto(f"/orders/{order.number}/")
    return page


def _goes_on(page: Page, order: Order, text: str) -> None:
    """The seller tells of progress, and the buyer's page hears of it."""
    post_update(order_id=order.pk, text=text, click=stories.click(order.seller, stories.fresh(order)))
    expect(page.locator("#activity-title + ol")).to_contain_text(text)


def test_focus_and_what_is_folded_out_stay(page: Page, order: Order) -> None:
    page.locator("#money-lines > summary").click()
    page.get_by_role("link", name="Propose changes").focus()
    _goes_on(page, order, "Half way.")
    expect(page.get_by_role("link", name="Propose changes")).to_be_focused()
    expect(page.locator("#money-lines dl")).to_be_visible()


def test_a_dialog_stays_as_it_was_typed_and_gives_the_focus_back(page: Page, order: Order) -> None:
    dialog = press(page, "Request cancellation")
    dialog.get_by_label("Reason").fill("Half typed")
    _goes_on(page, order, "Half way.")
    expect(dialog.get_by_label("Reason")).to_have_value("Half typed")
    expect(dialog.get_by_label("Reason")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Request cancellation")).to_be_focused()


def test_enter_in_an_amount_sends_the_form_and_keeps_it(page: Page, watch: Watch) -> None:
    watch.expects(422)
    dialog = press(page, "Request cancellation")
    expect(dialog.get_by_label("Seller\u2019s part")).to_be_hidden()
    dialog.get_by_label("Split").check()
    dialog.get_by_label("Seller\u2019s part").fill("10")
    page.keyboard.press("Enter")
    expect(dialog).to_contain_text("This field is required.")
    expect(dialog.get_by_label("Seller\u2019s part")).to_have_value("10")


def test_the_focus_on_an_ordinary_button_can_be_seen(page: Page) -> None:
    button = page.get_by_role("link", name="Contact seller")
    button.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert button.evaluate(RING) == "rgb(31, 95, 204)"


def test_a_dialog_begins_at_its_first_field(page: Page, order: Order) -> None:
    stories.deliver(order)
    page.reload()
    dialog = press(page, "Request revision")
    expect(dialog.get_by_label("What should change?")).to_be_focused()


def test_a_dialog_of_choices_begins_at_the_one_that_is_chosen(page: Page) -> None:
    dialog = press(page, "Request cancellation")
    expect(dialog.locator("input[type='radio']:checked")).to_be_focused()


def test_a_dialog_without_a_field_begins_at_its_heading(page: Page, order: Order) -> None:
    stories.deliver(order)
    page.reload()
    dialog = press(page, re.compile("^Extend"))
    expect(dialog.get_by_role("heading").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name=re.compile("^Extend"))).to_be_focused()
