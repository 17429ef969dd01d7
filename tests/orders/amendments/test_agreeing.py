"""Two people agree on other terms: what moves, to the cent and to the second, and what does not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from accounts.models import User
from config.shared.errors import Stale
from orders import deadlines
from orders.amending import Changes, Row
from orders.ledger import accounts
from orders.ledger.balances import balance
from orders.models import Amendment, Event, Intent, Order
from orders.operations import amending, consenting
from orders.operations.cancelling import request_cancellation
from orders.operations.sweeping import run_due
from orders.states import Act
from orders.transitions import NotYourPart
from tests.orders import stories
from tests.orders.amendments.changing import (
    accept,
    agreed,
    is_whole,
    newest,
    open_one,
    pay,
    propose,
    rail,
    refunds,
    rest_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(buyer: User, seller: User) -> Order:
    """Three milestones of 180.00 and 5 days, the first one running."""
    return stories.fresh(stories.order_of(seller, buyer, milestones=3))


def test_a_proposal_alone_changes_nothing(order: Order) -> None:
    before = rail(order)
    proposed = propose(order, order.seller, Changes(days=4, amount_minor=200_00), "It is bigger.")
    assert [vars(m) | {"_state": 0} for m in rail(order)] == [vars(m) | {"_state": 0} for m in before]
    assert stories.fresh(order).version == order.version
    assert (proposed.difference_minor, proposed.fee_minor, proposed.role) == (20_00, 1_10, "seller")
    assert proposed.due_at == proposed.opened_at + timedelta(days=4)
    assert not Intent.objects.filter(purpose="amendment").exists()
    is_whole(order)


def test_more_days_move_the_due_date_and_the_abandonment_clock(order: Order) -> None:
    was = rail(order)[0].due_at
    after = agreed(order, Changes(days=4))
    assert was is not None
    first = rail(order)[0]
    assert (first.days, first.due_at) == (9, was + timedelta(days=4))
    assert after.due_at == deadlines.abandoned_at(order.windows, was + timedelta(days=4))
    assert after.version == order.version + 1
    assert newest(order).outcome == "in_force"
    is_whole(order)


def test_more_days_while_delivered_add_to_the_time_that_is_left_and_leave_the_window(order: Order) -> None:
    stories.deliver(order)
    before, stands = rail(order)[0], stories.fresh(order).due_at
    agreed(order, Changes(days=2))
    after = rail(order)[0]
    assert (after.left_s or 0) - (before.left_s or 0) == 2 * 86_400
    assert (after.deadline_at, stories.fresh(order).due_at) == (before.deadline_at, stands)
    is_whole(order)


def test_a_dearer_milestone_is_dearer_when_the_buyers_yes_is_paid(order: Order) -> None:
    propose(order, order.seller, Changes(amount_minor=200_01, revisions=1))
    accept(order, order.buyer, stories.SUCCESS)
    first = rail(order)[0]
    # half-even(5.5 % of 20.01) = 1.10
    assert (first.amount_minor, first.fee_minor, first.revisions) == (200_01, 11_00, 3)
    assert Intent.objects.get(purpose="amendment").amount_minor == 21_11
    assert balance(accounts.held(first.pk)) == 200_01
    assert balance(accounts.fees()) == 11_00
    is_whole(order)


def test_the_sellers_yes_charges_nothing_and_gives_the_buyer_four_days_to_pay(order: Order) -> None:
    propose(order, order.buyer, Changes(revisions=1, price_minor=15_00))
    accept(order, order.seller)
    waiting = open_one(order)
    assert waiting.agreed_at is not None
    assert waiting.due_at == waiting.agreed_at + timedelta(days=4)
    assert rail(order)[0].amount_minor == 180_00
    assert not Intent.objects.filter(purpose="amendment").exists()
    pay(order)
    first = rail(order)[0]
    assert (first.amount_minor, first.fee_minor, first.revisions) == (195_00, 10_72, 3)
    is_whole(order)


def test_a_cheaper_milestone_sends_the_difference_back_with_its_fee(order: Order) -> None:
    agreed(order, Changes(amount_minor=120_01), by_seller=False)
    first = rail(order)[0]
    # the fee keeps half-even(9.90 * 120.01 / 180.00) = 6.60
    assert (first.amount_minor, first.fee_minor) == (120_01, 6_60)
    assert refunds(order) == [59_99 + 3_30]
    assert balance(accounts.held(first.pk)) == 120_01
    is_whole(order)
    run_due()
    is_whole(order)


def test_what_has_not_begun_changes_at_once_and_is_never_charged_for_it(order: Order) -> None:
    one, two = rest_of(order)
    new = Row(name="Figures", days=7, amount_minor=90_00, revisions=None)
    agreed(order, Changes(rest=(replace(two, amount_minor=99_99, days=3), new, replace(one, name="Later"))))
    assert [(m.position, m.name, m.amount_minor, m.fee_minor, m.days, m.revisions) for m in rail(order)] == [
        (1, "Step 1", 180_00, 9_90, 5, 2),
        (2, "Step 3", 99_99, 5_50, 3, 2),
        (3, "Figures", 90_00, 4_95, 7, None),
        (4, "Later", 180_00, 9_90, 5, 2),
    ]
    assert stories.fresh(order).milestone_count == 4
    assert not Intent.objects.filter(purpose="amendment").exists()
    is_whole(order)


def test_a_dropped_milestone_is_no_milestone_of_the_order_any_more(order: Order) -> None:
    one, _ = rest_of(order)
    agreed(order, Changes(rest=(one,)))
    assert [m.name for m in rail(order)] == ["Step 1", "Step 2"]
    assert order.milestones.get(name="Step 3").status == "dropped"
    stories.accept(stories.deliver(order), Act.ACCEPT_AND_CONTINUE)
    ended = stories.accept(stories.deliver(order), Act.ACCEPT_FINAL)
    assert (ended.status, ended.reason) == ("completed", "finished")
    is_whole(order)


def test_a_drop_that_makes_a_delivery_the_last_one_asks_for_the_final_delivery(order: Order) -> None:
    stories.deliver(order)
    at_delivery = rail(order)[0]
    agreed(order, Changes(rest=()))
    first, now = rail(order)[0], stories.fresh(order)
    assert (first.status, first.deadline_at, now.milestone_count) == ("in_progress", None, 1)
    event = Event.objects.get(order=order, act="amend_reopen")
    assert first.due_at == event.at + max(at_delivery.left, timedelta(days=3))
    assert now.due_at == deadlines.abandoned_at(now.windows, first.due_at or event.at)
    is_whole(order)
    ended = stories.accept(stories.deliver(order), Act.ACCEPT_FINAL)
    assert ended.reason == "finished"
    is_whole(order)


def test_between_two_milestones_the_next_one_may_become_another(order: Order) -> None:
    stories.accept(stories.deliver(order), Act.ACCEPT_DECIDE_LATER)
    one, two = rest_of(order)
    until = stories.fresh(order).due_at
    agreed(order, Changes(rest=(replace(two, amount_minor=50_00), one)))
    assert [(m.name, m.status) for m in rail(order)[1:]] == [
        ("Step 3", "awaiting_payment"),
        ("Step 2", "planned"),
    ]
    assert stories.fresh(order).due_at == until
    is_whole(order)
    stories.pay(order)
    assert (stories.current(order).name, stories.current(order).status) == ("Step 3", "in_progress")
    assert Intent.objects.get(subject_id=stories.current(order).pk).amount_minor == 52_75
    is_whole(order)


def test_a_price_that_was_declined_before_is_asked_anew_after_it_changed(buyer: User, seller: User) -> None:
    order = stories.fresh(stories.order_of(seller, buyer, milestones=2, number=stories.FIRST_ONLY))
    stories.accept(stories.deliver(order), Act.ACCEPT_AND_CONTINUE)
    assert stories.current(order).payment_trouble
    agreed(order, Changes(rest=(replace(rest_of(order)[0], amount_minor=90_00),)))
    assert not stories.current(order).payment_trouble
    stories.pay(order)
    charged = Intent.objects.filter(subject_id=stories.current(order).pk, status="succeeded")
    assert list(charged.values_list("amount_minor", flat=True)) == [94_95]
    is_whole(order)


def test_one_proposal_at_a_time(order: Order) -> None:
    propose(order, order.seller, Changes(days=1))
    for user in (order.seller, order.buyer):
        with pytest.raises(amending.ProposedAlready):
            amending.propose(
                order_id=order.pk, changes=Changes(days=2), note_text="", click=stories.click(user, order)
            )
    assert Amendment.objects.filter(order=order).count() == 1


def test_only_the_other_side_answers_and_only_the_proposer_takes_back(order: Order) -> None:
    pk = propose(order, order.seller, Changes(days=1)).pk
    own, others = stories.click(order.seller, order), stories.click(order.buyer, order)
    with pytest.raises(NotYourPart):
        consenting.accept(order_id=order.pk, amendment_id=pk, click=own)
    with pytest.raises(NotYourPart):
        amending.refuse(order_id=order.pk, amendment_id=pk, click=own)
    with pytest.raises(NotYourPart):
        amending.withdraw(order_id=order.pk, amendment_id=pk, click=others)
    assert newest(order).closed_at is None


def test_a_no_and_a_step_back_leave_everything_as_it_was(order: Order) -> None:
    for user, act, outcome in (
        (order.buyer, amending.refuse, "refused"),
        (order.seller, amending.withdraw, "withdrawn"),
    ):
        pk = propose(order, order.seller, Changes(days=1, amount_minor=500_00)).pk
        act(order_id=order.pk, amendment_id=pk, click=stories.click(user, order))
        assert newest(order).outcome == outcome
        assert (rail(order)[0].days, rail(order)[0].amount_minor) == (5, 180_00)
        assert stories.fresh(order).version == order.version
        is_whole(order)


def test_an_answer_to_another_proposal_than_the_one_shown_is_stale(order: Order) -> None:
    shown = propose(order, order.seller, Changes(days=1)).pk
    amending.withdraw(order_id=order.pk, amendment_id=shown, click=stories.click(order.seller, order))
    propose(order, order.seller, Changes(days=20))
    with pytest.raises(Stale):
        consenting.accept(order_id=order.pk, amendment_id=shown, click=stories.click(order.buyer, order))
    assert rail(order)[0].days == 5


def test_a_yes_on_a_page_from_before_the_delivery_is_stale(order: Order) -> None:
    pk = propose(order, order.seller, Changes(days=1)).pk
    seen = stories.click(order.buyer, stories.fresh(order))
    stories.deliver(order)
    with pytest.raises(Stale):
        consenting.accept(order_id=order.pk, amendment_id=pk, click=seen)
    assert newest(order).closed_at is None


def test_the_same_click_twice_has_one_effect(order: Order) -> None:
    pk = propose(order, order.seller, Changes(amount_minor=200_00)).pk
    card, again = stories.card_of(order.buyer).pk, stories.click(order.buyer, order)
    for _ in range(2):
        consenting.accept(order_id=order.pk, amendment_id=pk, click=again, card_id=card)
    assert Intent.objects.filter(purpose="amendment").count() == 1
    assert Event.objects.filter(order=order, act="amend").count() == 1
    is_whole(order)


@pytest.mark.parametrize("delivered", [True, False])
def test_other_terms_set_a_request_to_cancel_aside_and_its_clock_runs_on(
    order: Order, delivered: bool
) -> None:
    if delivered:
        stories.deliver(order)
    propose(order, order.seller, Changes(days=2, amount_minor=100_00))
    click = stories.click(order.seller, stories.fresh(order))
    request_cancellation(order_id=order.pk, released_minor=0, reason="I am ill.", click=click)
    left = order.cancellation_requests.get().left_s
    accept(order, order.buyer)
    asked, now, event = (
        order.cancellation_requests.get(),
        stories.fresh(order),
        Event.objects.get(act="amend"),
    )
    assert (asked.outcome, newest(order).outcome) == ("void", "in_force")
    more = timedelta(days=0 if delivered else 2)
    assert now.due_at == event.at + timedelta(seconds=left) + more
    assert not delivered or rail(order)[0].deadline_at == now.due_at
    assert refunds(order) == [84_40]
    is_whole(order)


def test_an_end_closes_what_is_open_also_in_the_clocks_batch(order: Order) -> None:
    stories.deliver(order)
    with stories.later(days=7):
        propose(order, order.seller, Changes(days=2))
    with stories.later(days=8, seconds=1):
        run_due()
    assert stories.fresh(order).reason == "unanswered"
    assert newest(order).outcome == "closed"
    is_whole(order)


def test_milestones_are_dropped_again_and_again_from_any_place(buyer: User, seller: User) -> None:
    order = stories.order_of(seller, buyer, milestones=6)
    for keep in ((0, 1, 3, 4), (3, 0, 2), (1, 2), (1, 0), (0,), ()):
        rest = rest_of(order)
        if tuple(range(len(rest))) == keep:
            continue
        agreed(order, Changes(rest=tuple(rest[n] for n in keep)))
        is_whole(order)
    new = Row(name="Again", days=3, amount_minor=10_00)
    agreed(order, Changes(rest=(new, new)))
    assert [m.name for m in rail(order)] == ["Step 1", "Again", "Again"]
    assert order.milestones.filter(status="dropped").count() == 5
    is_whole(order)
