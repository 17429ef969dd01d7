"""The clock closes many orders together exactly as it would close them one by one."""

import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
from django.db import connection, models, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accounts.models import User
from config.shared import clock
from config.shared.models import Outbox
from offers.models import Message, Offer
from orders.audit import broken_invariants
from orders.glances import Glance
from orders.ledger.audit import broken_invariants as broken_ledger
from orders.models import Attempt, Entry, Event, Intent, Order, OrderMilestone, Settlement
from orders.operations import closing, disputing, placing
from orders.operations.closing import close_due
from orders.states import TABLE, Act, MilestoneStatus, OrderStatus
from tests.bench.copies import WHOLE, Copier
from tests.orders import stories
from tests.support.dying import run_and_die

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
TABLES: tuple[type[models.Model], ...] = (
    Order, OrderMilestone, Event, Settlement, Entry, Intent, Attempt, Offer, Message, Outbox,
)  # fmt: skip
NUMBERED = frozenset({"id"})
UNSAID: dict[type[models.Model], frozenset[str]] = {
    **dict.fromkeys((Event, Entry, Message, Settlement), NUMBERED),
    Outbox: NUMBERED | {"created_at", "due_at"},
    Attempt: NUMBERED | {"key"},
}
"""Numbers and keys that are drawn anew each time, and when an effect was written down."""


def delivered(seller: User, buyer: User, milestones: int = 3, amount_minor: int = 18_000) -> Order:
    return stories.deliver(stories.order_of(seller, buyer, milestones=milestones, amount_minor=amount_minor))


def undecided(seller: User, buyer: User) -> Order:
    return stories.accept(delivered(seller, buyer), Act.ACCEPT_DECIDE_LATER)


def refused(seller: User, buyer: User) -> Order:
    """The next milestone was tried with a card that was declined."""
    return stories.pay(undecided(seller, buyer), stories.DECLINED)


def in_doubt(seller: User, buyer: User) -> Order:
    """The provider took the next payment, and nobody knows yet."""
    return stories.pay(undecided(seller, buyer), stories.ANSWER_LOST)


def asked(seller: User, buyer: User) -> Order:
    offer = stories.offer_of(seller, buyer, milestones=2)
    question = {"text": "What is it for?", "kind": "text", "choices": [], "required": True}
    Offer.objects.filter(pk=offer.pk).update(questions=[question])
    return placing.place_from_offer(
        offer_id=offer.pk, card_id=stories.card_of(buyer).pk, click=stories.click(buyer)
    )


def disputed(seller: User, buyer: User) -> Order:
    order = stories.fresh(delivered(seller, buyer))
    return disputing.open_dispute(
        order_id=order.pk, statement="Not as agreed.", click=stories.click(buyer, order)
    )


POPULATION: tuple[Callable[[User, User], Order], ...] = (
    delivered,
    lambda seller, buyer: delivered(seller, buyer, milestones=1),
    lambda seller, buyer: delivered(seller, buyer, milestones=2, amount_minor=501),
    lambda seller, buyer: stories.deliver(
        stories.accept(delivered(seller, buyer, milestones=2), Act.ACCEPT_AND_CONTINUE)
    ),
    lambda seller, buyer: stories.revise(delivered(seller, buyer)),
    lambda seller, buyer: stories.accept(delivered(seller, buyer), Act.ACCEPT_AND_STOP),
    lambda seller, buyer: stories.order_of(seller, buyer, milestones=2),
    lambda seller, buyer: stories.order_of(seller, buyer, milestones=2, number=stories.DECLINED),
    undecided,
    refused,
    in_doubt,
    asked,
    disputed,
)


@pytest.fixture
def population(buyer: User, seller: User) -> list[Order]:
    """An order in every state in which the clock can find one."""
    return [stories.fresh(make(seller, buyer)) for make in POPULATION]


def one_by_one() -> AbstractContextManager[object]:
    """Nothing is usual: every order goes through the operation of its own."""
    return mock.patch.object(closing, "_usual", return_value=[])


def one_by_one_is_refused() -> AbstractContextManager[object]:
    """Every order is usual."""
    return mock.patch.object(closing, "close_order", side_effect=AssertionError("one by one"))


