"""Cancellation by agreement: who asks, who answers, and who gets what (product.md 5.2, row 11)."""

import uuid

import pytest

from accounts.models import User
from config.shared.commands import Click
from config.shared.errors import Invalid, Stale
from orders.audit import broken_invariants
from orders.models import CancellationRequest, Event, Intent, Order, Settlement
from orders.operations import agreeing, cancelling, disputing, very_late
from orders.operations.agreeing import NothingAsked
from orders.operations.cancelling import AskedAlready
from orders.payments.models import Purpose
from orders.states import Act, MilestoneStatus, OrderStatus, Reason
from orders.transitions import NotInThisState, NotYourPart
from tests.orders import stories
from tests.orders.cancelling import agree, ask, refuse, request_of, take_back
from tests.orders.stories import click, current, fresh

pytestmark = pytest.mark.django_db


def refunded(order: Order) -> int:
    """What is on its way back to the buyer, in minor units."""
    milestones = order.milestones.values("pk")
    refunds = Intent.objects.filter(purpose=Purpose.REFUND, subject_id__in=milestones)
    return sum(refunds.values_list("amount_minor", flat=True))


def test_refunding_everything_cancels_an_order_that_never_paid_its_seller(seller: User, buyer: User) -> None:
    order = stories.order_of(seller, buyer, milestones=2)
    asked = ask(order, seller)
    assert (asked.status, asked.version) == (OrderStatus.ACTIVE, order.version + 1)
    ended = fresh(agree(order, buyer))
    assert (ended.status, ended.reason, ended.due_at) == (OrderStatus.CANCELLED, Reason.AGREED, None)
    first, second = ended.milestones.order_by("position")
    assert (first.status, first.released_minor, first.refunded_minor) == ("cancelled", 0, 18_000)
    assert (second.status, second.started_at) == (MilestoneStatus.DROPPED, None)
    assert refunded(order) == 18_000 + 990
    assert request_of(order).outcome == Act.ACCEPT_CANCELLATION
    assert broken_invariants() == []


def test_a_split_pays_the_seller_and_completes_the_order(seller: User, buyer: User) -> None:
    order = stories.deliver(stories.order_of(seller, buyer, milestones=2))
    ask(order, buyer, released_minor=6_000)
    ended = fresh(agree(order, seller))
    assert (ended.status, ended.reason) == (OrderStatus.COMPLETED, Reason.REMAINDER_CANCELLED)
    paid = Settlement.objects.get(milestone__order=order)
    assert (paid.released_minor, paid.commission_minor, paid.to_seller_minor) == (6_000, 1_200, 4_800)
    assert paid.to_buyer_minor == 12_000 + 990 - 330
    assert refunded(order) == 12_660
    assert broken_invariants() == []


def test_an_earlier_acceptance_completes_the_order_too(seller: User, buyer: User) -> None:
    order = stories.accept(
        stories.deliver(stories.order_of(seller, buyer, milestones=3)), Act.ACCEPT_AND_CONTINUE
    )
    ask(order, buyer)
    ended = fresh(agree(order, seller))
    assert (ended.status, ended.reason) == (OrderStatus.COMPLETED, Reason.REMAINDER_CANCELLED)
    assert [m.status for m in ended.milestones.order_by("position")] == ["accepted", "cancelled", "dropped"]
    assert broken_invariants() == []


def test_everything_can_go_to_the_seller(seller: User, buyer: User) -> None:
    order = stories.order_of(seller, buyer, milestones=2)
    ask(order, buyer, released_minor=18_000)
    ended = fresh(agree(order, seller))
    assert (ended.status, ended.reason) == (OrderStatus.COMPLETED, Reason.REMAINDER_CANCELLED)
    assert refunded(order) == 0
    assert broken_invariants() == []


