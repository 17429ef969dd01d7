"""Dashboards: whose turn, search and filters without JavaScript, downloads that no spreadsheet calculates."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from config.shared import clock
from config.shared.tables import harmless
from orders.models import Order, Settlement
from orders.operations.clearing import clear_earnings
from orders.operations.resuming import ask_to_resume
from orders.operations.sweeping import run_due
from orders.queries import dashboards, earnings, tallies
from orders.states import OPEN
from tests.factories.calls import proposed, zoomed
from tests.factories.orders import order_in
from tests.orders import stories
from tests.orders.pages import content_of, signed_in
from tests.orders.reviews import review

pytestmark = pytest.mark.django_db
QUERIES_MAX = 8


def board(user: User, url: str = "/buying/", **asked: Any) -> Any:
    answer = signed_in(user).get(url, asked)
    assert answer.status_code == 200
    return answer.context["board"]


def found(user: User, url: str = "/buying/", **asked: Any) -> set[Order]:
    rows = board(user, url, **asked)
    return {row.order for part in (rows.mine, rows.running, rows.finished) for row in part}


def table(user: User, url: str, **asked: Any) -> list[list[str]]:
    answer = signed_in(user).get(url, asked)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    return list(csv.reader(io.StringIO(content_of(answer).decode("utf-8-sig"))))


def test_a_proposed_call_needs_whoever_is_asked(buyer: User, seller: User) -> None:
    order = zoomed(order_in("in_progress", buyer, seller), 1)
    assert not board(buyer).mine
    call = proposed(order, seller)
    (row,) = board(buyer).mine
    assert row.turn.title == "Your turn: Sam Seller proposes a call"
    assert (row.turn.deadline, row.button.label) == (call.starts_at, "Answer the call")
    assert row.button.url == f"/orders/{order.number}/#calls"
    with clock.travelled_to(call.starts_at):
        assert not board(buyer).mine


def test_proposed_terms_need_whoever_is_asked(buyer: User, seller: User) -> None:
    order = order_in("proposed", buyer, seller)
    (row,) = board(buyer).mine
    assert row.turn.title == "Your turn: Sam Seller proposes other terms"
    assert (row.button.label, row.button.url) == (
        "Answer the changes",
        f"/orders/{order.number}/amendment/answer/",
    )
    (own,) = board(seller, "/selling/").mine
    assert "deliver it" in own.turn.title


def test_an_agreed_difference_needs_its_buyer(buyer: User, seller: User) -> None:
    order = order_in("agreed_dearer", buyer, seller)
    titles = {row.turn.title: row.button for row in board(buyer).mine}
    assert list(titles) == ["Your turn: pay the difference"]
    assert titles["Your turn: pay the difference"].url == f"/orders/{order.number}/amendment/pay/"


def test_a_request_to_resume_needs_whoever_is_asked_until_it_lapses(buyer: User, seller: User) -> None:
    order = order_in("stopped", buyer, seller)
    review(order, seller)
    assert not board(seller, "/selling/").mine
    ask_to_resume(order_id=order.pk, text="On we go.", click=stories.click(buyer, order))
    asked = order.resumptions.get()
    (row,) = board(seller, "/selling/").mine
    assert row.turn.title == f"Your turn: {buyer.label} asks to resume the order"
    assert (row.turn.deadline, row.clock.deadline) == (asked.lapses_at, asked.lapses_at)
    assert (row.button.label, row.button.url) == ("Answer the request", f"/orders/{order.number}/")
    assert [one.turn.title for one in board(buyer).mine] == [f"How was it to work with {seller.label}?"]
    with clock.travelled_to(asked.lapses_at):
        assert not board(seller, "/selling/").mine
        assert [one.order for one in board(seller, "/selling/").finished] == [order]


def test_a_review_needs_its_writer_until_the_window_is_over(buyer: User, seller: User) -> None:
    order = order_in("finished", buyer, seller)
    ended_at = order.ended_at
    assert ended_at is not None
    until = ended_at + timedelta(days=14)
    for user, url in ((buyer, "/buying/"), (seller, "/selling/")):
        (row,) = board(user, url).mine
        assert (row.turn.deadline, row.button.label) == (until, "Write a review")
        assert row.button.url == f"/orders/{order.number}/review/"
        assert not board(user, url).finished
    with clock.travelled_to(until - timedelta(seconds=1)):
        assert board(buyer).mine
    with clock.travelled_to(until):
        assert not board(buyer).mine
        assert [row.button for row in board(buyer).finished] == [None]
    review(order, buyer)
    assert not board(buyer).mine
    assert [row.order for row in board(buyer).finished] == [order]
    assert len(board(seller, "/selling/").mine) == 1


def test_what_waits_after_its_end_stands_among_the_rest_by_its_deadline(buyer: User, seller: User) -> None:
    with clock.travelled_to(clock.now() - timedelta(days=10)):
        finished = order_in("finished", buyer, seller)
    delivered, unpaid = order_in("delivered", buyer, seller), order_in("unpaid", buyer, seller)
    rows = board(buyer).mine
    assert [row.order for row in rows] == [unpaid, finished, delivered]
    deadlines = [row.turn.deadline for row in rows]
    assert deadlines == sorted(deadlines)


def test_a_cancelled_order_waits_for_nobody(buyer: User, seller: User) -> None:
    with clock.travelled_to(clock.now() - timedelta(days=2)):
        order_in("unpaid", buyer, seller)
    run_due()
    assert not board(buyer).mine
    assert len(board(buyer).finished) == 1


def test_pages_of_finished_ones_leave_none_out(
    buyer: User, seller: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dashboards, "PAGE_SIZE", 2)
    orders = [order_in("finished", buyer, seller) for _ in range(4)]
    review(orders[3], buyer)
    first = signed_in(buyer).get("/buying/")
    assert {row.order for row in first.context["board"].mine} == set(orders[:3])
    assert [row.order for row in first.context["board"].finished] == [orders[3]]
    older = board(buyer, "/buying/" + first.context["older_url"])
    assert [row.order for row in older.finished] == [orders[1], orders[0]]
    assert [row.button.label for row in older.finished] == ["Write a review"] * 2
    assert not older.mine


def test_more_than_fit_after_their_end_are_said(
    buyer: User, seller: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dashboards, "AFTER_MAX", 1)
    monkeypatch.setattr(dashboards, "PAGE_SIZE", 1)
    orders = [order_in("stopped", buyer, seller) for _ in range(3)]
    ask_to_resume(order_id=orders[1].pk, text="On.", click=stories.click(seller, orders[1]))
    answer = signed_in(buyer).get("/buying/")
    assert {row.order for row in answer.context["board"].mine} == {orders[1], orders[2]}
    assert "These are the ones with the nearest deadlines." in answer.content.decode()


def test_what_has_to_be_done_for_the_order_itself_comes_before_a_call(buyer: User, seller: User) -> None:
    order = zoomed(order_in("in_progress", buyer, seller), 1)
    proposed(order, buyer)
    (row,) = board(seller, "/selling/").mine
    assert "deliver it" in row.turn.title


class TestNarrowing:
    """Search and filters, by GET."""

    @pytest.fixture
    def orders(self, buyer: User, seller: User) -> dict[str, Order]:
        return {
            state: order_in(state, buyer, seller) for state in ("delivered", "unpaid", "stopped", "disputed")
        }

    @pytest.mark.parametrize(
        ("asked", "states"),
        [
            ({}, {"delivered", "unpaid", "stopped", "disputed"}),
            ({"state": "open"}, {"delivered", "unpaid", "disputed"}),
            ({"state": "completed"}, {"stopped"}),
            ({"state": "disputed"}, {"disputed"}),
            ({"state": "cancelled"}, set()),
            ({"kind": "milestones"}, {"delivered", "unpaid", "stopped", "disputed"}),
            ({"kind": "single"}, set()),
            ({"person": "sam-seller"}, {"delivered", "unpaid", "stopped", "disputed"}),
            ({"person": "nobody"}, set()),
            ({"q": "SAM sel"}, {"delivered", "unpaid", "stopped", "disputed"}),
            ({"q": "business plan"}, {"delivered", "unpaid", "stopped", "disputed"}),
            ({"q": "100%"}, set()),
            ({"since": "2999-01-01"}, set()),
            ({"until": "2000-01-01"}, set()),
        ],
    )
    def test_shows_what_fits(
        self, asked: dict[str, str], states: set[str], orders: dict[str, Order], buyer: User
    ) -> None:
        assert found(buyer, **asked) == {orders[state] for state in states}

    def test_finds_a_number(self, orders: dict[str, Order], buyer: User, seller: User) -> None:
        one = orders["stopped"]
        for user, url in ((buyer, "/buying/"), (seller, "/selling/")):
            assert found(user, url, q=one.number) == {one}
            assert found(user, url, q=one.number[3:].lower()) == {one}

    def test_keeps_to_ones_own(self, orders: dict[str, Order], outsider: User, seller: User) -> None:
        assert found(outsider, q=orders["stopped"].number) == set()
        assert found(seller, q=orders["stopped"].number) == set()

    def test_days_are_those_of_the_reader(self, buyer: User, seller: User) -> None:
        User.objects.filter(pk=buyer.pk).update(time_zone="Asia/Tokyo")
        order = order_in("stopped", buyer, seller)
        moment = clock.now().replace(year=2026, month=3, day=1, hour=16)
        Order.objects.filter(pk=order.pk).update(placed_at=moment)
        user = User.objects.get(pk=buyer.pk)
        assert found(user, since="2026-03-02", until="2026-03-02") == {order}
        assert found(user, until="2026-03-01") == set()

    @pytest.mark.parametrize(
        "asked", [{"since": "yesterday"}, {"state": "x"}, {"kind": "<b>"}, {"person": "a b"}, {"q": "x" * 81}]
    )
    def test_what_cannot_be_read_is_said_and_ignored(
        self, asked: dict[str, str], orders: dict[str, Order], buyer: User
    ) -> None:
        assert found(buyer, **asked) == set(orders.values())

    def test_days_the_wrong_way_round_are_said_beside_the_field(
        self, orders: dict[str, Order], buyer: User
    ) -> None:
        asked = {"since": "2020-01-02", "until": "2020-01-01"}
        assert found(buyer, **asked) == set(orders.values())
        answer = signed_in(buyer).get("/buying/", asked)
        assert answer.context["form"].errors == {"until": ["This day is before the first one."]}

    def test_nothing_that_fits_says_so_and_leads_back(self, orders: dict[str, Order], buyer: User) -> None:
        html = signed_in(buyer).get("/buying/", {"q": "zzz"}).content.decode()
        assert orders
        assert "No order fits." in html
        assert "Nothing of this waits" not in html
        assert html.count('value="zzz"') == 1, "the search of gigs in the header is another one"

    def test_pages_keep_the_filter(self, buyer: User, seller: User, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(dashboards, "PAGE_SIZE", 1)
        orders = [order_in("stopped", buyer, seller) for _ in range(2)]
        client = signed_in(buyer)
        first = client.get("/buying/", {"state": "completed"})
        assert "state=completed" in first.context["older_url"]
        second = client.get("/buying/" + first.context["older_url"])
        assert [row.order for row in first.context["board"].mine] == orders
        assert [row.order for row in second.context["board"].finished] == [orders[0]]
        assert second.context["newer_url"] == "/buying/?state=completed"


def test_more_than_fit_are_said(buyer: User, seller: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dashboards, "OPEN_MAX", 1)
    monkeypatch.setattr(tallies, "COUNT_MAX", 2)
    for state in ("unpaid", "delivered", "stopped", "stopped", "stopped"):
        order_in(state, buyer, seller)
    answer = signed_in(buyer).get("/buying/")
    assert answer.context["board"].more
    assert len([row for row in answer.context["board"].mine if row.order.status in OPEN]) == 1
    assert answer.context["board"].tallies.finished_words == "1+"


@pytest.mark.parametrize("url", ["/buying/", "/selling/", "/selling/earnings/"])
def test_costs_at_most_eight_statements_however_many_orders(url: str, buyer: User, seller: User) -> None:
    states = (
        "delivered",
        "unpaid",
        "in_progress",
        "stopped",
        "disputed",
        "undecided",
        "requirements",
        "finished",
    )
    for state in states:
        order_in(state, buyer, seller)
    proposed(zoomed(order_in("in_progress", buyer, seller)), seller)
    user = buyer if url == "/buying/" else seller
    client, counts = signed_in(user), []
    for _ in range(2):
        with CaptureQueriesContext(connection) as seen:
            client.get(url)
        counts.append(len(seen))
        for state in states:
            order_in(state, buyer, seller)
    assert counts[0] == counts[1] <= QUERIES_MAX


def test_figures_are_of_the_last_thirty_days(buyer: User, seller: User) -> None:
    with clock.travelled_to(clock.now() - timedelta(days=31)):
        order_in("stopped", buyer, seller)
    order_in("finished", buyer, seller)
    numbers = signed_in(seller).get("/selling/").context["board"].tallies
    assert (numbers.accepted_lately, numbers.earned_lately, numbers.finished) == (3, 14_400, 2)


class TestDownloads:
    """Tables of orders and earnings."""

    def test_a_table_holds_what_the_filter_shows(self, buyer: User, seller: User) -> None:
        stopped, running = order_in("stopped", buyer, seller), order_in("in_progress", buyer, seller)
        head, *rows = table(buyer, "/buying/orders.csv")
        assert [row[0] for row in rows] == [running.number, stopped.number]
        one = dict(zip(head, rows[1], strict=True))
        assert (one["State"], one["With"], one["Milestones"], one["Accepted"]) == (
            "Completed",
            "Sam Seller",
            "3",
            "1",
        )
        assert (one["Price"], one["Accepted price"]) == ("180.00", "60.00")
        assert [row[0] for row in table(seller, "/selling/orders.csv", state="completed")[1:]] == [
            stopped.number
        ]
        assert table(buyer, "/selling/orders.csv")[1:] == []

    def test_no_cell_begins_a_formula(self, buyer: User, seller: User) -> None:
        User.objects.filter(pk=seller.pk).update(display_name="=HYPERLINK(1)")
        order = order_in("stopped", buyer, seller)
        Order.objects.filter(pk=order.pk).update(title="@SUM(1)")
        row = table(buyer, "/buying/orders.csv")[1]
        assert (row[1], row[5]) == ("'@SUM(1)", "'=HYPERLINK(1)")

    def test_the_statement_holds_every_settled_milestone(self, buyer: User, seller: User) -> None:
        order = order_in("finished", buyer, seller)
        head, *rows = table(seller, "/selling/earnings/statement.csv")
        assert [row[head.index("You get")] for row in rows] == ["48.00"] * 3
        assert {row[head.index("Order")] for row in rows} == {order.number}
        assert {row[head.index("Available since")] for row in rows} == {""}


@given(st.text(max_size=30))
def test_a_harmless_cell_never_begins_a_formula(text: str) -> None:
    cell = harmless(text)
    assert cell in {text, f"'{text}"}
    plain_number = cell[:1] == "-" and cell[1:].replace(".", "", 1).isdecimal()
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")) or plain_number


class TestEarnings:
    """Pending by its day, cleared page by page, month by month."""

    def test_cleared_ones_are_paged(self, buyer: User, seller: User, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(earnings, "PAGE_SIZE", 2)
        order_in("finished", buyer, seller)
        later = clock.now() + timedelta(days=15)
        with clock.travelled_to(later):
            clear_earnings(at=later)
            client = signed_in(seller)
            first = client.get("/selling/earnings/")
            second = client.get("/selling/earnings/" + first.context["older_url"].partition("#")[0])
        shown = [first.context["earnings"].cleared, second.context["earnings"].cleared]
        assert [len(part) for part in shown] == [2, 1]
        assert len({one.pk for part in shown for one in part}) == 3
        assert first.context["earnings"].available == 14_400

    @pytest.mark.parametrize(
        "cursor", ["x", "2026-01-01T00:00:00+00:00_x", "_", "2026-01-01T00:00:00+00:00_" + "9" * 40]
    )
    def test_a_broken_cursor_shows_the_newest(self, cursor: str, seller: User) -> None:
        assert Settlement.objects.count() == 0
        assert signed_in(seller).get("/selling/earnings/", {"before": cursor}).status_code == 200

    def test_months_are_the_readers(self, buyer: User, seller: User) -> None:
        User.objects.filter(pk=seller.pk).update(time_zone="Asia/Tokyo")
        moment = datetime(2026, 10, 31, 16, tzinfo=UTC)
        with clock.travelled_to(moment):
            order_in("stopped", buyer, seller)
            months = Client()
            months.force_login(User.objects.get(pk=seller.pk))
            found = months.get("/selling/earnings/").context["earnings"].months
        earned = {month.first.isoformat(): month.earned for month in found if month.earned}
        assert len(found) == 12
        assert earned == {"2026-11-01": 4_800}
