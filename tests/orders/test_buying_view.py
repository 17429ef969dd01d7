"""The two dashboards."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from config.shared import clock
from orders.queries import dashboards
from tests.factories.orders import order_in
from tests.orders.pages import signed_in

pytestmark = pytest.mark.django_db
QUERIES_MAX = 8


def test_puts_what_needs_the_member_first_by_its_deadline(buyer: User, seller: User) -> None:
    later = order_in("delivered", buyer, seller)
    sooner = order_in("unpaid", buyer, seller)
    running = order_in("in_progress", buyer, seller)
    with clock.travelled_to(clock.now() - timedelta(days=20)):
        ended = order_in("stopped", buyer, seller)
    to_review = order_in("stopped", buyer, seller)
    board = signed_in(buyer).get("/buying/").context["board"]
    assert [row.order for row in board.mine] == [sooner, later, to_review]
    assert [row.order for row in board.running] == [running]
    assert [row.order for row in board.finished] == [ended]
    sold = signed_in(seller).get("/selling/").context["board"]
    assert {row.order for row in sold.mine} == {running, to_review}


def test_shows_nothing_of_other_people(buyer: User, seller: User, outsider: User) -> None:
    order_in("delivered", buyer, seller)
    for url, words in (
        ("/buying/", "No orders yet"),
        ("/selling/", "No orders yet"),
        ("/selling/earnings/", "Nothing earned yet"),
    ):
        assert words in signed_in(outsider).get(url).content.decode()
        assert Client().get(url).status_code == 302


def test_reads_in_a_bounded_number_of_statements(
    buyer: User, seller: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for state in ("delivered", "unpaid", "in_progress", "stopped", "disputed", "undecided"):
        order_in(state, buyer, seller)
    for user, url in ((buyer, "/buying/"), (seller, "/selling/"), (seller, "/selling/earnings/")):
        client = signed_in(user)
        with django_assert_max_num_queries(QUERIES_MAX):
            client.get(url)


def test_pages_through_the_finished_ones(buyer: User, seller: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dashboards, "PAGE_SIZE", 2)
    orders = []
    for days in range(3):
        with clock.travelled_to(clock.now() - timedelta(days=20 + days)):
            orders.append(order_in("stopped", buyer, seller))
    client = signed_in(buyer)
    first = client.get("/buying/")
    assert [row.order for row in first.context["board"].finished] == orders[:2]
    second = client.get("/buying/" + first.context["older_url"])
    assert [row.order for row in second.context["board"].finished] == orders[2:]
    assert second.context["older_url"] == ""


@pytest.mark.parametrize(
    "cursor", ["x", "2026-01-01_1", "2026-01-01T00:00:00_00000000-0000-0000-0000-000000000000", "_"]
)
def test_a_broken_cursor_shows_the_newest(cursor: str, buyer: User, seller: User) -> None:
    order = order_in("stopped", buyer, seller)
    answer = signed_in(buyer).get("/buying/", {"before": cursor})
    assert [row.order for row in answer.context["board"].finished] == [order]


def test_earnings_say_what_clears_when(buyer: User, seller: User) -> None:
    order_in("stopped", buyer, seller)
    earnings = signed_in(seller).get("/selling/earnings/").context["earnings"]
    assert (earnings.pending, earnings.available) == (4_800, 0)
    assert [row.to_seller_minor for row in earnings.clearing] == [4_800]


def test_a_conversation_shows_the_running_orders_of_its_two_people(buyer: User, seller: User) -> None:
    running, ended = order_in("in_progress", buyer, seller), order_in("stopped", buyer, seller)
    html = signed_in(buyer).get(f"/inbox/{running.conversation_id}/").content.decode()
    assert f"/orders/{running.number}/" in html
    assert "Running orders" in html
    assert ended.conversation_id == running.conversation_id