@pytest.mark.parametrize("part", [-1, 18_001, None])
def test_refuses_more_than_there_is_beside_the_field(seller: User, buyer: User, part: int | None) -> None:
    order = stories.order_of(seller, buyer, milestones=2)
    with pytest.raises(Invalid) as fault:
        cancelling.request_cancellation(
            order_id=order.pk, released_minor=part, reason="No time.", click=click(seller, order)
        )
    assert fault.value.field == "released_minor"
    assert not CancellationRequest.objects.exists()
    assert fresh(order).version == order.version


def test_wants_a_reason_and_a_word_with_the_refusal(seller: User, buyer: User) -> None:
    order = stories.order_of(seller, buyer, milestones=2)
    with pytest.raises(Invalid) as fault:
        ask(order, seller, reason="  ")
    assert fault.value.field == "reason"
    ask(order, seller)
    with pytest.raises(Invalid) as fault:
        refuse(order, buyer, text=" ")
    assert fault.value.field == "text"
    assert request_of(order).closed_at is None


def test_the_other_side_answers_and_only_the_asker_withdraws(
    seller: User, buyer: User, outsider: User
) -> None:
    order = ask(stories.order_of(seller, buyer, milestones=2), buyer)
    for wrong in (agree, refuse):
        with pytest.raises(NotYourPart):
            wrong(order, buyer)
    with pytest.raises(NotYourPart):
        take_back(order, seller)
    for act in (agree, refuse, take_back):
        with pytest.raises(NotYourPart):
            act(order, outsider)
    assert fresh(order).version == order.version


def test_one_is_open_at_a_time_and_each_side_has_one_for_each_delivery(seller: User, buyer: User) -> None:
    order = ask(stories.order_of(seller, buyer, milestones=2), buyer)
    for user in (buyer, seller):
        with pytest.raises(AskedAlready):
            ask(order, user)
    refuse(order, seller)
    with pytest.raises(AskedAlready):
        ask(order, buyer)
    ask(order, seller)
    take_back(order, seller)
    with pytest.raises(AskedAlready):
        ask(order, seller)
    stories.deliver(order)
    ask(order, buyer)
    refuse(order, seller)
    stories.revise(order)
    with pytest.raises(AskedAlready):
        ask(order, buyer)
    assert CancellationRequest.objects.filter(order=order).count() == 3
    assert broken_invariants() == []


def test_a_refusal_says_why_and_the_order_goes_on(seller: User, buyer: User) -> None:
    order = ask(stories.order_of(seller, buyer, milestones=2), buyer)
    after = fresh(refuse(order, seller, "Half of it is done."))
    closed = request_of(order)
    assert (closed.outcome, closed.answer_text) == (Act.REFUSE_CANCELLATION, "Half of it is done.")
    assert (after.status, current(order).status) == (OrderStatus.ACTIVE, MilestoneStatus.IN_PROGRESS)
    assert not Settlement.objects.exists()
    assert (
        Event.objects.filter(order=order, act=Act.REFUSE_CANCELLATION).get().data["text"]
        == closed.answer_text
    )


def test_the_same_click_twice_asks_once_and_settles_once(seller: User, buyer: User) -> None:
    order = stories.order_of(seller, buyer, milestones=2)
    pressed = click(seller, order)
    for _ in range(2):
        cancelling.request_cancellation(order_id=order.pk, released_minor=0, reason="Ill.", click=pressed)
    assert CancellationRequest.objects.filter(order=order).count() == 1
    pressed = click(buyer, fresh(order))
    for _ in range(2):
        agreeing.accept_cancellation(order_id=order.pk, click=pressed)
    assert Settlement.objects.count() == 1
    assert Event.objects.filter(order=order, act=Act.ACCEPT_CANCELLATION).count() == 1


