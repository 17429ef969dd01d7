"""Receipts of what a card paid and got back, and what a settled milestone brought its seller."""

import csv
import re
from datetime import timedelta
from io import StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from config.shared import clock
from orders.models import Attempt, Order, OrderMilestone
from orders.operations import very_late
from orders.operations.sweeping import run_due
from orders.queries.receipts import receipts_page
from orders.states import Act
from tests.orders import stories
from tests.orders.pages import content_of, signed_in
from tests.orders.reviews import completed

pytestmark = pytest.mark.django_db


def refunded(seller: User, buyer: User) -> Order:
    """One milestone accepted, the second cancelled for lateness and sent back."""
    order = stories.deliver(stories.order_of(seller, buyer, milestones=2))
    order = stories.fresh(stories.accept(order, Act.ACCEPT_AND_CONTINUE))
    due_at = stories.current(order).due_at or clock.now()
    with clock.travelled_to(due_at + timedelta(hours=25)):
        very_late.cancel_very_late(order_id=order.pk, click=stories.click(buyer, stories.fresh(order)))
        run_due()
    return stories.fresh(order)


def links(html: str) -> list[str]:
    return re.findall(r'href="(/orders/[^"]+/receipts/[^"]+)"', html)


def test_every_charge_and_refund_has_its_receipt_with_amount_fee_and_card(buyer: User, seller: User) -> None:
    refunded(seller, buyer)
    client = signed_in(buyer)
    found = links(client.get("/buying/payments/").content.decode())
    assert len(found) == 3
    refund, second, first = (client.get(path).content.decode() for path in found)
    for words in ("Refund", "Milestone 2, “Step 2”", "Sent back", "$180.00", "$9.90", "$189.90", "4242"):
        assert words in refund
    for words in ("Receipt", "Milestone 1, “Step 1”", "Paid", "$180.00", "$9.90", "$189.90", "Sam Seller"):
        assert words in first
    assert "Milestone 2" in second
    assert "Test money" in first


def test_dates_are_the_viewers(buyer: User, seller: User) -> None:
    User.objects.filter(pk=buyer.pk).update(time_zone="Pacific/Auckland")
    order = completed(seller, buyer)
    attempt = Attempt.objects.get(intent__payer=buyer)
    html = (
        signed_in(User.objects.get(pk=buyer.pk)).get(f"/orders/{order.number}/receipts/{attempt.pk}/").content
    )
    local = (attempt.settled_at or clock.now()).astimezone(User.objects.get(pk=buyer.pk).zone)
    assert f"{local:%H:%M}" in html.decode()


def test_only_its_buyer_reads_a_receipt_and_only_of_this_order(
    buyer: User, seller: User, outsider: User, staff: User
) -> None:
    order, other = completed(seller, buyer), completed(seller, buyer)
    attempt = Attempt.objects.filter(intent__payer=buyer).order_by("created_at")[0]
    path = f"/orders/{order.number}/receipts/{attempt.pk}/"
    assert signed_in(buyer).get(path).status_code == 200
    assert signed_in(seller).get(path).status_code == 403
    for user in (outsider, staff):
        assert signed_in(user).get(path).status_code == 404
    assert Client().get(path).status_code == 302
    assert signed_in(buyer).get(f"/orders/{other.number}/receipts/{attempt.pk}/").status_code == 404
    assert not links(signed_in(seller).get("/buying/payments/").content.decode())


def test_a_charge_that_failed_has_none(buyer: User, seller: User) -> None:
    stories.order_of(seller, buyer, milestones=2, number=stories.DECLINED)
    assert receipts_page(buyer.pk).rows == ()


def test_a_payment_of_one_order_is_found_from_its_page(buyer: User, seller: User) -> None:
    order, _ = completed(seller, buyer), completed(seller, buyer)
    client = signed_in(buyer)
    path = f"/buying/payments/?order={order.number}"
    assert path in client.get(f"/orders/{order.number}/").content.decode()
    assert [one.split("/")[2] for one in links(client.get(path).content.decode())] == [order.number]
    assert not links(signed_in(seller).get(path).content.decode())


def test_the_list_goes_page_by_page_in_few_statements(buyer: User, seller: User) -> None:
    order = completed(seller, buyer)
    one = statements(buyer)
    paid = Attempt.objects.select_related("intent").get(intent__payer=buyer)
    for number in range(30):
        copy_of(paid, number)
    assert statements(buyer) == one <= 8
    newest = receipts_page(buyer.pk)
    rest = receipts_page(buyer.pk, before=newest.older)
    assert (len(newest.rows), len(rest.rows), rest.older) == (25, 6, "")
    assert not {row.id for row in newest.rows} & {row.id for row in rest.rows}
    assert len(receipts_page(buyer.pk, before="nonsense_1").rows) == 25
    assert order.number in signed_in(buyer).get(f"/buying/payments/?before={newest.older}").content.decode()


def copy_of(paid: Attempt, number: int) -> None:
    """A closed try beside the paid one, with money of its own that came too late."""
    moment = paid.created_at + timedelta(seconds=number % 3)
    Attempt.objects.create(
        intent=paid.intent,
        number=number + 2,
        card=paid.card,
        provider=paid.provider,
        status=paid.status,
        surplus=True,
        created_at=moment,
        settled_at=moment,
        finalized_at=moment,
    )


def statements(user: User) -> int:
    client = signed_in(user)
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/buying/payments/").status_code == 200
    return len(captured)


def test_the_table_for_a_spreadsheet_adds_up_and_holds_no_formula(buyer: User, seller: User) -> None:
    order = refunded(seller, buyer)
    Order.objects.filter(pk=order.pk).update(title="=cmd()")
    answer = signed_in(buyer).get("/buying/payments/payments.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(StringIO(content_of(answer).decode("utf-8-sig"))))
    assert [(row["Kind"], row["Amount"], row["Service fee"], row["Total"]) for row in rows] == [
        ("Refund", "-180.00", "-9.90", "-189.90"),
        ("Payment", "180.00", "9.90", "189.90"),
        ("Payment", "180.00", "9.90", "189.90"),
    ]
    assert {row["Gig"] for row in rows} == {"'=cmd()"}
    assert not list(
        csv.DictReader(StringIO(content_of(signed_in(seller).get(answer.request["PATH_INFO"])).decode()))
    )


def test_a_settlement_note_tells_the_seller_alone_what_was_kept(
    buyer: User, seller: User, outsider: User
) -> None:
    order = completed(seller, buyer)
    path = f"/orders/{order.number}/settlements/1/"
    html = signed_in(seller).get(path).content.decode()
    for words in ("$180.00", "− $36.00", "$144.00", "Bea Buyer", f"S-{order.number}-1"):
        assert words in html
    assert "189.90" not in html
    assert path in signed_in(seller).get(f"/orders/{order.number}/").content.decode()
    assert signed_in(buyer).get(path).status_code == 403
    assert signed_in(outsider).get(path).status_code == 404
    assert signed_in(seller).get(f"/orders/{order.number}/settlements/2/").status_code == 404
    assert OrderMilestone.objects.filter(order=order).count() == 2
