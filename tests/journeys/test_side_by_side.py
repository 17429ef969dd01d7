"""Buyer and seller with the same order open: what one does the other sees without touching anything."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from orders.ledger.balances import balances_by_kind
from orders.models import Order
from orders.payments.demo.models import DemoPayment
from tests.journeys.conftest import Person
from tests.journeys.steps import confirm, deliver, press, state_of
from tests.orders import stories

pytestmark = pytest.mark.journey


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A file to hand in."""
    file = tmp_path / "plan.txt"
    file.write_text("The plan.")
    return file


@pytest.fixture
def order(seller: User, buyer: User) -> Order:
    """Two milestones, the first of them paid."""
    return stories.order_of(seller, buyer, milestones=2)


@pytest.fixture
def pages(person: Person, seller: User, buyer: User, order: Order) -> tuple[Page, Page]:
    """The order as its buyer and as its seller has it open."""
    both = person(buyer), person(seller)
    for page in both:
        page.goto(f"/orders/{order.number}/")
    return both


def test_from_the_first_delivery_to_the_final_one(pages: tuple[Page, Page], order: Order, work: Path) -> None:
    buying, selling = pages
    deliver(selling, work, message="The first half.")
    expect(state_of(buying, "Step 1")).to_contain_text("Delivered")
    confirm(press(buying, re.compile("^Accept and continue")), "Accept and continue")
    expect(selling.get_by_role("link", name="Deliver final work")).to_be_visible()
    deliver(selling, work, message="All of it.", final=True)
    expect(state_of(buying, "Step 2")).to_contain_text("Delivered")
    expect(buying.get_by_role("link", name=re.compile("^Accept and continue"))).to_have_count(0)
    confirm(press(buying, "Accept final delivery"), "Accept final delivery")
    for page in pages:
        expect(page.locator("#order-live")).to_contain_text("all work was delivered and accepted")
    done = stories.fresh(order)
    assert (done.status, done.reason) == ("completed", "finished")
    assert list(DemoPayment.objects.values_list("amount_minor", flat=True)) == [189_90, 189_90]
    sums = balances_by_kind()
    assert (sums["pending"], sums["held"]) == (288_00, 0)


def test_a_cancellation_is_asked_for_refused_asked_by_the_other_and_agreed(
    pages: tuple[Page, Page], order: Order
) -> None:
    buying, selling = pages
    dialog = press(buying, "Request cancellation")
    dialog.get_by_label("Reason").fill("I do not need it any more.")
    expect(dialog).to_contain_text("$189.90")
    confirm(dialog, "Request cancellation")
    expect(selling.locator("#order-live")).to_contain_text("I do not need it any more.")
    dialog = press(selling, "Refuse cancellation")
    dialog.get_by_label("Why not?").fill("Half of it is done already.")
    confirm(dialog, "Refuse cancellation")
    expect(buying.locator("#order-live")).to_contain_text("Half of it is done already.")
    dialog = press(selling, "Request cancellation")
    dialog.get_by_label("Split").check()
    dialog.get_by_label("Seller\u2019s part").fill("90")
    dialog.get_by_label("Reason").fill("Then let us share.")
    expect(dialog).to_contain_text("$72.00")  # what the seller gets of it, as typed
    confirm(dialog, "Request cancellation")
    dialog = press(buying, "Accept cancellation")
    expect(dialog).to_contain_text("Back to you$90.00")
    confirm(dialog, "Accept cancellation")
    for page in pages:
        expect(page.locator("#order-live")).to_contain_text("Completed")
    done = stories.fresh(order)
    assert (done.status, done.reason) == ("completed", "remainder_cancelled")
    sums = balances_by_kind()
    assert (sums["pending"], sums["held"], DemoPayment.objects.count()) == (72_00, 0, 1)


def test_a_dispute_is_opened_answered_and_decided(
    pages: tuple[Page, Page], person: Person, staff: User, order: Order, work: Path
) -> None:
    buying, selling = pages
    deliver(selling, work)
    expect(state_of(buying, "Step 1")).to_contain_text("Delivered")
    dialog = press(buying, "Open a dispute")
    dialog.get_by_role("textbox").first.fill("This is half of what we agreed.")
    confirm(dialog, "Open a dispute")
    expect(selling.locator("#order-live")).to_contain_text("Milepost decides")
    expect(selling.get_by_role("link", name="Deliver")).to_have_count(0)
    selling.goto(f"/orders/{order.number}/dispute/")
    expect(selling.get_by_role("main")).to_contain_text("This is half of what we agreed.")
    deciding = person(staff)
    deciding.goto("/admin/")
    deciding.get_by_role("link", name=re.compile(order.number)).first.click()
    deciding.get_by_label("Split the money").check()
    deciding.get_by_label("Or in per cent of the amount").fill("50")
    deciding.get_by_label("Reason").fill("Half was delivered, so half is paid.")
    deciding.get_by_role("button", name="Show what happens").click()
    deciding.get_by_role("button", name=re.compile("^Decide")).click()
    expect(buying.locator("#order-live")).to_contain_text("Milepost decided the dispute")
    done = stories.fresh(order)
    assert (done.status, done.reason) == ("completed", "decided")
    sums = balances_by_kind()
    assert (sums["pending"], sums["held"]) == (72_00, 0)
