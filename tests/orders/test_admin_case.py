"""The case page of a dispute: what staff read, and how they decide."""

from typing import Any
from uuid import UUID

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from offers.operations import write_message
from orders.ledger.accounts import pending
from orders.ledger.balances import balance
from orders.models import Dispute, Event, StatementFile
from orders.operations.disputing import decide_dispute
from orders.operations.outside import OwnOrder
from orders.operations.stating import add_statement
from orders.states import Act, OrderStatus
from tests.factories.accounts import UserFactory
from tests.factories.offers import click_by
from tests.factories.orders import fresh, order_in, press
from tests.orders import stories
from tests.orders.pages import content_of, decided, signed_in

pytestmark = pytest.mark.django_db
HALF = {"decision": Act.DECIDE_SPLIT, "released": "30", "text": "Half is done."}


@pytest.fixture
def desk(staff: User) -> Client:
    return signed_in(staff)


def case_of(order_id: UUID) -> str:
    return reverse("admin:orders_dispute_case", args=[Dispute.objects.get(order_id=order_id).pk])


def test_a_case_holds_what_is_needed_to_decide(desk: Client, buyer: User, seller: User) -> None:
    order = order_in("disputed", buyer, seller)
    upload = SimpleUploadedFile("shot.png", b"not blue")
    add_statement(order_id=order.pk, text="It is full.", click=press(seller, order), uploads=[upload])
    html = desk.get(case_of(order.pk)).content.decode()
    for words in (
        "It is empty.",
        "It is full.",
        "shot.png",
        "Here it is.",
        "Terms as they were agreed",
        "Commission",
        "20 %",
        "To answer the delivery",
        "left; if it ran on now, until",
        "Ledger of its milestones",
        "Held for a milestone",
        "Earlier disputes of the two",
        "Show what happens",
        "What each decision does",
    ):
        assert words in html, words
    assert "Decide: " not in html


def test_the_figures_are_those_that_the_decision_writes(desk: Client, buyer: User, seller: User) -> None:
    order = order_in("disputed", buyer, seller)
    html = desk.post(case_of(order.pk), {**HALF, "preview": "1"}).content.decode()
    for words in ("$24.00", "$6.00", "$30.00", "$1.65", "Decide: Split the money", "never charged"):
        assert words in html, words
    assert fresh(order.pk).status == OrderStatus.DISPUTED
    assert decided(desk, case_of(order.pk), **HALF).status_code == 302
    assert balance(pending(seller.pk)) == 2_400
    event = Event.objects.get(order=order, act=Act.DECIDE_SPLIT)
    assert (event.data["to_seller"], event.data["to_buyer"]) == (2_400, 3_165)


@pytest.mark.parametrize(("percent", "to_seller"), [("0", 0), ("50", 2_400), ("33", 1_584), ("100", 4_800)])
def test_a_split_in_per_cent(percent: str, to_seller: int, desk: Client, buyer: User, seller: User) -> None:
    order = order_in("disputed", buyer, seller)
    typed = {"decision": Act.DECIDE_SPLIT, "percent": percent, "text": "So."}
    assert decided(desk, case_of(order.pk), **typed).status_code == 302
    assert balance(pending(seller.pk)) == to_seller


def test_nothing_is_decided_that_was_not_shown(desk: Client, buyer: User, seller: User) -> None:
    order = order_in("disputed", buyer, seller)
    page = desk.post(case_of(order.pk), {**HALF, "decide": "1"})
    assert page.status_code == 200
    assert "What happens: Split the money" in page.content.decode()
    other = {**HALF, "decide": "1", "seen": f"{Act.DECIDE_SPLIT}:100", "shown": "9-9"}
    assert desk.post(case_of(order.pk), other).status_code == 200
    assert fresh(order.pk).status == OrderStatus.DISPUTED


def test_a_case_that_moved_is_read_again_before_it_is_decided(
    desk: Client, buyer: User, seller: User
) -> None:
    order = order_in("disputed", buyer, seller)
    url = case_of(order.pk)
    page = desk.post(url, {**HALF, "preview": "1"}).content.decode()
    shown = page.split('name="shown" value="')[1].split('"')[0]
    add_statement(order_id=order.pk, text="Look at page 9.", click=press(seller, order))
    answer = desk.post(url, {**HALF, "decide": "1", "seen": f"{Act.DECIDE_SPLIT}:3000", "shown": shown})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "The case has moved" in html
    assert "Look at page 9." in html
    assert "Half is done." in html
    assert fresh(order.pk).status == OrderStatus.DISPUTED
    assert decided(desk, url, **HALF).status_code == 302