def close_all(at: datetime, limit: int = 1_000) -> int:
    """Sweep until nothing is due, as the job does tick after tick; how many were closed."""
    total = 0
    with clock.travelled_to(at):
        while Order.objects.due(at).exists():
            total += close_due(at=at, limit=limit)
    return total


def rows() -> dict[str, list[str]]:
    """Every row of every table that a closing can touch; what is drawn at random has the name of what it means."""
    names = {
        **{one.uid: f"{one.act} of {one.order_id}" for one in Event.objects.all()},
        **{one.pk: f"{one.purpose} of {one.subject_id} {one.amount_minor}" for one in Intent.objects.all()},
    }
    words = {text: name for known, name in names.items() for text in (str(known), f"UUID('{known}')")}
    return {table.__name__: sorted(_told(row, words) for row in _values(table)) for table in TABLES}


def _values(table: type[models.Model]) -> Iterator[dict[str, object]]:
    unsaid = UNSAID.get(table, frozenset())
    for row in table._base_manager.values():
        yield {name: row[name] for name in sorted(row) if name not in unsaid}


def _told(row: dict[str, object], words: dict[str, str]) -> str:
    text = repr(row)
    for known, name in words.items():
        text = text.replace(known, name)
    return text


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside did not happen."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def same_both_ways(at: datetime, limit: int, orders: list[Order]) -> int:
    """Close together, then again one by one; the rows are the same. How many were closed."""
    with undone():
        closed, together = close_all(at, limit), rows()
        assert broken_invariants() == broken_ledger() == []
        assert close_all(at, limit) == 0
        assert rows() == together, "a second sweep moved something"
    with undone(), one_by_one():
        assert close_all(at, limit) == closed
        alone = rows()
    for table, there in together.items():
        assert there == alone[table], table
    return closed


def test_the_population_has_every_state_that_has_a_deadline(population: list[Order]) -> None:
    there = {(order.status, stories.current(order).status) for order in population}
    assert there >= {state for (state, _), move in TABLE.items() if move.on_deadline}


def test_all_of_them_after_three_days_of_downtime_come_to_the_same_end(population: list[Order]) -> None:
    last = max(order.due_at for order in population if order.due_at)
    closed = same_both_ways(last + timedelta(days=3), 1_000, population)
    assert closed == sum(order.due_at is not None for order in population) - 1  # one charge is in doubt


@settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=12)
@given(
    whose=st.integers(0, len(POPULATION) - 1),
    off=st.sampled_from((-SECOND, timedelta(0), SECOND, timedelta(days=2))),
    limit=st.sampled_from((1, 3, 1_000)),
)
@example(whose=0, off=timedelta(0), limit=1_000)
@example(whose=0, off=-SECOND, limit=1_000)
def test_any_moment_and_any_size_of_batch_come_to_the_same_end(
    population: list[Order], whose: int, off: timedelta, limit: int
) -> None:
    at = (population[whose].due_at or clock.now()) + off
    same_both_ways(at, limit, population)


def test_at_the_second_of_its_deadline_a_silent_delivery_is_closed_and_not_before(
    buyer: User, seller: User
) -> None:
    order = stories.fresh(delivered(seller, buyer))
    assert order.due_at is not None
    assert close_all(order.due_at - SECOND) == 0
    assert stories.fresh(order).version == order.version
    assert close_all(order.due_at) == 1
    assert stories.fresh(order).ended_at == order.due_at


@pytest.fixture
def three(buyer: User, seller: User) -> list[Order]:
    """Three deliveries that nobody answers."""
    return [stories.fresh(delivered(seller, buyer)) for _ in range(3)]


def overdue(orders: list[Order]) -> datetime:
    return max(order.due_at for order in orders if order.due_at) + SECOND


def test_a_usual_batch_is_a_handful_of_statements_however_many_orders(
    three: list[Order], django_assert_max_num_queries: Callable[..., AbstractContextManager[object]]
) -> None:
    with one_by_one_is_refused(), django_assert_max_num_queries(11):
        assert close_due(at=overdue(three)) == 3


