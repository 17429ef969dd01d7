"""A custom offer with both sides at their screens: asked for, written, changed, accepted."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from offers.models import Offer
from orders.models import Order
from orders.payments.demo.models import DemoPayment
from tests.factories.gigs import live_gig_with_milestones
from tests.journeys.browsing import Watch
from tests.journeys.conftest import Person
from tests.journeys.steps import number_of, type_card

pytestmark = pytest.mark.journey
NAMES = ("Research", "Outline", "First draft", "Second draft", "Figures", "Final plan")


def test_from_the_first_message_to_an_accepted_offer_of_six_milestones(
    person: Person, seller: User, buyer: User, watch: Watch
) -> None:
    watch.expects(422)  # days beyond the limit
    gig = live_gig_with_milestones(seller)
    buying, selling = person(buyer), person(seller)
    _asks(buying, gig.slug)
    _begins_and_leaves(selling)
    _goes_on_and_sends(selling)
    first = Offer.objects.get(state="sent")
    _asks_for_changes(buying)
    _sends_a_new_version(selling, first)
    number = _accepts(buying)
    order = Order.objects.get(number=number)
    second = Offer.objects.get(state="accepted")
    first.refresh_from_db()
    assert (first.state, second.supersedes_id, order.offer_id) == ("superseded", first.pk, second.pk)
    rows = list(order.milestones.order_by("position").values_list("name", "amount_minor", "days"))
    assert rows == [
        (name, 120_00 if name == "Outline" else 90_00, 5) for name in ("Outline", "Research", *NAMES[2:])
    ]
    assert list(DemoPayment.objects.values_list("amount_minor", flat=True)) == [126_60]


def _asks(page: Page, slug: str) -> None:
    page.goto(f"/gigs/{slug}/")
    page.get_by_role("link", name="Ask for an offer").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What do you need?").fill("A plan for my bakery, in six steps.")
    dialog.get_by_label("Budget").fill("540")
    dialog.get_by_role("button", name="Ask for an offer").click()
    expect(page.get_by_text("Asks for an offer")).to_be_visible()


def _begins_and_leaves(page: Page) -> None:
    """Two rows, then the sheet is closed: what was typed is kept."""
    page.goto("/inbox/")
    page.get_by_role("link", name=re.compile("Bea Buyer")).first.click()
    page.get_by_role("link", name="Make an offer").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("link", name=re.compile("business plan")).click()
    sheet.get_by_role("link", name=re.compile("^Milestones")).click()
    expect(sheet.get_by_label("Amount").first).to_have_value("270.00")
    _row(sheet, 1).get_by_label("Milestone name").fill(NAMES[0])
    expect(sheet.get_by_text("Draft kept.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    page.reload()


def _goes_on_and_sends(page: Page) -> None:
    page.get_by_role("link", name="Continue your draft").click()
    sheet = page.get_by_role("dialog")
    for number, name in enumerate(NAMES, start=1):
        if number > 2:
            sheet.get_by_role("button", name="Add a milestone").click()
            expect(_row(sheet, number).get_by_label("Milestone name")).to_be_focused()
        _row(sheet, number).get_by_label("Milestone name").fill(name)
        _row(sheet, number).get_by_label("Amount").fill("90")
        _row(sheet, number).get_by_label("Days").fill("5")
    expect(sheet.get_by_role("button", name="Add a milestone")).to_have_count(0)
    expect(sheet.locator("#offer-totals")).to_contain_text("$432.00")
    sheet.get_by_role("button", name="Remove milestone 6").click()
    sheet.get_by_role("button", name="Undo").click()
    expect(_row(sheet, 6).get_by_label("Milestone name")).to_have_value(NAMES[5])
    _row(sheet, 3).get_by_label("Days").fill("31")
    sheet.get_by_role("button", name="Preview the offer").click()
    expect(_row(sheet, 3).get_by_text("Choose 1 to 30 days.")).to_be_visible()
    _row(sheet, 3).get_by_label("Days").fill("5")
    sheet.get_by_role("button", name="Preview the offer").click()
    expect(page.get_by_text("This is what Bea Buyer will see.")).to_be_visible()
    page.get_by_role("button", name="Send offer").click()
    expect(page.get_by_text("Answered with an offer")).to_be_visible()


def _asks_for_changes(page: Page) -> None:
    """The card has come by itself; no page is loaded again."""
    page.get_by_role("link", name="See the offer").click()
    expect(page.get_by_role("list", name="Milestones of the offer").get_by_role("listitem")).to_have_count(6)
    page.get_by_role("link", name="Ask for changes").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("2. Outline").fill("Please begin with this one.")
    dialog.get_by_role("button", name="Ask for changes").click()
    expect(page.get_by_role("heading", name="You asked for changes")).to_be_visible()


def _sends_a_new_version(page: Page, first: Offer) -> None:
    page.goto(f"/offers/{first.pk}/")
    expect(page.get_by_text("first opened it")).to_be_visible()
    page.get_by_role("link", name="Send a new version").click()
    expect(_row(page, 2).get_by_text("Please begin with this one.")).to_be_visible()
    page.get_by_role("button", name="Move milestone 2 up").click()
    expect(_row(page, 1).get_by_text("Please begin with this one.")).to_be_visible()
    _drags_the_last_to_the_end_again(page)
    _row(page, 1).get_by_label("Amount").fill("120")
    expect(page.locator("#offer-totals")).to_contain_text("$456.00")
    page.get_by_role("button", name="Preview the offer").click()
    page.get_by_role("button", name="Send offer").click()
    expect(page.get_by_text("Waiting for an answer").first).to_be_visible()


def _drags_the_last_to_the_end_again(page: Page) -> None:
    """The mouse takes the fifth below the sixth; the button undoes it."""
    handle = _row(page, 5).locator("[data-handle]")
    handle.evaluate("handle => scrollTo(0, handle.getBoundingClientRect().top + scrollY - 150)")
    page.wait_for_timeout(300)
    start, end = handle.bounding_box(), _row(page, 6).bounding_box()
    assert start
    assert end
    across, down = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
    page.mouse.move(across, down)
    page.mouse.down()
    page.mouse.move(across, down + 30, steps=4)
    page.mouse.move(across, end["y"] + 60, steps=20)
    page.wait_for_timeout(300)
    page.mouse.up()
    expect(_row(page, 6).get_by_label("Milestone name")).to_have_value(NAMES[4])
    page.get_by_role("button", name="Move milestone 6 up").click()
    expect(_row(page, 5).get_by_label("Milestone name")).to_have_value(NAMES[4])


def _accepts(page: Page) -> str:
    page.goto("/inbox/")
    page.get_by_role("link", name=re.compile("Sam Seller")).first.click()
    page.get_by_role("link", name="See the offer").last.click()
    changes = page.get_by_role("region", name="What is different from the earlier version")
    expect(changes).to_contain_text("Amount: $90.00 → $120.00")
    expect(changes).to_contain_text("Place: 2 → 1")
    page.get_by_role("link", name="Accept and pay · $126.60").click()
    type_card(page)
    page.get_by_role("button", name="Accept and pay · $126.60").click()
    return number_of(page)


def _row(place: Page | Locator, number: int) -> Locator:
    return place.get_by_role("group", name=f"Milestone {number}", exact=True)
