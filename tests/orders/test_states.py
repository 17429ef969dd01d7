"""Every state, act, role and place of the milestone: the table is the only truth, and the guard obeys it."""

import itertools
from datetime import UTC, datetime

import pytest

from accounts.models import User
from config.shared.errors import Stale
from orders import transitions
from orders.models import Order, OrderMilestone
from orders.operations.locking import lock
from orders.standing import Actor, Standing
from orders.states import (
    ENDED,
    OPEN,
    TABLE,
    Act,
    MilestoneStatus,
    OrderStatus,
    Role,
    act_on_deadline,
    acts_of,
    move_for,
)
from orders.transitions import NotInThisState, NotYourPart, allowed
from tests.orders import stories

ALL = list(itertools.product(OrderStatus, MilestoneStatus, Act, Role, (True, False)))


def standing_at(order: OrderStatus, milestone: MilestoneStatus, *, last: bool) -> Standing:
    """Rows in memory, for asking only."""
    stored = Order(status=order, current=1, milestone_count=1 if last else 2)
    rows = [OrderMilestone(position=1, status=milestone)]
    return Standing(stored, rows if last else [*rows, OrderMilestone(position=2)])


@pytest.mark.parametrize("last", [True, False])
@pytest.mark.parametrize("role", Role)
def test_the_guard_lets_through_exactly_what_the_table_declares(
    role: Role, last: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transitions, "must_be_allowed", lambda *_: None)  # both sides are in good standing
    for order, milestone, act in itertools.product(OrderStatus, MilestoneStatus, Act):
        move = move_for((order, milestone), act)
        standing = standing_at(order, milestone, last=last)
        if move is None or move.last not in {None, last}:
            with pytest.raises(NotInThisState):
                allowed(standing, act, role)
        elif role in move.roles:
            assert allowed(standing, act, role) is move
        else:
            with pytest.raises(NotYourPart):
                allowed(standing, act, role)


def test_buttons_come_from_the_same_table() -> None:
    for order, milestone, act, role, last in ALL:
        shown = act in acts_of((order, milestone), role, last=last)
        move = move_for((order, milestone), act)
        assert shown == (move is not None and role in move.roles and move.last in {None, last})


def test_every_button_of_a_person_has_its_words() -> None:
    for (_, act), move in TABLE.items():
        if move.roles & {Role.BUYER, Role.SELLER, Role.STAFF}:
            assert move.label, act


def test_nothing_leads_out_of_an_ended_order() -> None:
    for (state, act), move in TABLE.items():
        if state[0] in ENDED:
            assert (move.order, move.milestone) == state, act


def test_every_end_names_its_reason_and_every_open_state_can_end() -> None:
    for (state, act), move in TABLE.items():
        if state[0] in OPEN and (move.order is None or move.order == OrderStatus.COMPLETED):
            assert move.reason, act
    states = {state for state, _ in TABLE if state[0] in OPEN}
    for state in states:
        assert _reaches_an_end(state, set()), state


def _reaches_an_end(state: tuple[OrderStatus, MilestoneStatus], seen: set[object]) -> bool:
    if state in seen:
        return False
    seen.add(state)
    for (at, _), move in TABLE.items():
        if at != state:
            continue
        if move.order is None or move.order in ENDED or move.milestone == MilestoneStatus.ACCEPTED:
            return True
        if _reaches_an_end((move.order, move.milestone), seen):
            return True
    return False


def test_every_open_state_but_a_dispute_has_one_act_of_the_clock() -> None:
    for state in {state for state, _ in TABLE if state[0] in OPEN}:
        clock_acts = [act for (at, act), move in TABLE.items() if at == state and move.on_deadline]
        assert len(clock_acts) == (0 if state[0] == OrderStatus.DISPUTED else 1), state
        assert act_on_deadline(state) == (clock_acts[0] if clock_acts else None)
    assert {order for order, _ in {state for state, _ in TABLE}} >= OPEN
    assert not [act for (state, act), move in TABLE.items() if state[0] in ENDED and move.on_deadline]


def test_a_transition_outside_a_transaction_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    class Outside:
        in_atomic_block = False

    monkeypatch.setattr(transitions, "connection", Outside)
    standing = standing_at(OrderStatus.ACTIVE, MilestoneStatus.DELIVERED, last=True)
    with pytest.raises(RuntimeError, match="open transaction"):
        transitions.apply(standing, Act.ACCEPT_FINAL, Actor(Role.BUYER, 1), datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.django_db
def test_a_second_writer_with_an_old_row_is_refused_and_changes_nothing(buyer: User, seller: User) -> None:
    order = stories.deliver(stories.order_of(seller, buyer, milestones=2))
    one, two = lock(order.pk), lock(order.pk)
    actor, at = Actor(Role.BUYER, buyer.pk), stories.clock.now()
    transitions.apply(one, Act.ACCEPT_AND_STOP, actor, at)
    with pytest.raises(Stale):
        transitions.apply(two, Act.REQUEST_REVISION, actor, at)
    assert stories.fresh(order).status == OrderStatus.COMPLETED
