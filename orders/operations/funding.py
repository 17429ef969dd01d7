"""Paying a milestone: the provider is asked after commit, and one place records what it said.

``finalize`` is where every way of learning an outcome ends: the request after commit, worker, poller and
(later) webhook.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from uuid import UUID

import structlog
from django.db import transaction

from config.shared import clock
from config.shared.commands import Click
from config.shared.rows import together
from orders import deadlines
from orders.good_standing import must_be_allowed
from orders.ledger import stories
from orders.ledger.postings import post
from orders.models import Amendment, Attempt, Order, OrderMilestone
from orders.operations.acting import TooLate, carry_out
from orders.operations.amended import difference_failed, take_difference
from orders.operations.amendments import AmendmentLapsed, lapse_if_due
from orders.operations.asks import close_asks
from orders.operations.charging import begin_charge
from orders.operations.closing import close_if_due
from orders.operations.locking import lock
from orders.operations.pausing import set_clock
from orders.operations.returning import finalize_refund
from orders.operations.subscribing import drop_unpaid_month, month_is_paid, month_is_paid_with
from orders.operations.telling import tell
from orders.payments import facts, intents
from orders.payments.models import AttemptStatus, Purpose
from orders.payments.pursuing import PursuitResult, authenticate, pursue
from orders.standing import SYSTEM, Actor, Standing
from orders.states import OPEN, Act, MilestoneStatus, OrderStatus, Role
from orders.transitions import allowed, apply, note, remember_card, remember_trouble

log = structlog.get_logger()


def pay(*, order_id: UUID, card_id: UUID, click: Click, starting: bool = False) -> Order:
    """The buyer pays the milestone that waits for payment, with any card.

    ``starting``: "Start next milestone". A decline is an outcome, not an error: the order then says why.
    Raises TooLate, Stale, PaymentInProcess, NotInThisState, NotYourPart.
    """
    charges: list[Attempt] = []

    def do(standing: Standing, actor: Actor) -> None:
        allowed(standing, Act.START_NEXT if starting else Act.PAY, actor.role)
        charges.append(begin_charge(standing, card_id=card_id, at=click.at))
        remember_card(standing, card_id)
        month_is_paid_with(standing, card_id, click.at)

    order = carry_out(order_id, click, "pay", do)
    return confirm_all(order, charges)


def confirm_all(order: Order, charges: Iterable[Attempt]) -> Order:
    """After commit.

    Ask the provider, then record what it said. What stays unknown is looked at again by a job.
    """
    for attempt in charges:
        settle_outcome(pursue(attempt.pk))
    order.refresh_from_db()
    return order


def authenticate_payment(*, order_id: UUID, attempt_id: UUID, passed: bool, at: datetime) -> None:
    """The buyer answered the bank's question on the demo's authentication page.

    Raises TooLate when the time to pay was over: the order is closed as the clock would, and nothing is charged;
    AmendmentLapsed when that of the difference was, and the changes lapse as well; and NotInGoodStanding when a side
    was suspended meanwhile.
    """
    with transaction.atomic(), together():
        standing = lock(order_id)
        late = close_if_due(standing, at)
        lapsed = not late and lapse_if_due(standing, at)
        if passed and not late:
            must_be_allowed(standing.order, Act.PAY, Role.BUYER)
    if late:
        raise TooLate
    if lapsed and facts.result_of(attempt_id).purpose == Purpose.AMENDMENT:
        raise AmendmentLapsed
    settle_outcome(authenticate(attempt_id, passed=passed))


def settle_outcome(result: PursuitResult) -> None:
    """Record every fact of the intent that has not taken effect.

    An earlier attempt may have turned out paid as well.
    """
    for attempt_id in facts.unfinalized_of(result.intent_id):
        finalize(attempt_id, at=clock.now())


def finalize(attempt_id: UUID, *, at: datetime) -> None:
    """Let a known outcome take effect on order and ledger, exactly once.

    Unknown outcomes are left for the next look.
    """
    result = facts.result_of(attempt_id)
    if result.purpose == Purpose.REFUND:
        finalize_refund(result, at)
        return
    of_amendment = result.purpose == Purpose.AMENDMENT
    subjects = Amendment.objects if of_amendment else OrderMilestone.objects
    order_id = subjects.values_list("order_id", flat=True).get(pk=result.subject_id)
    with transaction.atomic(), together():
        standing = lock(order_id)
        if not facts.mark_finalized(attempt_id=attempt_id, status=result.status, at=at):
            return
        if of_amendment:
            _finalize_difference(standing, result, at)
        elif result.status == AttemptStatus.SUCCEEDED:
            _succeeded(standing, result, at)
        elif _wanted(standing, result) and not drop_unpaid_month(standing, at):
            _failed(standing, result, at)


def _finalize_difference(standing: Standing, result: PursuitResult, at: datetime) -> None:
    if result.status != AttemptStatus.SUCCEEDED:
        difference_failed(standing, result, at)
    elif not take_difference(standing, result, at):
        _give_back(standing, result, at)


def _wanted(standing: Standing, result: PursuitResult) -> bool:
    milestone = standing.milestone
    waiting = milestone.pk == result.subject_id and milestone.status == MilestoneStatus.AWAITING_PAYMENT
    return waiting and standing.order.status in OPEN and not result.surplus


def _succeeded(standing: Standing, result: PursuitResult, at: datetime) -> None:
    if _wanted(standing, result):
        milestone = standing.milestone
        amounts = {"amount_minor": milestone.amount_minor, "fee_minor": milestone.fee_minor}
        post(stories.charged(milestone_id=milestone.pk, event=result.attempt_id, **amounts), at=at)
        _fund(standing, at)
        month_is_paid(standing, at)
    else:
        _give_back(standing, result, at)


def _give_back(standing: Standing, result: PursuitResult, at: datetime) -> None:
    """A charge succeeded for something that is over, or paid already: all of it goes back, with its fee."""
    amount = result.amount_minor
    refund = intents.open_refund(
        of_intent_id=result.intent_id, of_attempt_id=result.attempt_id, amount_minor=amount, at=at
    )
    surplus = stories.surplus_charged(
        attempt_id=result.attempt_id, refund_id=refund.pk, amount_minor=amount, event=result.attempt_id
    )
    post(surplus, at=at)
    tell(note(standing, "charge_returned", SYSTEM, at, {"amount": amount}))


def _fund(standing: Standing, at: datetime) -> None:
    order, milestone = standing.order, standing.milestone
    changes: dict[str, object] = {"started_at": at, "payment_trouble": ""}
    data = {"amount": milestone.amount_minor}  # as it is now: an amendment may change it later
    if order.status == OrderStatus.ACTIVE:
        close_asks(standing, at)  # changes that were proposed before it began
        due_at = deadlines.work_due(at, milestone.days)
        until = deadlines.abandoned_at(order.windows, due_at)
        changes["due_at"] = due_at
        tell(apply(standing, Act.FUND, SYSTEM, at, changes=changes, data=data, due_at=until))
        return
    until = at + deadlines.window(order.windows, "REQUIREMENTS_WINDOW")
    tell(apply(standing, Act.FUND, SYSTEM, at, changes=changes, data=data, due_at=until))
    if not any(question["required"] for question in order.questions):
        begin_work(standing, Act.BEGIN, SYSTEM, at)


def begin_work(
    standing: Standing, act: Act, actor: Actor, at: datetime, *, data: dict[str, object] | None = None
) -> None:
    """The work clock of the first milestone starts: nothing is left to ask."""
    due_at = deadlines.work_due(at, standing.milestone.days)
    clock = set_clock(standing, deadlines.abandoned_at(standing.order.windows, due_at) - at, at)
    tell(apply(standing, act, actor, at, changes={"due_at": due_at}, data=data, due_at=clock.due_at))


def _failed(standing: Standing, result: PursuitResult, at: datetime) -> None:
    remember_trouble(standing, result.decline_words)
    data = {"words": result.decline_words, "code": result.decline_code, "status": str(result.status)}
    tell(note(standing, "payment_failed", SYSTEM, at, data))


def recover_payments(*, at: datetime, limit: int = 200) -> int:
    """What jobs do: look again at charges and refunds whose outcome is not recorded; returns how many they were."""
    open_ones = [*facts.due_for_check(limit=limit, at=at), *facts.due_refunds(limit=limit, at=at)]
    for attempt_id in open_ones:
        _safely(attempt_id, at, lambda one: settle_outcome(pursue(one)))
    known = facts.unfinalized(limit=limit, at=at)
    for attempt_id in known:
        _safely(attempt_id, at, partial(finalize, at=at))
    return len(open_ones) + len(known)


def _safely(attempt_id: UUID, at: datetime, step: Callable[[UUID], object]) -> None:
    """One row that fails is pushed forward and reported, so that it cannot block the rest."""
    try:
        step(attempt_id)
    except Exception:
        log.exception("recovery_failed", attempt=str(attempt_id))
        facts.postpone(attempt_id=attempt_id, until=at + facts.POISONED_FOR)
