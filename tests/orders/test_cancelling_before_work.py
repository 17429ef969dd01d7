"""Cancelling by agreement while the seller's questions wait: paid, not accepted, so row 11 holds there too."""

from datetime import datetime, timedelta

import pytest

from accounts.models import Mail, User
from config.shared import clock
from orders import deadlines
from orders.amending import Changes
from orders.audit import broken_invariants
from orders.models import Order, Settlement
from orders.operations import amending, consenting, requirements
from orders.operations.acting import TooLate
from orders.operations.closing import close_due
from orders.operations.sweeping import run_due
from orders.states import CANCELLABLE, Act, MilestoneStatus, OrderStatus, Reason
from tests.factories.orders import order_in, press
from tests.orders.cancelling import agree, ask, refuse, request_of, take_back
from tests.orders.pages import signed_in
from tests.orders.stories import current, fresh

pytestmark = pytest.mark.django_db
DAY, HOUR, SECOND = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)
PAID = 6_330
"""The first of three milestones, 60.00, with its fee."""


@pytest.fixture
def order(buyer: User, seller: User) -> Order:
    """Paid, and its questions not answered: they can be for 14 days."""
    found = order_in("requirements", buyer, seller)
    assert found.status == OrderStatus.AWAITING_REQUIREMENTS
    return found


def due(order: Order) -> datetime:
    moment = fresh(order).due_at
    assert moment is not None
    return moment


def close_at(moment: datetime) -> int:
    with clock.travelled_to(moment):
        return close_due(at=moment)


def answer(order: Order) -> Order:
    stands = fresh(order)
    return requirements.answer_requirements(
        order_id=order.pk, texts={0: "A bakery.", 1: "Blue"}, uploads={}, click=press(order.buyer, stands)
    )


def test_a_request_is_possible_wherever_something_is_paid_and_not_accepted() -> None:
    paid = {(OrderStatus.AWAITING_REQUIREMENTS, MilestoneStatus.IN_PROGRESS)} | {
        (OrderStatus.ACTIVE, one)
        for one in (MilestoneStatus.IN_PROGRESS, MilestoneStatus.IN_REVISION, MilestoneStatus.DELIVERED)
    }
    assert paid == CANCELLABLE


def test_the_buyer_gets_everything_back_at_the_sellers_yes(order: Order, buyer: User, seller: User) -> None:
    ask(order, buyer)
    agree(order, seller)
    stands, paid = fresh(order), Settlement.objects.get()
    assert (stands.status, stands.reason, stands.due_at) == (OrderStatus.CANCELLED, Reason.AGREED, None)
    assert (paid.released_minor, paid.to_seller_minor, paid.to_buyer_minor) == (0, 0, PAID)
    assert broken_invariants() == []


def test_a_part_for_the_seller_completes_the_order(order: Order, buyer: User, seller: User) -> None:
    ask(order, seller, 1_000)
    agree(order, buyer)
    stands = fresh(order)
    assert (stands.status, stands.reason) == (OrderStatus.COMPLETED, Reason.REMAINDER_CANCELLED)
    assert Settlement.objects.get().to_seller_minor == 800
    assert broken_invariants() == []


@pytest.mark.parametrize("late", [timedelta(0), 3 * DAY], ids=["in time", "after three days of downtime"])
def test_silence_gives_the_buyer_everything_back(order: Order, buyer: User, late: timedelta) -> None:
    ask(order, buyer)
    until = due(order)
    assert until == request_of(order).answer_by
    assert close_at(until - SECOND) == 0
    assert fresh(order).status == OrderStatus.AWAITING_REQUIREMENTS
    assert close_at(until + late) == 1
    assert (fresh(order).status, fresh(order).reason) == (OrderStatus.CANCELLED, Reason.AGREED)
    assert (Settlement.objects.get().act, Settlement.objects.get().to_buyer_minor) == (
        Act.GRANT_CANCELLATION,
        PAID,
    )
    assert broken_invariants() == []


