"""The clock and a cancellation request: what silence grants, what stands meanwhile, what runs on (row 11)."""

from datetime import datetime, timedelta

import pytest

from accounts.models import User
from config.shared import clock
from orders.audit import broken_invariants
from orders.models import CancellationRequest, Event, Order, Settlement
from orders.operations import agreeing, delivering, extending
from orders.operations.acting import TooLate
from orders.operations.agreeing import AnsweredBySilence
from orders.operations.closing import close_due
from orders.operations.sweeping import run_due
from orders.states import Act, MilestoneStatus, OrderStatus, Reason
from tests.orders import stories
from tests.orders.cancelling import ask, refuse, request_of, take_back
from tests.orders.stories import click, current, fresh

pytestmark = pytest.mark.django_db
DAY, HOUR, SECOND = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)
WINDOW = 8 * DAY


def working(seller: User, buyer: User) -> Order:
    return stories.order_of(seller, buyer, milestones=2)


def delivered(seller: User, buyer: User) -> Order:
    return stories.deliver(working(seller, buyer))


def in_revision(seller: User, buyer: User) -> Order:
    return stories.revise(delivered(seller, buyer))


def due(order: Order) -> datetime:
    moment = fresh(order).due_at
    assert moment is not None
    return moment


def deadline(order: Order) -> datetime:
    moment = current(order).deadline_at
    assert moment is not None
    return moment


def close_at(moment: datetime) -> int:
    with clock.travelled_to(moment):
        return close_due(at=moment)


@pytest.mark.parametrize(
    ("state", "asker", "part", "outcome"),
    [
        (working, "seller", 0, Act.GRANT_CANCELLATION),
        (delivered, "seller", 0, Act.GRANT_CANCELLATION),
        (working, "seller", 1, Act.LAPSE_CANCELLATION),
        (working, "seller", 18_000, Act.LAPSE_CANCELLATION),
        (working, "buyer", 0, Act.GRANT_CANCELLATION),
        (working, "buyer", 9_000, Act.GRANT_CANCELLATION),
        (in_revision, "buyer", 0, Act.GRANT_CANCELLATION),
        (delivered, "buyer", 0, Act.LAPSE_CANCELLATION),
        (delivered, "buyer", 18_000, Act.LAPSE_CANCELLATION),
    ],
)
@pytest.mark.parametrize("late", [timedelta(0), 3 * DAY], ids=["in time", "after three days of downtime"])
def test_silence_grants_and_lapses(
    seller: User, buyer: User, state: object, asker: str, part: int, outcome: Act, late: timedelta
) -> None:
    order = state(seller, buyer)  # type: ignore[operator]
    ask(order, seller if asker == "seller" else buyer, part)
    until = due(order)
    assert until == request_of(order).answer_by
    assert close_at(until - SECOND) == 0
    assert request_of(order).closed_at is None
    assert close_at(until + late) == 1
    assert close_at(until + late) == 0
    assert request_of(order).outcome == outcome
    stands = fresh(order)
    if outcome == Act.LAPSE_CANCELLATION:
        assert (stands.status, Settlement.objects.count()) == (OrderStatus.ACTIVE, 0)
    else:
        paid = Settlement.objects.get()
        assert (paid.released_minor, paid.act) == (part, Act.GRANT_CANCELLATION)
        ends = (
            (OrderStatus.COMPLETED, Reason.REMAINDER_CANCELLED)
            if part
            else (OrderStatus.CANCELLED, Reason.AGREED)
        )
        assert (stands.status, stands.reason) == ends
    assert broken_invariants() == []


def test_an_open_request_holds_silent_acceptance_off(seller: User, buyer: User) -> None:
    order = delivered(seller, buyer)
    old = due(order)
    with clock.travelled_to(old - HOUR):
        ask(order, seller, 9_000)
    assert due(order) == pytest.approx(old + 47 * HOUR, abs=SECOND)
    assert deadline(order) == due(order) + DAY
    assert close_at(old) == 0
    assert close_at(old + DAY) == 0
    assert current(order).status == MilestoneStatus.DELIVERED
    assert not Settlement.objects.exists()


