"""Reminders before anything lapses: once, in time, and never about something that is over."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest

from accounts.models import Mail, Notification, User
from config.shared import clock, outbox
from config.shared.models import Outbox
from orders.models import Event, Order
from orders.operations import extending
from orders.operations.cancelling import request_cancellation
from orders.operations.closing import close_due
from orders.operations.reminding import KIND, remind_due
from orders.operations.sweeping import run_due
from orders.states import Act
from tests.factories.orders import asking_gig, placed_order
from tests.orders import stories

pytestmark = pytest.mark.django_db
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def delivered(buyer: User, seller: User) -> Order:
    """Milestone 1 of 2 waits for an answer."""
    order = stories.deliver(stories.order_of(seller, buyer, milestones=2))
    outbox.drain(100)
    return stories.fresh(order)


def told(user: User) -> list[str]:
    """The reminders in the bell, the oldest first."""
    rows = Notification.objects.filter(user=user, key__startswith="reminder:").order_by("created_at", "id")
    return [row.text for row in rows]


def mailed(user: User) -> list[str]:
    rows = Mail.objects.filter(user=user, key__contains=":reminder:").order_by("created_at")
    return [row.subject for row in rows]


def sweep(at: datetime) -> None:
    with clock.travelled_to(at):
        remind_due(at=at)
        outbox.drain(100)


def planned(order: Order) -> datetime:
    moment = stories.fresh(order).remind_at
    assert moment is not None
    return moment


def test_a_delivery_is_reminded_of_three_times_and_not_a_second_earlier(
    delivered: Order, buyer: User, seller: User
) -> None:
    assert delivered.due_at is not None
    for number, left in enumerate((4 * DAY, 2 * DAY, 6 * HOUR), 1):
        moment = delivered.due_at - left
        assert planned(delivered) == moment
        sweep(moment - SECOND)
        assert len(told(buyer)) == number - 1
        sweep(moment)
        assert len(told(buyer)) == number
    assert stories.fresh(delivered).remind_at is None
    assert mailed(buyer) == [
        "4 days left to answer the delivery of milestone 1",
        "2 days left to answer the delivery of milestone 1",
        "6 hours left to answer the delivery of milestone 1",
    ]
    assert told(seller) == []


def test_says_what_happens_in_silence_and_leads_to_the_page_of_the_act(delivered: Order, buyer: User) -> None:
    sweep(planned(delivered))
    entry = Notification.objects.get(user=buyer, key__startswith="reminder:")
    assert entry.url == f"/orders/{delivered.number}/accept/"
    assert f"Without an answer {delivered.seller.label} gets the $180.00 held for it" in entry.text
    assert entry.text.endswith("the order ends, and nothing more is charged.")


def test_moves_neither_version_nor_history(delivered: Order) -> None:
    events = Event.objects.filter(order=delivered).count()
    sweep(planned(delivered))
    now = stories.fresh(delivered)
    assert (now.version, now.status, now.due_at) == (delivered.version, delivered.status, delivered.due_at)
    assert Event.objects.filter(order=delivered).count() == events


def test_twice_and_late_within_the_same_time_reminds_once(delivered: Order, buyer: User) -> None:
    moment = planned(delivered)
    for _ in range(2):
        sweep(moment + HOUR)
    Order.objects.filter(pk=delivered.pk).update(remind_at=moment)  # as after a crash before the commit
    sweep(moment + 2 * HOUR)
    assert len(told(buyer)) == len(mailed(buyer)) == 1


def test_after_three_days_of_downtime_one_is_said_with_the_time_that_is_left(
    delivered: Order, buyer: User
) -> None:
    assert delivered.due_at is not None
    sweep(delivered.due_at - DAY)  # the one at half and the one at two days are both overdue
    assert mailed(buyer) == ["1 day left to answer the delivery of milestone 1"]
    assert planned(delivered) == delivered.due_at - 6 * HOUR


@pytest.mark.parametrize("late", [timedelta(0), SECOND, 3 * DAY])
def test_nobody_is_reminded_of_what_is_over(delivered: Order, buyer: User, late: timedelta) -> None:
    assert delivered.due_at is not None
    sweep(delivered.due_at + late)
    assert told(buyer) == mailed(buyer) == []
    assert not Outbox.objects.filter(kind=KIND).exists()


def test_what_was_answered_meanwhile_is_not_said(delivered: Order, buyer: User) -> None:
    moment = planned(delivered)
    with clock.travelled_to(moment):
        remind_due(at=moment)
        stories.accept(delivered, Act.ACCEPT_AND_STOP)
        outbox.drain(100)
    assert told(buyer) == []


def test_an_extension_plans_them_anew(delivered: Order, buyer: User) -> None:
    with stories.later(days=7):
        extending.extend(order_id=delivered.pk, click=stories.click(buyer, delivered))
    now = stories.fresh(delivered)
    assert now.due_at is not None
    assert delivered.due_at is not None
    assert now.due_at == delivered.due_at + 5 * DAY
    assert planned(now) == now.due_at - (now.due_at - (now.remind_from or now.due_at)) / 2


@pytest.mark.parametrize("act", [Act.ACCEPT_AND_STOP, Act.ACCEPT_FINAL])
def test_an_end_by_a_person_plans_none(buyer: User, seller: User, act: Act) -> None:
    milestones = 1 if act == Act.ACCEPT_FINAL else 2
    order = stories.deliver(stories.order_of(seller, buyer, milestones=milestones))
    ended = stories.fresh(stories.accept(order, act))
    assert (ended.remind_at, ended.remind_from) == (None, None)


def test_an_end_by_the_clock_plans_none(delivered: Order) -> None:
    assert delivered.due_at is not None
    assert close_due(at=delivered.due_at) == 1
    ended = stories.fresh(delivered)
    assert (ended.remind_at, ended.remind_from) == (None, None)


def test_the_next_milestone_is_reminded_of_to_be_started_or_left(delivered: Order, buyer: User) -> None:
    stories.accept(delivered, Act.ACCEPT_DECIDE_LATER)
    sweep(planned(delivered))
    assert mailed(buyer) == ["5 days left to start milestone 2"]
    entry = Notification.objects.get(user=buyer, key__startswith="reminder:")
    assert entry.url == f"/orders/{delivered.number}/start/"
    assert "nothing more is charged" in entry.text


def test_a_payment_that_is_being_checked_is_not_reminded_of(delivered: Order, buyer: User) -> None:
    order = stories.accept(delivered, Act.ACCEPT_DECIDE_LATER)
    stories.pay(order, stories.ANSWER_LOST)
    sweep(planned(delivered))
    assert told(buyer) == []


def test_the_first_payment_is_reminded_of_with_its_amount(buyer: User, seller: User) -> None:
    order = stories.fresh(stories.order_of(seller, buyer, milestones=2, number=stories.DECLINED))
    assert order.due_at is not None
    assert planned(order) == order.due_at - 12 * HOUR
    sweep(planned(order))
    assert mailed(buyer) == ["12 hours left to pay your order"]
    assert "$189.90 with the fee" in told(buyer)[0]


def test_the_questions_are_reminded_of(buyer: User, seller: User) -> None:
    order = stories.fresh(placed_order(buyer, seller, gig=asking_gig(seller)))
    sweep(planned(order))
    assert mailed(buyer) == [f"7 days left to answer {seller.label}’s questions"]


def test_the_seller_is_reminded_of_the_work_and_the_buyer_when_it_may_be_cancelled(
    buyer: User, seller: User
) -> None:
    order = stories.order_of(seller, buyer, milestones=2)
    while stories.fresh(order).remind_at:
        sweep(planned(order))
    assert mailed(seller) == [
        "Milestone 1 is due in 1 day",
        "Milestone 1 is late",
        "Milestone 1 is very late",
        "2 days left to deliver milestone 1",
        "6 hours left to deliver milestone 1",
    ]
    assert mailed(buyer) == ["Milestone 1 is very late: you may cancel it"]


def test_a_batch_is_a_handful_of_statements_however_many_orders(
    buyer: User,
    seller: User,
    django_assert_max_num_queries: Callable[..., AbstractContextManager[object]],
) -> None:
    orders = [stories.deliver(stories.order_of(seller, buyer, milestones=2)) for _ in range(3)]
    at = max(planned(order) for order in orders)
    with django_assert_max_num_queries(6):
        assert remind_due(at=at) == 3
    assert remind_due(at=at) == 0
    assert Outbox.objects.filter(kind=KIND).count() == 3


def test_an_order_whose_terms_cannot_be_read_waits_an_hour_and_the_others_are_reminded_of(
    buyer: User, seller: User
) -> None:
    good, bad = (stories.order_of(seller, buyer, milestones=2) for _ in range(2))
    at = max(planned(good), planned(bad))
    Order.objects.filter(pk=bad.pk).update(windows={"VERY_LATE_AFTER": "soon"})
    assert remind_due(at=at) == 2
    assert Outbox.objects.filter(kind=KIND).count() == 1
    assert planned(bad) == at + HOUR


def test_run_due_reminds_too_and_says_nothing_of_what_it_has_closed(delivered: Order, buyer: User) -> None:
    assert delivered.due_at is not None
    with clock.travelled_to(delivered.due_at - 2 * DAY):
        assert run_due()["orders reminded of"] == 1
    with clock.travelled_to(delivered.due_at + DAY):
        assert run_due()["orders reminded of"] == 0
    assert len(told(buyer)) == 1


def test_a_late_milestone_that_is_asked_to_be_cancelled_promises_no_date_of_its_refund(
    buyer: User, seller: User
) -> None:
    order = stories.fresh(stories.order_of(seller, buyer, milestones=2))
    due_at = stories.current(order).due_at
    assert due_at is not None
    with clock.travelled_to(due_at):
        request_cancellation(
            order_id=order.pk, released_minor=90_00, reason="I am ill.", click=stories.click(seller, order)
        )
    answer_by = stories.fresh(order).due_at
    sweep(due_at + DAY)
    assert answer_by is not None
    assert answer_by < due_at + 3 * DAY
    (said,) = [text for text in told(buyer) if "very late" in text or "You may cancel it alone" in text]
    assert "within 30 days after it was due, it comes back by itself" in said
