"""Any sequence of amendments, deliveries, answers and cards keeps ledger, audit and history whole."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from config.shared import clock
from config.shared.errors import Refusal
from orders.amending import Changes, Row
from orders.ledger.audit import broken_invariants as broken_ledger
from orders.models import Amendment, Order
from orders.operations import amending, consenting
from orders.operations.sweeping import run_due
from orders.payments.audit import broken_invariants as broken_payments
from orders.states import OPEN, Act
from tests.orders import stories
from tests.orders.amendments.changing import is_whole, rail, rest_of

pytestmark = pytest.mark.django_db(transaction=False)
CARDS = (stories.SUCCESS, stories.DECLINED, stories.AUTHENTICATE, stories.ANSWER_LOST)
ACCEPTS = (Act.ACCEPT_AND_CONTINUE, Act.ACCEPT_AND_STOP, Act.ACCEPT_DECIDE_LATER, Act.ACCEPT_FINAL)

changes = st.builds(
    Changes,
    days=st.integers(0, 6),
    revisions=st.integers(0, 2),
    price_minor=st.sampled_from((0, 0, 1, 15_01)),
    amount_minor=st.none() | st.integers(100, 30_001),
)
steps = st.one_of(
    st.tuples(st.just("propose"), changes, st.integers(0, 5), st.booleans()),
    st.tuples(st.just("accept"), st.sampled_from(CARDS)),
    st.tuples(st.just("pay"), st.sampled_from(CARDS)),
    st.tuples(st.sampled_from(("refuse", "withdraw", "deliver", "revise", "fund"))),
    st.tuples(st.just("take"), st.sampled_from(ACCEPTS)),
    st.tuples(st.just("wait"), st.sampled_from((1, 3, 5, 9))),
)


def _rest(order: Order, how: int) -> tuple[Row, ...] | None:
    """One of a few ways to change what has not begun."""
    rest = rest_of(order)
    new = Row(name="New", days=4, amount_minor=4_999, revisions=None)
    ways: tuple[tuple[Row, ...] | None, ...] = (
        None,
        rest[:-1],
        tuple(reversed(rest)),
        (*rest, new),
        (new, *rest[1:]),
        tuple(replace(row, amount_minor=row.amount_minor + 33, days=3) for row in rest),
    )
    return ways[how]


class Play:
    """One order, played step by step; what is refused leaves everything whole."""

    def __init__(self, order: Order) -> None:
        self.order, self.at = order, clock.now()

    def step(self, step: tuple[object, ...]) -> None:
        with clock.travelled_to(self.at), suppress(Refusal, Amendment.DoesNotExist):
            getattr(self, str(step[0]))(*step[1:])
        is_whole(self.order)

    def _open(self) -> Amendment:
        return Amendment.objects.get(order=self.order, closed_at__isnull=True)

    def _side(self, *, proposer: bool) -> User:
        order = stories.fresh(self.order)
        return order.seller if (self._open().role == "seller") == proposer else order.buyer

    def propose(self, wanted: Changes, how: int, by_seller: bool) -> None:
        order = stories.fresh(self.order)
        user = order.seller if by_seller else order.buyer
        wanted = replace(wanted, rest=_rest(order, how))
        amending.propose(order_id=order.pk, changes=wanted, note_text="", click=stories.click(user, order))

    def accept(self, number: str) -> None:
        order, user = stories.fresh(self.order), self._side(proposer=False)
        card = stories.card_of(order.buyer, number).pk if user == order.buyer else None
        consenting.accept(
            order_id=order.pk,
            amendment_id=self._open().pk,
            click=stories.click(user, order),
            card_id=card,
        )

    def pay(self, number: str) -> None:
        order = stories.fresh(self.order)
        consenting.pay_difference(
            order_id=order.pk,
            amendment_id=self._open().pk,
            card_id=stories.card_of(order.buyer, number).pk,
            click=stories.click(order.buyer, order),
        )

    def refuse(self) -> None:
        click = stories.click(self._side(proposer=False), stories.fresh(self.order))
        amending.refuse(order_id=self.order.pk, amendment_id=self._open().pk, click=click)

    def withdraw(self) -> None:
        click = stories.click(self._side(proposer=True), stories.fresh(self.order))
        amending.withdraw(order_id=self.order.pk, amendment_id=self._open().pk, click=click)

    def deliver(self) -> None:
        stories.deliver(self.order)

    def revise(self) -> None:
        stories.revise(self.order)

    def fund(self) -> None:
        stories.pay(self.order)

    def take(self, act: Act) -> None:
        stories.accept(self.order, act)

    def wait(self, days: int) -> None:
        self.at += timedelta(days=days)
        with clock.travelled_to(self.at):
            run_due()


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(script=st.lists(steps, min_size=4, max_size=14))
def test_any_sequence_keeps_money_and_history_whole(
    script: list[tuple[object, ...]], buyer: User, seller: User
) -> None:
    play = Play(stories.order_of(seller, buyer, milestones=3))
    for step in script:
        play.step(step)
        if stories.fresh(play.order).status not in OPEN:
            break
    play.wait(60)
    is_whole(play.order)
    assert [m.position for m in rail(play.order)] == list(range(1, len(rail(play.order)) + 1))
    assert broken_ledger() == []
    assert broken_payments() == []