def test_after_a_refusal_the_time_that_was_left_runs_on(seller: User, buyer: User) -> None:
    order = delivered(seller, buyer)
    left = due(order) - clock.now() - 2 * DAY
    with stories.later(days=2):
        ask(order, seller, 9_000)
        with stories.later(hours=30) as answered:
            refuse(order, buyer)
    assert due(order) == deadline(order) == pytest.approx(answered + left, abs=2 * SECOND)
    assert broken_invariants() == []


@pytest.mark.parametrize("answer", ["refused", "withdrawn", "lapsed"])
def test_at_least_24_hours_are_left_afterwards(seller: User, buyer: User, answer: str) -> None:
    order = delivered(seller, buyer)
    with clock.travelled_to(due(order) - HOUR):
        ask(order, seller, 9_000)
        with stories.later(hours=5) as moment:
            if answer == "refused":
                refuse(order, buyer)
            elif answer == "withdrawn":
                take_back(order, seller)
    if answer == "lapsed":
        moment = due(order)
        assert close_at(moment) == 1
    until = due(order)
    assert until == deadline(order) == pytest.approx(moment + DAY, abs=2 * SECOND)
    assert close_at(until - SECOND) == 0
    assert current(order).status == MilestoneStatus.DELIVERED
    assert close_at(until) == 1
    assert fresh(order).reason == Reason.UNANSWERED
    assert broken_invariants() == []


def test_a_lapse_counts_from_when_the_time_was_over_and_what_was_left_may_be_over_too(
    seller: User, buyer: User
) -> None:
    order = delivered(seller, buyer)
    with clock.travelled_to(due(order) - HOUR):
        ask(order, seller, 9_000)
    over = due(order)
    assert close_at(over + DAY) == 1
    acts = list(Event.objects.filter(order=order).order_by("-id").values_list("act", flat=True)[:2])
    assert acts == [Act.CLOSE_UNANSWERED, Act.LAPSE_CANCELLATION]
    assert fresh(order).reason == Reason.UNANSWERED
    assert broken_invariants() == []


def test_abandonment_is_held_off_and_the_work_clock_runs(seller: User, buyer: User) -> None:
    order = working(seller, buyer)
    work, abandoned = current(order).due_at, due(order)
    with clock.travelled_to(abandoned - HOUR):
        ask(order, seller, 9_000)
    assert close_at(abandoned) == 0
    assert current(order).due_at == work
    lapsed = due(order)
    assert close_at(lapsed) == 1
    assert due(order) == lapsed + DAY
    assert close_at(lapsed + DAY) == 1
    assert fresh(order).reason == Reason.ABANDONED


def test_a_delivery_meanwhile_has_its_whole_window_afterwards(seller: User, buyer: User) -> None:
    order = working(seller, buyer)
    ask(order, buyer)
    answer_by = due(order)
    with stories.later(hours=40):
        stories.deliver(order)
    assert due(order) == answer_by
    assert deadline(order) == answer_by + WINDOW
    assert broken_invariants() == []
    assert close_at(answer_by) == 1, "the work was delivered, so a buyer's request lapses"
    assert request_of(order).outcome == Act.LAPSE_CANCELLATION
    assert due(order) == deadline(order) == answer_by + WINDOW


def test_a_delivery_after_the_time_to_answer_comes_too_late(seller: User, buyer: User) -> None:
    order = working(seller, buyer)
    order = ask(order, buyer)
    with clock.travelled_to(due(order) + HOUR), pytest.raises(TooLate):
        stories.deliver(order)
    assert fresh(order).reason == Reason.AGREED


def test_a_revision_meanwhile_keeps_the_answer_and_its_own_abandonment(seller: User, buyer: User) -> None:
    order = delivered(seller, buyer)
    ask(order, seller, 9_000)
    answer_by = due(order)
    with stories.later(hours=10) as sent_back:
        stories.revise(order)
    milestone = current(order)
    assert due(order) == answer_by
    assert (milestone.status, milestone.deadline_at) == (MilestoneStatus.IN_REVISION, None)
    assert milestone.due_at is not None
    given = milestone.due_at + 30 * DAY - sent_back
    assert broken_invariants() == []
    assert close_at(answer_by) == 1
    assert due(order) == pytest.approx(answer_by + given, abs=2 * SECOND)