def test_a_sellers_part_lapses_in_silence_and_the_questions_wait_on(order: Order, seller: User) -> None:
    old = due(order)
    with clock.travelled_to(old - HOUR):
        ask(order, seller, 1_000)
    assert close_at(old) == 0
    until = due(order)
    assert close_at(until) == 1
    assert request_of(order).outcome == Act.LAPSE_CANCELLATION
    assert (fresh(order).status, due(order)) == (OrderStatus.AWAITING_REQUIREMENTS, until + DAY)
    assert close_at(until + DAY) == 1
    assert fresh(order).reason == Reason.NO_REQUIREMENTS
    assert broken_invariants() == []


@pytest.mark.parametrize("answered", ["refused", "withdrawn"])
def test_afterwards_the_time_for_the_questions_runs_on(
    answered: str, order: Order, buyer: User, seller: User
) -> None:
    left = due(order) - clock.now()
    ask(order, buyer)
    assert broken_invariants() == []
    with clock.travelled_to(clock.now() + 30 * HOUR):
        if answered == "refused":
            refuse(order, seller)
        else:
            take_back(order, buyer)
        assert due(order) == pytest.approx(clock.now() + left, abs=5 * SECOND)
    assert fresh(order).status == OrderStatus.AWAITING_REQUIREMENTS
    assert broken_invariants() == []


def test_work_may_begin_meanwhile_and_the_request_stays_until_it_is_answered(
    order: Order, buyer: User, seller: User
) -> None:
    ask(order, buyer)
    until = due(order)
    answer(order)
    stands, milestone = fresh(order), current(order)
    assert (stands.status, stands.due_at) == (OrderStatus.ACTIVE, until)
    assert milestone.due_at is not None
    assert request_of(order).closed_at is None
    assert broken_invariants() == []
    refuse(order, seller)
    whole = deadlines.abandoned_at(stands.windows, milestone.due_at)
    assert due(order) == pytest.approx(whole, abs=5 * SECOND)
    assert broken_invariants() == []


def test_an_answer_after_the_silence_comes_too_late(order: Order, buyer: User) -> None:
    ask(order, buyer)
    with clock.travelled_to(due(order)), pytest.raises(TooLate):
        answer(order)
    assert fresh(order).reason == Reason.AGREED


def test_more_days_meanwhile_do_not_lengthen_the_time_for_the_questions(
    order: Order, buyer: User, seller: User
) -> None:
    left = due(order) - clock.now()
    ask(order, buyer)
    changes = Changes(days=5)
    amending.propose(
        order_id=order.pk, changes=changes, note_text="Longer.", click=press(seller, fresh(order))
    )
    proposed = order.amendments.get()
    consenting.accept(order_id=order.pk, amendment_id=proposed.pk, click=press(buyer, fresh(order)))
    assert due(order) == pytest.approx(clock.now() + left, abs=5 * SECOND)
    assert request_of(order).outcome == "void"
    assert current(order).due_at is None
    assert broken_invariants() == []


def test_the_reminder_is_of_the_request_not_of_the_questions(order: Order, buyer: User, seller: User) -> None:
    ask(order, buyer)
    with clock.travelled_to(due(order) - DAY + SECOND):
        run_due()
        run_due()
    subjects = set(Mail.objects.filter(user=seller).values_list("subject", flat=True))
    assert any("left to answer" in subject for subject in subjects), subjects
    assert not Mail.objects.filter(user=buyer, subject__contains="questions").exists()


def test_both_sides_read_it_on_the_page(order: Order, buyer: User, seller: User) -> None:
    page = signed_in(buyer).get(f"/orders/{order.number}/cancellation/").content.decode()
    assert "Back to you" in page
    assert "$60.00" in page
    ask(order, buyer)
    mine, theirs = (
        signed_in(who).get(f"/orders/{order.number}/").content.decode() for who in (buyer, seller)
    )
    for html in (mine, theirs):
        assert "A cancellation is requested." in html
        assert "The time to answer the questions stands still meanwhile." in html
    assert f"/orders/{order.number}/requirements/" in mine
    assert f"/orders/{order.number}/cancellation/answer/" in theirs
    answering = signed_in(seller).get(f"/orders/{order.number}/cancellation/answer/").content.decode()
    assert "The time to answer the seller\u2019s questions runs on until" in answering
    board = signed_in(seller).get("/selling/").context["board"]
    assert [row.button.label for row in board.mine] == ["Answer the request"]
