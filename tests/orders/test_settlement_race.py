"""Accept, close and stop of the same milestone at the same moment: exactly one settlement (architecture.md 3).

Three guards stand one behind the other: the order's row lock, the conditional update, the unique settlement (with
the unique keys of its ledger entries). The controls show that the race is real when all are off, and that each
holds alone.
"""

import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from unittest import mock

import pytest
from django.db import IntegrityError, OperationalError, connection, models, transaction

from accounts.models import User
from config.shared import clock, commands
from config.shared.errors import Refusal
from orders import transitions
from orders.audit import broken_invariants
from orders.ledger.accounts import held, pending
from orders.ledger.balances import balance
from orders.models import Entry, Order, Settlement
from orders.operations import accepting, acting, closing, funding, standing
from orders.states import Act
from tests.orders import stories

pytestmark = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="row locks need PostgreSQL: set DATABASE_URL"
    ),
]

THREADS = 16
ROUNDS = 100
CONTROL_ROUNDS = 25


def race(do: list[Callable[[], object]]) -> list[str]:
    """Start every function at the same moment in its own thread and connection; what each came to."""
    start, outcomes = threading.Barrier(len(do)), [""] * len(do)

    def run(place: int) -> None:
        try:
            start.wait(10)
            do[place]()
            outcomes[place] = "done"
        except Refusal as refusal:
            outcomes[place] = type(refusal).__name__
        except (IntegrityError, OperationalError) as error:
            outcomes[place] = type(error).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(do))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert all(outcomes), "a thread never came back"
    return outcomes


def rivals(order: Order) -> list[Callable[[], object]]:
    """Sixteen people and jobs who want to settle the current milestone: accept in three ways, and the clock."""
    at = clock.now()
    overdue = at + timedelta(days=9)

    def accept(act: Act) -> None:
        click = commands.Click(order.buyer_id, uuid.uuid4(), order.version, at)
        accepting.accept(order_id=order.pk, act=act, delivery_round=1, click=click)

    def close() -> None:
        closing.close_order(order.pk, at=overdue)

    acts = (Act.ACCEPT_AND_STOP, Act.ACCEPT_DECIDE_LATER, Act.ACCEPT_AND_CONTINUE)
    clicks = [lambda act=act: accept(act) for act in acts]
    return [(*clicks, close)[n % 4] for n in range(THREADS)]


@pytest.fixture
def delivered(buyer: User, seller: User) -> Callable[[], Order]:
    """Makes orders whose first of three milestones is delivered."""

    def make() -> Order:
        order = stories.order_of(seller, buyer, milestones=3)
        return stories.fresh(stories.deliver(order))

    return make


def settlements(order: Order) -> int:
    """How often the first milestone was paid out, by the ledger."""
    first = order.milestones.get(position=1)
    return Entry.objects.filter(debit_subject=first.pk, credit_kind="pending").count()


def test_exactly_one_settles_in_a_hundred_rounds(delivered: Callable[[], Order]) -> None:
    for _ in range(ROUNDS):
        order = delivered()
        outcomes = race(rivals(order))
        assert settlements(order) == 1, outcomes
        assert set(outcomes) <= {"done", "Stale", "NotInThisState", "TooLate"}, outcomes
        assert Settlement.objects.filter(milestone__order=order, milestone__position=1).count() == 1
        assert balance(held(order.milestones.get(position=1).pk)) == 0
        funding.recover_payments(at=clock.now())
        assert broken_invariants(order_id=order.pk) == []


# -- controls


@contextmanager
def no_row_lock() -> Iterator[None]:
    """The order is read without its lock."""

    def lock(order_id: uuid.UUID, *, skip_locked: bool = False) -> transitions.Standing:
        order = Order.objects.get(pk=order_id)
        return transitions.Standing(order, list(order.milestones.order_by("position")))

    with ExitStack() as stack:
        for module in (acting, closing, funding, standing):
            stack.enter_context(mock.patch.object(module, "lock", lock))
        yield


@contextmanager
def no_conditional_update() -> Iterator[None]:
    """Rows are written whatever they hold by now, and an old version is not noticed."""

    def update(row: models.Model, *, expect: dict[str, object], **changes: object) -> None:
        type(row)._base_manager.filter(pk=row.pk).update(**changes)
        for name, value in changes.items():
            setattr(row, name, value)

    with mock.patch.object(transitions, "guarded_update", update):
        yield


@contextmanager
def no_unique_settlement() -> Iterator[None]:
    """A milestone may have several settlements, and a ledger key may repeat."""
    dropped = _drop_unique()
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for statement in (
                "ALTER TABLE orders_entry DISABLE TRIGGER USER",
                "DELETE FROM orders_entry",
                "ALTER TABLE orders_entry ENABLE TRIGGER USER",
                "DELETE FROM orders_settlement",
                *dropped,
            ):
                cursor.execute(statement)


def _drop_unique() -> list[str]:
    again = []
    with connection.cursor() as cursor:
        for table in ("orders_settlement", "orders_entry"):
            cursor.execute(
                "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
                " WHERE conrelid = %s::regclass AND contype = 'u'",
                [table],
            )
            for name, definition in cursor.fetchall():
                cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
                again.append(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
    return again


def most_settlements(delivered: Callable[[], Order], rounds: int = CONTROL_ROUNDS) -> int:
    """The most that one milestone was settled in so many races."""
    worst = 0
    for _ in range(rounds):
        order = delivered()
        race(rivals(order))
        worst = max(worst, settlements(order))
    return worst


def test_with_all_guards_off_a_milestone_is_settled_more_than_once(delivered: Callable[[], Order]) -> None:
    with no_row_lock(), no_conditional_update(), no_unique_settlement():
        assert most_settlements(delivered) > 1


def test_the_row_lock_holds_alone(delivered: Callable[[], Order]) -> None:
    with no_conditional_update(), no_unique_settlement():
        assert most_settlements(delivered) == 1


def test_the_conditional_update_holds_alone(delivered: Callable[[], Order]) -> None:
    with no_row_lock(), no_unique_settlement():
        assert most_settlements(delivered) == 1


def test_the_unique_settlement_holds_alone(delivered: Callable[[], Order]) -> None:
    with no_row_lock(), no_conditional_update():
        assert most_settlements(delivered) == 1


def test_many_threads_with_the_same_command_settle_once_and_all_get_the_first_outcome(
    delivered: Callable[[], Order], seller: User
) -> None:
    order = delivered()
    click = commands.Click(order.buyer_id, uuid.uuid4(), order.version, clock.now())
    before = balance(pending(seller.pk))

    def press() -> None:
        accepting.accept(order_id=order.pk, act=Act.ACCEPT_AND_CONTINUE, delivery_round=1, click=click)

    assert race([press] * THREADS) == ["done"] * THREADS
    assert settlements(order) == 1
    assert balance(pending(seller.pk)) == before + 14_400
    with transaction.atomic():
        assert stories.current(order).position == 2
