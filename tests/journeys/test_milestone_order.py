"""One milestone order, from package or offer to its end, with buyer and seller side by side."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from orders.ledger.balances import balances_by_kind
from orders.models import Order, OrderMilestone
from orders.payments.demo.models import DemoPayment
from tests.factories.gigs import live_gig_with_milestones
from tests.factories.offers import conversation_of, written
from tests.journeys.conftest import Person, Visitor
from tests.journeys.jobs import tell_everybody
from tests.journeys.steps import SUCCESS, confirm, deliver, number_of, press, state_of, type_card

pytestmark = pytest.mark.journey
NAMES = ("Research", "Outline", "First draft", "Second draft", "Figures", "Final plan")


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A file to hand in."""
    file = tmp_path / "plan – v1.txt"
    file.write_text("The plan.")
    return file


def test_a_visitor_orders_a_package_and_pays_the_first_milestone(
    visitor: Visitor, seller: User, buyer: User
) -> None:
    gig = live_gig_with_milestones(seller, milestones=3)
    page = visitor()
    page.goto(f"/gigs/{gig.slug}/")
    page.get_by_role("link", name="Order now").click()
    page.get_by_label("E-mail").fill(buyer.email)
    page.get_by_label("Password").fill("milepost-demo")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("radio", name="Pay in full")).to_be_visible()
    page.get_by_role("radio", name="Pay per milestone").check()
    type_card(page, SUCCESS)
    page.get_by_role("button", name="Pay $63.30").click()
    number = number_of(page)
    order = Order.objects.get(number=number)
    assert (order.kind, order.status, order.milestone_count) == ("milestones", "active", 3)
    assert list(DemoPayment.objects.values_list("amount_minor", flat=True)) == [63_30]
    expect(state_of(page, "Research")).to_contain_text("In progress")


def test_an_offer_of_six_milestones_stopped_after_five(
    person: Person, seller: User, buyer: User, work: Path
) -> None:
    live_gig_with_milestones(seller)
    talk = conversation_of(buyer, seller)
    written(talk, buyer, "Could you write my plan in six steps?")
    selling, buying = person(seller), person(buyer)
    _send_offer(selling)
    number = _accept_offer(buying)
    selling.goto(f"/orders/{number}/")

    deliver(selling, work, message="The first part.")
    expect(state_of(buying, "Research")).to_contain_text("Delivered")  # by polling, without a click
    expect(buying.get_by_role("link", name=work.name)).to_be_visible()
    dialog = press(buying, "Request revision")
    dialog.get_by_label("What should change?").fill("Please add the bakery next door.")
    confirm(dialog, "Request revision")
    expect(state_of(selling, "Research")).to_contain_text("In revision")
    expect(selling.get_by_text("Please add the bakery next door.").first).to_be_visible()
    for place, name in enumerate(NAMES[:5]):
        deliver(selling, work, message=f"{name}, done.")
        expect(state_of(buying, name)).to_contain_text("Delivered")
        if place < 4:
            confirm(press(buying, re.compile(r"^Accept and continue · \$94\.95$")), "Accept and continue")
            expect(state_of(buying, NAMES[place + 1])).to_contain_text("In progress")
            expect(state_of(selling, NAMES[place + 1])).to_contain_text("In progress")
    dialog = press(buying, "Accept and stop")
    expect(dialog).to_contain_text(re.compile("never (be )?charged|nothing more is charged", re.IGNORECASE))
    confirm(dialog, "Accept and stop")
    expect(buying.locator("#order-live")).to_contain_text("Completed")

    _five_are_paid_and_the_sixth_never(number)
    tell_everybody()
    selling.goto("/notifications/")
    expect(selling.get_by_role("main")).to_contain_text(re.compile("stop", re.IGNORECASE))


def _send_offer(page: Page) -> None:
    page.goto("/")
    page.locator("summary", has_text="Messages").click()
    page.get_by_role("link", name="See All in Inbox").click()
    page.get_by_role("link", name=re.compile("Bea Buyer")).first.click()
    page.get_by_role("link", name="Create an offer").click()
    expect(page.get_by_role("heading", name="Select a gig")).to_be_visible()
    page.get_by_role("link", name=re.compile("business plan")).last.click()
    expect(page.get_by_role("heading", name="Choose an order type")).to_be_visible()
    page.get_by_role("link", name=re.compile("^Milestones")).click()
    expect(page.get_by_role("group", name="Milestone 1", exact=True)).to_be_visible()
    for number, name in enumerate(NAMES, start=1):
        group = page.get_by_role("group", name=f"Milestone {number}", exact=True)
        if not group.count():
            page.get_by_role("button", name="Add a milestone").click()
        group.get_by_label("Milestone name").fill(name)
        group.get_by_label("Amount").fill("90")
        group.get_by_label("Days").fill("5")
    expect(page.get_by_role("button", name="Add a milestone")).to_have_count(0)
    expect(page.locator("#offer-totals")).to_contain_text("$432.00")
    page.get_by_role("button", name="Preview the offer").click()
    page.get_by_role("button", name="Send offer").click()
    expect(page.get_by_text("Waiting for an answer").first).to_be_visible()


def _accept_offer(page: Page) -> str:
    page.goto("/inbox/")
    page.get_by_role("link", name=re.compile("Sam Seller")).first.click()
    page.get_by_role("link", name="Accept and pay").click()
    type_card(page)
    page.get_by_role("button", name="Accept and pay · $94.95").click()
    return number_of(page)


def _five_are_paid_and_the_sixth_never(number: str) -> None:
    order = Order.objects.get(number=number)
    assert (order.status, order.reason) == ("completed", "stopped")
    states = OrderMilestone.objects.filter(order=order).order_by("position").values_list("status", flat=True)
    assert list(states) == ["accepted"] * 5 + ["dropped"]
    assert list(DemoPayment.objects.values_list("amount_minor", flat=True)) == [94_95] * 5
    sums = balances_by_kind()
    assert (sums["pending"], sums["held"]) == (5 * 72_00, 0)