def test_a_milestone_that_was_settled_already_spoils_the_batch_and_only_it_is_left(
    three: list[Order],
) -> None:
    at, poisoned = overdue(three), stories.current(three[1])
    Settlement.objects.create(
        milestone=poisoned, seller_id=three[1].seller_id, act="x", released_minor=0, commission_minor=0,
        to_seller_minor=0, to_buyer_minor=0, at=at, clears_at=at, cleared_at=at,
    )  # fmt: skip
    assert close_due(at=at) == 2
    assert [stories.fresh(order).status for order in three] == ["completed", "active", "completed"]
    left = stories.fresh(three[1])
    assert (left.version, left.sweep_after) == (three[1].version, at + timedelta(hours=1))
    assert stories.current(left).status == MilestoneStatus.DELIVERED
    assert Event.objects.filter(order=left, act=Act.CLOSE_UNANSWERED).count() == 0
    assert close_due(at=at) == 0


def test_an_order_whose_terms_cannot_be_read_is_left_for_an_hour_and_the_rest_is_closed(
    three: list[Order],
) -> None:
    at = overdue(three)
    Order.objects.filter(pk=three[0].pk).update(windows={})
    assert close_due(at=at) == 2
    assert stories.fresh(three[0]).sweep_after == at + timedelta(hours=1)
    assert close_due(at=at + timedelta(minutes=59)) == 0


def test_an_order_that_moved_between_reading_and_writing_sends_all_of_them_through_one_by_one(
    three: list[Order],
) -> None:
    real = closing.glances

    def stale(locked: list[tuple[object, ...]], at: datetime) -> Iterator[Glance]:
        return (replace(one, version=one.version - (one.order_id == three[2].pk)) for one in real(locked, at))

    with mock.patch.object(closing, "glances", stale):
        assert close_due(at=overdue(three)) == 3
    assert Settlement.objects.count() == 3
    assert broken_invariants() == broken_ledger() == []


def test_a_charge_in_doubt_keeps_its_order_out_of_the_way_for_a_minute(buyer: User, seller: User) -> None:
    held, other = stories.fresh(in_doubt(seller, buyer)), stories.fresh(undecided(seller, buyer))
    at = overdue([held, other])
    assert [close_due(at=at, limit=1) for _ in range(2)] == [0, 1]
    assert stories.fresh(held).status == OrderStatus.ACTIVE
    assert stories.fresh(held).sweep_after == at + timedelta(minutes=1)


DEATHS = ("orders.operations.closing:settle_many", "orders.operations.closing:tell_many")


def close_everything(number: uuid.UUID) -> None:
    """What the dying worker does; the number stands for the seconds since 1970."""
    close_all(datetime.fromtimestamp(number.int, UTC))


@pytest.mark.crash
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("at", DEATHS)
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_worker_killed_in_the_middle_leaves_nothing_half_closed(
    buyer: User, seller: User, at: str, moment: str
) -> None:
    orders = [stories.fresh(delivered(seller, buyer)) for _ in range(2)]
    due, before = overdue(orders), rows()
    number = uuid.UUID(int=int(due.timestamp()) + 1)
    run_and_die("tests.orders.test_closing_together:close_everything", number, at=at, moment=moment)

    assert rows() == before
    assert close_all(due) == 2
    assert broken_invariants() == broken_ledger() == []


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="row locks need PostgreSQL: set DATABASE_URL")
def test_two_workers_and_a_late_click_share_the_orders_and_close_each_of_them_once(
    buyer: User, seller: User
) -> None:
    original, copies = stories.fresh(delivered(seller, buyer)), 400
    Copier([original.pk], WHOLE).make(1, copies)
    latest = Order.objects.latest("due_at").due_at
    assert latest is not None
    at, closed = latest + SECOND, {}

    def work(name: str, close: Callable[[], int]) -> None:
        try:
            closed[name] = close()
        finally:
            connection.close()

    def clicks() -> int:
        ids = Order.objects.filter(due_at__isnull=False).order_by("-due_at").values_list("pk", flat=True)
        return sum(closing.close_order(one, at=at) for one in list(ids[:60]))

    jobs = {"first": lambda: close_all(at, 20), "second": lambda: close_all(at, 20), "clicks": clicks}
    threads = [threading.Thread(target=work, args=job) for job in jobs.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)

    assert sum(closed.values()) + close_all(at) == copies + 1, closed
    assert min(closed["first"], closed["second"]) > 0, "one of them did all the work"
    assert Settlement.objects.count() == copies + 1
    assert Event.objects.filter(act=Act.CLOSE_UNANSWERED).values("order").distinct().count() == copies + 1
    assert broken_invariants() == broken_ledger() == []
