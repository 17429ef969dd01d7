"""The admin's page of goodwill: figures first, then the deed; and what both sides see afterwards."""

import re
from datetime import UTC
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from accounts.models import User
from config.shared import clock
from orders.models import GoodwillRefund, OrderMilestone
from orders.queries.earning_months import months_of
from orders.queries.earnings import statement_rows
from orders.queries.receipt_lines import Moved
from orders.queries.receipts import receipts_to_export
from tests.orders import stories
from tests.orders.goodwill import SELLER, give, settled
from tests.orders.pages import hidden, signed_in

pytestmark = pytest.mark.django_db
THIRD = {"part": "60", "bearer": "seller", "reason": "The colours were off."}


@pytest.fixture
def desk(staff: User) -> Client:
    return signed_in(staff)


def page_of(milestone: OrderMilestone) -> str:
    return reverse("admin:orders_ordermilestone_goodwill", args=[milestone.pk])


def looked(desk: Client, url: str, **typed: str) -> tuple[str, dict[str, str]]:
    """Ask what it would do; the page and what its form carries."""
    shown = desk.post(url, {**hidden(desk.get(url).content.decode()), **typed, "preview": "1"})
    html = shown.content.decode()
    assert shown.status_code == 200, html
    seen = re.search(r'name="seen" value="([^"]*)"', html)
    assert seen
    return html, {**hidden(html), **typed, "seen": seen[1]}


def gave(desk: Client, url: str, **typed: str) -> Any:
    return desk.post(url, {**looked(desk, url, **typed)[1], "give": "1"})


def test_the_figures_are_those_that_are_written(desk: Client, buyer: User, seller: User) -> None:
    milestone = settled(buyer, seller)
    html, _ = looked(desk, page_of(milestone), **THIRD)
    for words in ("$48.00", "$12.00", "$3.30", "Give back $63.30", "Sam Seller keeps $96.00"):
        assert words in html, words
    assert not GoodwillRefund.objects.exists()
    assert gave(desk, page_of(milestone), **THIRD).status_code == 302
    refund = GoodwillRefund.objects.get()
    assert (refund.total_minor, refund.of_seller_minor) == (63_30, 48_00)
    assert "The colours were off." in LogEntry.objects.get().change_message
    again = desk.get(page_of(milestone)).content.decode()
    assert "Given back before" in again
    assert "At most $120.00" in again


def test_nothing_is_given_that_was_not_shown(desk: Client, buyer: User, seller: User) -> None:
    milestone = settled(buyer, seller)
    _, carried = looked(desk, page_of(milestone), **THIRD)
    other = desk.post(page_of(milestone), {**carried, "part": "180", "give": "1"})
    assert other.status_code == 200
    assert "Give back $189.90" in other.content.decode()
    assert not GoodwillRefund.objects.exists()


def test_a_double_press_gives_once(desk: Client, buyer: User, seller: User) -> None:
    milestone = settled(buyer, seller)
    _, carried = looked(desk, page_of(milestone), **THIRD)
    for _ in range(2):
        assert desk.post(page_of(milestone), {**carried, "give": "1"}).status_code == 302
    assert GoodwillRefund.objects.count() == 1


def test_an_old_page_shows_what_somebody_else_gave_and_keeps_what_was_typed(
    desk: Client, buyer: User, seller: User, staff: User
) -> None:
    milestone = settled(buyer, seller)
    _, carried = looked(desk, page_of(milestone), **THIRD)
    give(milestone, staff, 100_00, SELLER)
    answer = desk.post(page_of(milestone), {**carried, "give": "1"})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "This changed while the page was open" in html
    assert "At most $80.00" in html
    assert "The colours were off." in html
    _, carried = looked(desk, page_of(milestone), **THIRD)
    assert desk.post(page_of(milestone), {**carried, "give": "1"}).status_code == 302
    assert GoodwillRefund.objects.count() == 2


@pytest.mark.parametrize(
    "typed",
    [
        {"part": "180.01"},
        {"part": "0"},
        {"part": "-5"},
        {"part": "1e2"},
        {"part": "1.001"},
        {"part": ""},
        {"reason": "  "},
        {"bearer": "buyer"},
        {"bearer": ""},
    ],
)
def test_bad_input_gives_nothing_and_says_where(
    typed: dict[str, str], desk: Client, buyer: User, seller: User
) -> None:
    milestone = settled(buyer, seller)
    url = page_of(milestone)
    carried = hidden(desk.get(url).content.decode())
    for button in ("preview", "give"):
        answer = desk.post(url, {**carried, **THIRD, **typed, button: "1"})
        assert answer.status_code == 422
        assert "errorlist" in answer.content.decode()
    assert not GoodwillRefund.objects.exists()


def test_there_is_no_page_for_what_is_not_settled(desk: Client, buyer: User, seller: User) -> None:
    order = stories.order_of(seller, buyer, milestones=2)
    for milestone in order.milestones.all():
        assert desk.get(page_of(milestone)).status_code == 404


def test_when_all_of_it_went_back_there_is_no_form(
    desk: Client, buyer: User, seller: User, staff: User
) -> None:
    milestone = settled(buyer, seller)
    give(milestone, staff, 180_00)
    assert "All of it has gone back to the buyer." in desk.get(page_of(milestone)).content.decode()


def test_the_milestones_page_leads_there(desk: Client, buyer: User, seller: User) -> None:
    milestone = settled(buyer, seller)
    html = desk.get(reverse("admin:orders_ordermilestone_change", args=[milestone.pk])).content.decode()
    assert page_of(milestone) in html


def test_both_sides_see_it_on_the_order_and_in_their_money(buyer: User, seller: User, staff: User) -> None:
    milestone = settled(buyer, seller)
    give(milestone, staff, 60_00)
    url = f"/orders/{milestone.order.number}/"
    bought = signed_in(buyer).get(url).content.decode()
    assert "$63.30 of “Step 1” goes back to you, out of goodwill." in bought
    assert "<dt>Refunded</dt><dd>$63.30</dd>" in bought
    assert "<dt>Released to Sam Seller</dt><dd>$120.00</dd>" in bought
    sold = signed_in(seller).get(url).content.decode()
    assert "$48.00 is taken from your clearing earnings." in sold
    assert "<dt>Earned, after commission</dt><dd>$96.00</dd>" in sold
    earnings = signed_in(seller).get("/selling/earnings/").content.decode()
    assert "<strong>$96.00</strong>" in earnings
    assert "$48.00 given back" in earnings
    note = signed_in(seller).get(f"{url}settlements/1/").content.decode()
    assert "− $48.00" in note
    assert "<dt>You get</dt><dd>$96.00</dd>" in note


def test_the_receipt_and_the_statement_say_what_it_was(buyer: User, seller: User, staff: User) -> None:
    give(settled(buyer, seller), staff, 60_00)
    back = next(one for one in receipts_to_export(buyer.pk) if one.back)
    assert back.moved == Moved(amount_minor=60_00, fee_minor=3_30)
    head, row = list(statement_rows(seller.pk, UTC))
    columns = dict(zip(head, row, strict=True))
    assert [columns[name] for name in ("Price", "Commission", "Taken back", "You get")] == [
        "180.00",
        "36.00",
        "48.00",
        "96.00",
    ]
    assert sum(one.earned for one in months_of(seller.pk, clock.now())) == 96_00
