"""Reminders of what one side asked: cancellations, and changes of the terms."""

from datetime import datetime, timedelta

import pytest

from accounts.models import Mail, Notification, User
from config.shared import clock, outbox
from orders.amending import Changes
from orders.models import Amendment, Order
from orders.operations import amending
from orders.operations.reminding import remind_due
from orders.operations.reminding_asks import remind_of_amendments
from tests.orders import cancelling, stories
from tests.orders.amendments import changing

pytestmark = pytest.mark.django_db
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


def sweep(at: datetime) -> None:
    with clock.travelled_to(at):
        remind_due(at=at)
        remind_of_amendments(at=at)
        outbox.drain(200)


def mailed(user: User) -> list[str]:
    rows = Mail.objects.filter(user=user, key__contains=":reminder:").order_by("created_at")
    return [row.subject for row in rows]


@pytest.fixture
def working(buyer: User, seller: User) -> Order:
    return stories.order_of(seller, buyer, milestones=2)


def test_a_request_to_cancel_undelivered_work_is_reminded_of_six_hours_before(
    working: Order, buyer: User, seller: User
) -> None:
    cancelling.ask(working, buyer)
    until = cancelling.request_of(working).answer_by
    sweep(until - 6 * HOUR - SECOND)
    assert mailed(seller) == []
    sweep(until - 6 * HOUR)
    assert mailed(seller) == [f"6 hours left to answer {buyer.label}"]
    entry = Notification.objects.get(user=seller, key__startswith="reminder:")
    assert entry.url == f"/orders/{working.number}/cancellation/answer/"
    assert "Without an answer it counts as agreed, and the order ends." in entry.text
    assert mailed(buyer) == []


def test_a_request_to_cancel_a_delivery_is_reminded_of_instead_of_the_delivery(
    working: Order, buyer: User, seller: User
) -> None:
    order = stories.deliver(working)
    cancelling.ask(order, buyer)
    until = cancelling.request_of(order).answer_by
    sweep(until - DAY)
    sweep(until - 6 * HOUR)
    assert mailed(seller) == [f"{time} left to answer {buyer.label}" for time in ("1 day", "6 hours")]
    assert mailed(buyer) == []


def test_an_answered_request_is_not_reminded_of(working: Order, buyer: User, seller: User) -> None:
    cancelling.ask(working, buyer)
    until = cancelling.request_of(working).answer_by
    cancelling.refuse(working, seller)
    sweep(until - HOUR)
    assert mailed(seller) == []


def proposed(order: Order, user: User) -> Amendment:
    return changing.propose(order, user, Changes(days=9, rest=changing.rest_of(order)))


def test_proposed_changes_are_reminded_of_at_half_and_six_hours_before(
    working: Order, buyer: User, seller: User
) -> None:
    amendment = proposed(working, seller)
    due_at = amendment.due_at
    assert due_at is not None
    sweep(due_at - 2 * DAY - SECOND)
    assert mailed(buyer) == []
    for _ in range(2):
        sweep(due_at - 2 * DAY)
    sweep(due_at - 6 * HOUR)
    assert mailed(buyer) == [f"{time} left to answer {seller.label}" for time in ("2 days", "6 hours")]
    entry = Notification.objects.filter(user=buyer, key__startswith="reminder:").first()
    assert entry is not None
    assert entry.url == f"/orders/{working.number}/amendment/answer/"
    amendment.refresh_from_db()
    assert amendment.remind_at is None


@pytest.mark.parametrize("late", [timedelta(0), SECOND, 3 * DAY])
def test_changes_that_are_over_are_not_reminded_of(
    working: Order, buyer: User, seller: User, late: timedelta
) -> None:
    due_at = proposed(working, seller).due_at
    assert due_at is not None
    sweep(due_at + late)
    assert [one for one in mailed(buyer) if seller.label in one] == []


def test_changes_that_were_taken_back_are_not_reminded_of(working: Order, buyer: User, seller: User) -> None:
    amendment = proposed(working, seller)
    due_at = amendment.due_at
    assert due_at is not None
    order = stories.fresh(working)
    amending.withdraw(order_id=order.pk, amendment_id=amendment.pk, click=stories.click(seller, order))
    sweep(due_at - 6 * HOUR)
    assert [one for one in mailed(buyer) if seller.label in one] == []


def test_an_agreed_difference_is_reminded_of_to_the_buyer_with_its_amount(
    working: Order, buyer: User, seller: User
) -> None:
    changing.propose(working, buyer, Changes(amount_minor=20_000, rest=changing.rest_of(working)))
    changing.accept(working, seller)
    due_at = changing.open_one(working).due_at
    assert due_at is not None
    sweep(due_at - 6 * HOUR)
    assert "6 hours left to pay the difference of $21.10" in mailed(buyer)
    entry = Notification.objects.filter(user=buyer, key__startswith="reminder:").latest("id")
    assert entry.url == f"/orders/{working.number}/amendment/pay/"