def test_an_old_page_neither_asks_nor_answers(seller: User, buyer: User) -> None:
    order = stories.order_of(seller, buyer, milestones=2)
    before = click(buyer, order)
    ask(order, seller)
    with pytest.raises(Stale):
        agreeing.accept_cancellation(order_id=order.pk, click=before)
    take_back(order, seller)
    with pytest.raises(Stale):
        cancelling.request_cancellation(order_id=order.pk, released_minor=0, reason="Ill.", click=before)
    with pytest.raises(NothingAsked):
        agree(order, buyer)
    assert not Settlement.objects.exists()


@pytest.mark.parametrize(
    "act", [Act.ACCEPT_AND_CONTINUE, Act.ACCEPT_DECIDE_LATER, Act.ACCEPT_AND_STOP], ids=str
)
def test_accepting_the_delivery_voids_what_was_asked(seller: User, buyer: User, act: Act) -> None:
    order = stories.deliver(stories.order_of(seller, buyer, milestones=2))
    ask(order, seller)
    stories.accept(order, act)
    assert request_of(order).outcome == CancellationRequest.VOID
    assert current(order).status != MilestoneStatus.CANCELLED
    assert broken_invariants() == []


def test_a_dispute_voids_it_and_keeps_the_clock_that_stood(seller: User, buyer: User) -> None:
    order = stories.deliver(stories.order_of(seller, buyer, milestones=2))
    with stories.later(days=6):
        order = ask(order, seller)
        stood = request_of(order)
        with stories.later(hours=20):
            order = disputing.open_dispute(
                order_id=order.pk, statement="It is empty.", click=click(buyer, order)
            )
    dispute = order.disputes.get()
    assert request_of(order).outcome == CancellationRequest.VOID
    assert dispute.left_s == stood.left_s
    assert dispute.left_s == pytest.approx(2 * 86_400, abs=5)
    assert broken_invariants() == []


def test_cancelling_for_lateness_voids_it(seller: User, buyer: User) -> None:
    order = stories.order_of(seller, buyer, milestones=2)
    with stories.later(days=6, hours=1):
        order = ask(order, seller, released_minor=9_000)
        very_late.cancel_very_late(order_id=order.pk, click=click(buyer, order))
    ended = fresh(order)
    assert (ended.status, ended.reason) == (OrderStatus.CANCELLED, Reason.VERY_LATE)
    assert request_of(order).outcome == CancellationRequest.VOID
    assert refunded(order) == 18_990


@pytest.mark.parametrize("state", ["unpaid", "undecided", "stopped", "disputed"])
def test_nothing_is_asked_where_no_paid_work_runs(seller: User, buyer: User, state: str) -> None:
    orders = {
        "unpaid": lambda: stories.order_of(seller, buyer, milestones=2, number=stories.DECLINED),
        "undecided": lambda: undecided(seller, buyer),
        "stopped": lambda: stories.stop(undecided(seller, buyer)),
        "disputed": lambda: disputed(seller, buyer),
    }
    order = orders[state]()
    with pytest.raises(NotInThisState):
        ask(order, seller)
    assert not CancellationRequest.objects.exists()


def undecided(seller: User, buyer: User) -> Order:
    """Between an acceptance and the next payment."""
    order = stories.deliver(stories.order_of(seller, buyer, milestones=2))
    return stories.accept(order, Act.ACCEPT_DECIDE_LATER)


def disputed(seller: User, buyer: User) -> Order:
    """Milepost decides."""
    order = stories.deliver(stories.order_of(seller, buyer, milestones=2))
    return disputing.open_dispute(
        order_id=order.pk, statement="It is empty.", click=click(buyer, fresh(order))
    )


def test_a_click_of_nobody_is_refused(seller: User, buyer: User, outsider: User) -> None:
    order = stories.order_of(seller, buyer, milestones=2)
    with pytest.raises(NotYourPart):
        cancelling.request_cancellation(
            order_id=order.pk,
            released_minor=0,
            reason="Mine.",
            click=Click(outsider.pk, uuid.uuid4(), order.version, stories.clock.now()),
        )
