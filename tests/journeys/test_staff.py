"""Staff find everything in the admin, and change nothing by hand."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import User
from orders.states import Act
from tests.journeys.browsing import Watch
from tests.journeys.conftest import Person
from tests.orders import stories

pytestmark = pytest.mark.journey
READ_ONLY = ("order", "entry", "attempt", "intent", "event", "settlement", "delivery")


def test_staff_find_an_order_and_its_money(person: Person, seller: User, buyer: User, staff: User) -> None:
    order = stories.deliver(stories.order_of(seller, buyer, milestones=2))
    stories.accept(order, Act.ACCEPT_AND_CONTINUE)
    page = person(staff)
    page.goto("/admin/")
    page.get_by_role("link", name="Orders", exact=True).last.click()
    page.get_by_role("searchbox").fill(order.number)
    page.keyboard.press("Enter")
    page.get_by_role("link", name=order.number).click()
    expect(page.get_by_role("main")).to_contain_text(re.compile("Step 1.*Step 2", re.DOTALL))
    expect(page.get_by_role("main")).to_contain_text("Milestone accepted")
    page.goto("/admin/orders/entry/")
    expect(page.get_by_role("main")).to_contain_text("$144.00")
    expect(page.get_by_role("main")).to_contain_text("Commission")
    for table in READ_ONLY:
        page.goto(f"/admin/orders/{table}/")
        expect(page.get_by_role("link", name=re.compile("^Add"))).to_have_count(0)
        page.locator("#result_list tbody a").first.click()
        expect(page.get_by_role("button", name=re.compile("^(Save|Delete)"))).to_have_count(0)
        expect(page.get_by_role("link", name="Delete")).to_have_count(0)


def test_a_member_is_no_staff(person: Person, watch: Watch, buyer: User) -> None:
    page = person(buyer)
    watch.expects(403)
    page.goto("/admin/orders/order/")
    expect(page.get_by_role("heading", name="This is not yours to open")).to_be_visible()