def test_one_decision_wins(desk: Client, buyer: User, seller: User) -> None:
    order = order_in("disputed", buyer, seller)
    url = case_of(order.pk)
    assert decided(desk, url, **HALF).status_code == 302
    again = desk.post(url, {**HALF, "decide": "1", "seen": f"{Act.DECIDE_SPLIT}:3000"})
    assert again.status_code == 200
    assert "Decided: money split" in again.content.decode()
    assert balance(pending(seller.pk)) == 2_400
    assert Event.objects.filter(order=order, act=Act.DECIDE_SPLIT).count() == 1


@pytest.mark.parametrize(
    "typed",
    [
        {"text": " "},
        {"released": "1e5"},
        {"released": "-1"},
        {"released": "99999"},
        {"released": ""},
        {"percent": "50"},
        {"released": "", "percent": "101"},
        {"released": "", "percent": "5.5"},
        {"decision": "accept_final"},
    ],
)
def test_bad_input_decides_nothing(typed: dict[str, Any], desk: Client, buyer: User, seller: User) -> None:
    order = order_in("disputed", buyer, seller)
    for button in ("preview", "decide"):
        answer = desk.post(case_of(order.pk), {**HALF, **typed, button: "1"})
        assert answer.status_code == 422
        assert "errorlist" in answer.content.decode()
    assert fresh(order.pk).status == OrderStatus.DISPUTED


def test_a_decision_leaves_its_reason_in_the_log(
    desk: Client, staff: User, buyer: User, seller: User
) -> None:
    order = order_in("disputed", buyer, seller)
    decided(desk, case_of(order.pk), decision=Act.DECIDE_CONTINUE, text="Go on, please.")
    entry = LogEntry.objects.get(user=staff)
    assert "Go on, please." in entry.change_message
    assert Dispute.objects.get(order=order).decision_text == "Go on, please."


def test_nobody_judges_a_case_of_their_own(buyer: User, seller: User) -> None:
    order = order_in("disputed", buyer, seller)
    with pytest.raises(OwnOrder):
        decide_dispute(
            order_id=order.pk,
            act=Act.DECIDE_RELEASE,
            text="Mine.",
            staff_id=seller.pk,
            at=stories.clock.now(),
        )
    assert fresh(order.pk).status == OrderStatus.DISPUTED


def test_reading_the_messages_of_the_two_leaves_a_row(
    desk: Client, staff: User, buyer: User, seller: User
) -> None:
    order = order_in("disputed", buyer, seller)
    assert order.conversation_id is not None
    upload = SimpleUploadedFile("plan.txt", b"the plan")
    write_message(
        conversation_id=order.conversation_id, click=click_by(buyer), body="See the plan", files=[upload]
    )
    desk.get(case_of(order.pk))
    assert not LogEntry.objects.exists()
    html = desk.get(f"{case_of(order.pk)}talk/").content.decode()
    assert "See the plan" in html
    assert LogEntry.objects.get().change_message == f"Read the messages about {order.number}."
    address = html.split("plan.txt")[0].split('href="')[-1].split('"')[0]
    assert content_of(desk.get(address)) == b"the plan"
    assert LogEntry.objects.filter(user=staff).count() == 2


def test_files_are_downloads_of_this_case_only(desk: Client, buyer: User, seller: User) -> None:
    order = order_in("disputed", buyer, seller)
    evil = SimpleUploadedFile("page.svg", b"<svg onload='x'/>")
    add_statement(order_id=order.pk, text="See.", click=press(buyer, order), uploads=[evil])
    file = StatementFile.objects.get()
    answer = desk.get(f"{case_of(order.pk)}files/{file.pk}/")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert content_of(answer) == b"<svg onload='x'/>"
    other = order_in("disputed", buyer, seller)
    assert desk.get(f"{case_of(other.pk)}files/{file.pk}/").status_code == 404


def test_a_case_needs_the_permission(buyer: User, seller: User) -> None:
    order = order_in("disputed", buyer, seller)
    clerk: User = UserFactory.create(handle="clerk", is_staff=True)
    for path in ("", "talk/"):
        assert signed_in(clerk).get(case_of(order.pk) + path).status_code == 403
        assert signed_in(buyer).get(case_of(order.pk) + path).status_code == 302


def test_open_disputes_stand_on_the_front_page_the_oldest_first(
    desk: Client, buyer: User, seller: User
) -> None:
    young, old = (order_in("disputed", buyer, seller) for _ in range(2))
    Dispute.objects.filter(order=old).update(opened_at=young.placed_at.replace(year=2020))
    html = desk.get("/admin/").content.decode()
    assert "Open disputes" in html
    assert html.index(case_of(old.pk)) < html.index(case_of(young.pk))