def test_more_time_meanwhile_is_added_to_what_is_left(seller: User, buyer: User) -> None:
    order = delivered(seller, buyer)
    with clock.travelled_to(due(order) - HOUR):
        order = ask(order, seller, 9_000)
        extending.extend(order_id=order.pk, click=click(buyer, fresh(order)))
    answer_by = request_of(order).answer_by
    assert due(order) == answer_by
    assert deadline(order) == answer_by + 6 * DAY
    assert close_at(answer_by) == 1
    assert due(order) == deadline(order) == answer_by + 6 * DAY


@pytest.mark.parametrize("after", [-SECOND, timedelta(0), SECOND], ids=["-1 s", "0", "+1 s"])
def test_the_buyers_click_counts_around_the_end_of_the_time_to_answer(
    seller: User, buyer: User, after: timedelta
) -> None:
    """The deadline of the delivery is later than that of the answer, so the click is in time on all three."""
    order = delivered(seller, buyer)
    with clock.travelled_to(due(order) - HOUR):
        order = ask(order, seller, 9_000)
    order = fresh(order)
    moment = due(order) + after
    with clock.travelled_to(moment):
        delivering.request_revision(
            order_id=order.pk, delivery_round=1, text="Bluer.", click=click(buyer, order, at=moment)
        )
    assert current(order).status == MilestoneStatus.IN_REVISION
    assert (request_of(order).closed_at is None) is (after < timedelta(0))
    assert broken_invariants() == []


@pytest.mark.parametrize(
    ("after", "counts"), [(-SECOND, True), (timedelta(0), False), (SECOND, False)], ids=["-1 s", "0", "+1 s"]
)
def test_an_answer_counts_strictly_before_the_deadline(
    seller: User, buyer: User, after: timedelta, counts: bool
) -> None:
    order = fresh(ask(delivered(seller, buyer), seller, 9_000))
    pressed = click(buyer, order, at=due(order) + after)
    if counts:
        agreeing.accept_cancellation(order_id=order.pk, click=pressed)
        assert fresh(order).status == OrderStatus.COMPLETED
        return
    with pytest.raises(AnsweredBySilence):
        agreeing.accept_cancellation(order_id=order.pk, click=pressed)
    assert (fresh(order).status, request_of(order).outcome) == (OrderStatus.ACTIVE, Act.LAPSE_CANCELLATION)
    assert not Settlement.objects.exists()


def test_a_click_on_what_silence_has_granted_ends_the_order_as_the_clock_would(
    seller: User, buyer: User
) -> None:
    order = fresh(ask(working(seller, buyer), seller))
    pressed = click(buyer, order, at=due(order))
    with pytest.raises(TooLate):
        agreeing.refuse_cancellation(order_id=order.pk, text="No.", click=pressed)
    assert (fresh(order).reason, request_of(order).outcome) == (Reason.AGREED, Act.GRANT_CANCELLATION)


def test_the_batch_never_accepts_an_order_whose_request_is_open(seller: User, buyer: User) -> None:
    """Even if its clock had been set wrongly: the lookup keeps it out, and the single way answers the request."""
    asked = ask(delivered(seller, buyer), seller, 9_000)
    other = delivered(seller, buyer)
    moment = due(other)
    Order.objects.filter(pk=asked.pk).update(due_at=moment)
    assert close_at(moment) == 2
    assert fresh(other).reason == Reason.UNANSWERED
    assert (fresh(asked).status, request_of(asked).outcome) == (OrderStatus.ACTIVE, Act.LAPSE_CANCELLATION)


def test_an_order_that_is_older_than_the_rule_waits_the_usual_48_hours(seller: User, buyer: User) -> None:
    order = working(seller, buyer)
    windows = {name: length for name, length in order.windows.items() if name != "CANCELLATION_ANSWER"}
    Order.objects.filter(pk=order.pk).update(windows=windows)
    ask(order, seller)
    request = request_of(order)
    assert request.answer_by - request.opened_at == 48 * HOUR


def test_run_due_goes_to_the_end_of_it(seller: User, buyer: User) -> None:
    order = delivered(seller, buyer)
    ask(order, seller, 9_000)
    with stories.later(days=20):
        assert run_due()["orders closed"] >= 1
    assert fresh(order).reason == Reason.UNANSWERED
    assert not CancellationRequest.objects.filter(closed_at__isnull=True).exists()
