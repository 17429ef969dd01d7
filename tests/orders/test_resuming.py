"""Going on with an order that ended before its last milestone (product.md 5.2, row 17)."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Mail, Notification, User
from config.shared import clock, outbox
from config.shared.errors import Refusal, Stale
from gigs.models import Gig
from gigs.states import GigState
from offers.operations.blocking import Blocked, block_member
from orders.audit import broken_invariants
from orders.models import Answer, Event, Intent, Order, Resumption
from orders.operations import resuming
from orders.operations.closing import close_due
from orders.operations.lapsing_resumptions import resumptions_due
from orders.operations.requirements import answer_requirements
from orders.states import Act, Kind, MilestoneStatus, OrderStatus, Reason
from orders.transitions import NotInThisState, NotYourPart
from tests.factories.orders import accepted, asking_gig, delivered, placed_order, press
from tests.factories.orders import fresh as refreshed
from tests.orders import stories

pytestmark = pytest.mark.django_db
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


@pytest.fixture
def stopped(buyer: User, seller: User) -> Order:
    """1 of 3 milestones accepted, then stopped."""
    order = stories.deliver(stories.order_of(seller, buyer, milestones=3))
    return stories.fresh(stories.accept(order, Act.ACCEPT_AND_STOP))


def ask(order: Order, user: User, *, text: str = "", at: datetime | None = None) -> Order:
    return resuming.ask_to_resume(order_id=order.pk, text=text, click=stories.click(user, order, at=at))


def agree(order: Order, user: User, *, at: datetime | None = None) -> Order:
    return resuming.agree_to_resume(order_id=order.pk, click=stories.click(user, order, at=at))


def successor(order: Order) -> Order:
    return Order.objects.get(resumes=order)


def end(order: Order) -> datetime:
    assert order.ended_at is not None
    return order.ended_at + 30 * DAY


def bell(user: User) -> list[str]:
    outbox.drain(200)
    return list(Notification.objects.filter(user=user).order_by("id").values_list("text", flat=True))


def test_agreeing_makes_one_linked_order_with_what_never_began_at_the_agreed_terms(
    stopped: Order, buyer: User, seller: User
) -> None:
    Order.objects.filter(pk=stopped.pk).update(commission_bp=1_000, fee_bp=300)
    ask(stopped, buyer)
    assert not Order.objects.filter(resumes=stopped).exists()
    agree(stopped, seller)

    new, old = successor(stopped), stories.fresh(stopped)
    assert (new.status, new.kind, new.milestone_count) == (OrderStatus.AWAITING_PAYMENT, Kind.MILESTONES, 2)
    assert (new.commission_bp, new.fee_bp, new.windows) == (1_000, 300, stopped.windows)
    assert (new.buyer_id, new.seller_id, new.gig_id) == (buyer.pk, seller.pk, stopped.gig_id)
    rows = [
        (m.name, m.amount_minor, m.fee_minor, m.days, m.revisions, m.status) for m in new.milestones.all()
    ]
    assert rows == [
        ("Step 2", 18_000, 540, 5, 2, MilestoneStatus.AWAITING_PAYMENT),
        ("Step 3", 18_000, 540, 5, 2, MilestoneStatus.PLANNED),
    ]
    assert (old.status, old.reason, old.version) == (OrderStatus.COMPLETED, Reason.STOPPED, stopped.version)
    assert not Intent.objects.filter(subject_id__in=new.milestones.values("pk")).exists()
    assert broken_invariants() == []


def test_the_new_order_is_paid_worked_and_finished_like_any_other(
    stopped: Order, buyer: User, seller: User
) -> None:
    ask(stopped, seller)
    agree(stopped, buyer)
    new = stories.pay(successor(stopped))
    assert (new.status, stories.current(new).status) == (OrderStatus.ACTIVE, MilestoneStatus.IN_PROGRESS)
    new = stories.accept(stories.deliver(new), Act.ACCEPT_AND_CONTINUE)
    new = stories.accept(stories.deliver(new), Act.ACCEPT_FINAL)
    assert (new.status, new.reason) == (OrderStatus.COMPLETED, Reason.FINISHED)
    assert broken_invariants() == []


def test_what_was_answered_is_not_asked_again(buyer: User, seller: User) -> None:
    order = refreshed(placed_order(buyer, seller, gig=asking_gig(seller)).pk)
    answer_requirements(order_id=order.pk, texts={0: "A bakery."}, uploads={}, click=press(buyer, order))
    order = refreshed(accepted(delivered(order), Act.ACCEPT_AND_STOP).pk)
    ask(order, buyer)
    agree(order, seller)
    new = stories.pay(successor(order))
    assert new.status == OrderStatus.ACTIVE
    assert Answer.objects.get(order=new, position=0).text == "A bakery."


@pytest.mark.parametrize("reason", [Reason.UNANSWERED, Reason.NOT_FUNDED])
def test_an_order_that_silence_ended_can_be_resumed(buyer: User, seller: User, reason: Reason) -> None:
    order = stories.deliver(stories.order_of(seller, buyer, milestones=2))
    if reason == Reason.NOT_FUNDED:
        order = stories.accept(order, Act.ACCEPT_DECIDE_LATER)
    due_at = stories.fresh(order).due_at
    assert due_at is not None
    close_due(at=due_at)
    order = stories.fresh(order)
    assert order.reason == reason
    with clock.travelled_to(due_at + DAY):
        ask(order, buyer)
        agree(order, seller)
    assert successor(order).milestone_count == 1
    assert successor(order).kind == Kind.MILESTONES


def test_an_order_that_is_finished_or_still_runs_cannot_be_resumed(buyer: User, seller: User) -> None:
    running = stories.order_of(seller, buyer, milestones=2)
    done = stories.accept(stories.deliver(stories.order_of(seller, buyer, milestones=1)), Act.ACCEPT_FINAL)
    for order in (running, done):
        with pytest.raises(NotInThisState):
            ask(stories.fresh(order), buyer)
    assert not Resumption.objects.exists()


@pytest.mark.parametrize(("off", "works"), [(-SECOND, True), (timedelta(0), False), (SECOND, False)])
def test_asking_counts_strictly_before_thirty_days(
    stopped: Order, buyer: User, off: timedelta, works: bool
) -> None:
    at = end(stopped) + off
    if works:
        ask(stopped, buyer, at=at)
    else:
        with pytest.raises(resuming.ResumeOver):
            ask(stopped, buyer, at=at)
    assert Resumption.objects.exists() is works


@pytest.mark.parametrize(("off", "works"), [(-SECOND, True), (timedelta(0), False), (SECOND, False)])
def test_agreeing_counts_strictly_before_thirty_days_and_a_late_click_closes_it_as_the_clock_would(
    stopped: Order, buyer: User, seller: User, off: timedelta, works: bool
) -> None:
    ask(stopped, buyer)
    at = end(stopped) + off
    if works:
        agree(stopped, seller, at=at)
        assert successor(stopped).placed_at == at
        return
    with pytest.raises(resuming.ResumeOver):
        agree(stopped, seller, at=at)
    assert not Order.objects.filter(resumes=stopped).exists()
    assert Resumption.objects.get().outcome == "lapse_resume"


@pytest.mark.parametrize(("off", "lapsed"), [(-SECOND, False), (timedelta(0), True), (3 * DAY, True)])
def test_the_clock_reminds_once_and_then_lets_it_lapse(
    stopped: Order, buyer: User, seller: User, off: timedelta, lapsed: bool
) -> None:
    ask(stopped, buyer)
    with clock.travelled_to(end(stopped) - 2 * DAY):
        assert resumptions_due(at=end(stopped) - 2 * DAY) == 1
        outbox.drain(100)
    assert Mail.objects.filter(user=seller, subject__startswith="2 days left to answer").count() == 1
    at = end(stopped) + off
    with clock.travelled_to(at):
        resumptions_due(at=at)
        resumptions_due(at=at)
        said = bell(buyer)
    assert (Resumption.objects.get().outcome == "lapse_resume") is lapsed
    assert Event.objects.filter(order=stopped, act="lapse_resume").count() == int(lapsed)
    assert sum("did not answer the request to resume" in one for one in said) == int(lapsed)


def test_after_days_of_downtime_it_lapses_without_a_reminder(
    stopped: Order, buyer: User, seller: User
) -> None:
    ask(stopped, buyer)
    at = end(stopped) + DAY
    assert resumptions_due(at=at) == 1
    with clock.travelled_to(at):
        outbox.drain(100)
    assert not Mail.objects.filter(user=seller, subject__contains="left to answer").exists()


def test_a_reminder_is_not_carried_out_once_it_was_answered(
    stopped: Order, buyer: User, seller: User
) -> None:
    ask(stopped, buyer)
    with clock.travelled_to(end(stopped) - 2 * DAY) as _:
        resumptions_due(at=clock.now())
        resuming.decline_to_resume(order_id=stopped.pk, text="No.", click=stories.click(seller, stopped))
        outbox.drain(100)
    assert not Mail.objects.filter(user=seller, subject__contains="left to answer").exists()


def test_the_same_click_twice_makes_one_order(stopped: Order, buyer: User, seller: User) -> None:
    click = stories.click(buyer, stopped)
    for _ in range(2):
        resuming.ask_to_resume(order_id=stopped.pk, text="", click=click)
    assert Resumption.objects.count() == 1
    click = stories.click(seller, stopped)
    for _ in range(2):
        resuming.agree_to_resume(order_id=stopped.pk, click=click)
    assert Order.objects.filter(resumes=stopped).count() == 1


def test_an_old_page_is_refused(stopped: Order, buyer: User) -> None:
    stopped.version -= 1
    with pytest.raises(Stale):
        ask(stopped, buyer)
    assert not Resumption.objects.exists()


def test_one_request_is_open_at_a_time_whoever_asks(stopped: Order, buyer: User, seller: User) -> None:
    ask(stopped, buyer)
    for user in (buyer, seller):
        with pytest.raises(resuming.AskedAlready):
            ask(stopped, user)
    assert Resumption.objects.count() == 1


def test_a_second_agreement_and_a_further_request_are_refused(
    stopped: Order, buyer: User, seller: User
) -> None:
    ask(stopped, buyer)
    agree(stopped, seller)
    with pytest.raises(resuming.NothingAsked):
        agree(stopped, seller)
    with pytest.raises(resuming.ResumedAlready):
        ask(stopped, buyer)
    assert Order.objects.filter(resumes=stopped).count() == 1


def test_the_database_keeps_a_second_linked_order_out(stopped: Order, buyer: User, seller: User) -> None:
    ask(stopped, buyer)
    agree(stopped, seller)
    other = stories.order_of(seller, buyer, milestones=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.filter(pk=other.pk).update(resumes=stopped)


def test_who_asked_cannot_answer_and_who_was_asked_cannot_withdraw(
    stopped: Order, buyer: User, seller: User
) -> None:
    ask(stopped, buyer)
    with pytest.raises(NotYourPart):
        agree(stopped, buyer)
    with pytest.raises(NotYourPart):
        resuming.decline_to_resume(order_id=stopped.pk, text="", click=stories.click(buyer, stopped))
    with pytest.raises(NotYourPart):
        resuming.withdraw_resume(order_id=stopped.pk, click=stories.click(seller, stopped))
    assert Resumption.objects.get().closed_at is None


def test_an_outsider_has_no_part(stopped: Order, outsider: User) -> None:
    with pytest.raises(NotYourPart):
        ask(stopped, outsider)


@pytest.mark.parametrize("ends", ["decline", "withdraw"])
def test_after_a_no_or_a_withdrawal_either_may_ask_again(
    stopped: Order, buyer: User, seller: User, ends: str
) -> None:
    ask(stopped, buyer)
    if ends == "decline":
        resuming.decline_to_resume(order_id=stopped.pk, text="Busy.", click=stories.click(seller, stopped))
    else:
        resuming.withdraw_resume(order_id=stopped.pk, click=stories.click(buyer, stopped))
    assert not Order.objects.filter(resumes=stopped).exists()
    with pytest.raises(resuming.NothingAsked):
        agree(stopped, seller)
    ask(stopped, seller)
    agree(stopped, buyer)
    assert Order.objects.filter(resumes=stopped).count() == 1


def test_a_resumed_order_that_was_not_paid_does_not_count(stopped: Order, buyer: User, seller: User) -> None:
    ask(stopped, buyer)
    agree(stopped, seller)
    unpaid = successor(stopped)
    assert unpaid.due_at == unpaid.placed_at + DAY
    assert close_due(at=unpaid.due_at) == 1
    assert stories.fresh(unpaid).reason == Reason.NOT_PAID
    with stories.later(days=2):
        ask(stopped, seller)
        agree(stopped, buyer)
    assert Order.objects.filter(resumes=stopped).count() == 2
    assert broken_invariants() == []


def _suspend(user: User) -> None:
    User.objects.filter(pk=user.pk).update(suspended_at=clock.now(), suspended_reason="Spam")


@pytest.mark.parametrize("bar", ["seller", "buyer", "gig", "block"])
@pytest.mark.parametrize("step", ["ask", "agree"])
def test_nothing_new_begins_while_somebody_or_the_gig_is_barred(
    stopped: Order, buyer: User, seller: User, bar: str, step: str
) -> None:
    if step == "agree":
        ask(stopped, buyer)
    if bar == "gig":
        Gig.objects.filter(pk=stopped.gig_id).update(state=GigState.DENIED)
    elif bar == "block":
        assert stopped.conversation_id is not None
        block_member(conversation_id=stopped.conversation_id, blocker_id=seller.pk, at=clock.now())
    else:
        _suspend(seller if bar == "seller" else buyer)
    act, user = (ask, buyer) if step == "ask" else (agree, seller)
    with pytest.raises(Blocked if bar == "block" else Refusal):
        act(stopped, user)
    assert not Order.objects.filter(resumes=stopped).exists()
    assert Resumption.objects.filter(closed_at__isnull=True).exists() is (step == "agree")


def test_a_paused_gig_bars_nothing(stopped: Order, buyer: User, seller: User) -> None:
    Gig.objects.filter(pk=stopped.gig_id).update(state=GigState.PAUSED)
    ask(stopped, buyer)
    agree(stopped, seller)
    assert successor(stopped).status == OrderStatus.AWAITING_PAYMENT


def test_each_side_is_told_what_it_has_to_know(stopped: Order, buyer: User, seller: User) -> None:
    bell(seller)
    ask(stopped, buyer, text="We have a budget again.")
    assert "2 milestones, $360.00 in all" in bell(seller)[-1]
    assert "We have a budget again." in Mail.objects.filter(user=seller).latest("created_at").text
    agree(stopped, seller)
    new = successor(stopped)
    assert f"It goes on as order {new.number}. Pay $189.90 for its first milestone until" in bell(buyer)[-1]
    assert Notification.objects.filter(user=buyer).latest("id").url == f"/orders/{new.number}/pay/"


def test_a_no_is_told_with_its_words(stopped: Order, buyer: User, seller: User) -> None:
    ask(stopped, buyer)
    resuming.decline_to_resume(
        order_id=stopped.pk, text="I am booked out.", click=stories.click(seller, stopped)
    )
    assert "declined to resume" in bell(buyer)[-1]
    assert "I am booked out." in Mail.objects.filter(user=buyer).latest("created_at").text


def test_a_withdrawal_is_told(stopped: Order, buyer: User, seller: User) -> None:
    ask(stopped, buyer)
    resuming.withdraw_resume(order_id=stopped.pk, click=stories.click(buyer, stopped))
    assert "took back the request to resume" in bell(seller)[-1]


def test_a_resumed_order_that_is_stopped_can_be_resumed_itself(
    stopped: Order, buyer: User, seller: User
) -> None:
    ask(stopped, buyer)
    agree(stopped, seller)
    new = stories.pay(successor(stopped))
    new = stories.fresh(stories.accept(stories.deliver(new), Act.ACCEPT_AND_STOP))
    ask(new, seller)
    agree(new, buyer)
    assert successor(new).milestone_count == 1
