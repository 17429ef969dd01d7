"""What happens when nobody answers, and when a card does not pay."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import User
from orders.models import Order
from orders.payments.demo.models import DemoPayment
from tests.factories.gigs import live_gig_with_milestones
from tests.journeys.conftest import Person
from tests.journeys.jobs import let_pass
from tests.journeys.steps import (
    AUTHENTICATE,
    DECLINED,
    FIRST_ONLY,
    SUCCESS,
    confirm,
    number_of,
    press,
    state_of,
    type_card,
)
from tests.orders import stories

pytestmark = pytest.mark.journey
PAY_PAGE = re.compile(r"/orders/MP-\w{8}/pay/$")


def test_a_delivery_left_alone_for_eight_days(person: Person, seller: User, buyer: User) -> None:
    order = stories.deliver(stories.order_of(seller, buyer, milestones=3))
    buying, selling = person(buyer), person(seller)
    buying.goto(f"/orders/{order.number}/")
    expect(buying.get_by_text(re.compile(r"7 days 23 hours left|8 days left"))).to_be_visible()
    let_pass(days=7, hours=23)
    assert stories.fresh(order).status == "active"
    let_pass(days=8, minutes=1)
    expect(buying.locator("#order-live")).to_contain_text("Completed")  # by polling
    expect(buying.get_by_role("link", name=re.compile("^Accept"))).to_have_count(0)
    expect(state_of(buying, "Step 2")).to_contain_text("Never started")
    assert stories.fresh(order).reason == "unanswered"
    assert DemoPayment.objects.count() == 1
    selling.goto("/selling/earnings/")
    expect(selling.get_by_role("main")).to_contain_text("$144.00")


def test_a_card_whose_later_charges_are_declined(person: Person, seller: User, buyer: User) -> None:
    gig = live_gig_with_milestones(seller, milestones=2)
    buying, selling = person(buyer), person(seller)
    buying.goto(f"/gigs/{gig.slug}/order/")
    type_card(buying, FIRST_ONLY)
    buying.get_by_role("button", name="Pay $94.95").click()
    number = number_of(buying)
    stories.deliver(Order.objects.get(number=number))
    expect(state_of(buying, "Research")).to_contain_text("Delivered")
    press(buying, "Accept and continue · $94.95").get_by_role("button", name="Accept and continue").click()

    expect(buying).to_have_url(PAY_PAGE)
    expect(buying.get_by_role("alert")).to_contain_text("Nothing was charged")
    selling.goto(f"/orders/{number}/")
    expect(selling.locator("#order-live")).to_contain_text(re.compile("do not start", re.IGNORECASE))
    expect(selling.get_by_role("link", name="Deliver milestone")).to_have_count(0)

    type_card(buying, DECLINED)
    buying.get_by_role("button", name="Pay $94.95").click()
    expect(buying).to_have_url(PAY_PAGE)
    expect(buying.get_by_role("alert")).to_be_visible()
    type_card(buying, SUCCESS)
    buying.get_by_role("button", name="Pay $94.95").click()
    assert number_of(buying) == number
    expect(state_of(buying, "Outline")).to_contain_text("In progress")
    expect(selling.get_by_role("link", name="Deliver final work")).to_be_visible()
    assert DemoPayment.objects.filter(status="succeeded").count() == 2


def test_a_bank_that_asks(person: Person, seller: User, buyer: User) -> None:
    gig = live_gig_with_milestones(seller, milestones=2)
    page = person(buyer)
    page.goto(f"/gigs/{gig.slug}/order/")
    type_card(page, AUTHENTICATE)
    page.get_by_role("button", name="Pay $94.95").click()
    expect(page.get_by_role("heading", name="Is this you?")).to_be_visible()
    assert not DemoPayment.objects.filter(status="succeeded").exists()
    page.get_by_role("button", name="Yes, confirm the payment").click()
    number_of(page)
    expect(state_of(page, "Research")).to_contain_text("In progress")


def test_decide_later_and_stop_then(person: Person, seller: User, buyer: User) -> None:
    order = stories.deliver(stories.order_of(seller, buyer, milestones=3))
    page = person(buyer)
    page.goto(f"/orders/{order.number}/")
    confirm(press(page, "Accept, decide later"), "Accept, decide later")
    expect(page.get_by_role("link", name=re.compile("^Start next milestone"))).to_be_visible()
    confirm(press(page, "Stop order"), "Stop order")
    expect(page.locator("#order-live")).to_contain_text("Completed")
    assert (stories.fresh(order).reason, DemoPayment.objects.count()) == ("stopped", 1)
