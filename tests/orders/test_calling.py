"""Calls: proposed by one side, accepted by the other, moved, called off; and what did not happen meanwhile."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from accounts.models import User
from config.shared import clock
from config.shared.errors import Invalid
from orders.call_transitions import CallMovedOn, NotYourCall
from orders.models import Call, Event, Order
from orders.operations import call_answers, call_ends
from orders.operations.calling import CallHasPassed, NoCalls, SuggestedAlready, move_call, propose_call
from orders.operations.stopping import stop
from orders.operations.sweeping import run_due
from orders.states import Act
from orders.transitions import NotInThisState, NotYourPart
from tests.factories.calls import LINK, accepted, agreed, meeting, proposed, stored, suggested, zoomed
from tests.factories.orders import accepted as accept_delivery
from tests.factories.orders import delivered, fresh, order_in, press

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(buyer: User, seller: User) -> Order:
    """In progress, each milestone with calls."""
    return zoomed(order_in("in_progress", buyer, seller))


def events(order: Order) -> list[str]:
    return list(order.events.order_by("id").values_list("act", flat=True))


def test_a_proposal_asks_the_other_side_and_moves_nothing_else(order: Order, seller: User) -> None:
    before, milestone = fresh(order.pk), order.milestones.get(position=1)
    call = proposed(order, seller, note="The first sketch")
    assert (call.status, call.proposer_role, call.minutes, call.link) == ("proposed", "seller", 30, LINK)
    assert (call.note, call.sequence, call.remind_at, call.moves_id) == ("The first sketch", 0, None, None)
    after = fresh(order.pk)
    assert (after.version, after.status, after.due_at) == (before.version, before.status, before.due_at)
    assert order.milestones.get(position=1).due_at == milestone.due_at
    event = order.events.latest("id")
    assert (event.act, event.role, event.data["call"]) == ("propose_call", "seller", str(call.pk))


def test_the_other_side_accepts_and_both_are_reminded_an_hour_before(order: Order, buyer: User) -> None:
    call = agreed(order, buyer)
    assert call.status == "accepted"
    assert call.remind_at == call.starts_at - timedelta(hours=1)
    assert events(order)[-2:] == ["propose_call", "accept_call"]


def test_a_call_that_is_agreed_within_its_last_hour_is_not_reminded_of(order: Order, buyer: User) -> None:
    assert agreed(order, buyer, clock.now() + timedelta(minutes=40)).remind_at is None


ANSWERS: dict[str, Callable[..., Any]] = {
    "accept": lambda call, click: call_answers.accept_call(
        order_id=call.order_id, call_id=call.pk, click=click
    ),
    "decline": lambda call, click: call_ends.decline_call(
        order_id=call.order_id, call_id=call.pk, word="", click=click
    ),
    "withdraw": lambda call, click: call_ends.withdraw_call(
        order_id=call.order_id, call_id=call.pk, click=click
    ),
    "cancel": lambda call, click: call_ends.cancel_call(
        order_id=call.order_id, call_id=call.pk, word="Ill", click=click
    ),
}


@pytest.mark.parametrize(("act", "mine"), [("accept", False), ("decline", False), ("withdraw", True)])
def test_each_answer_is_for_its_side(
    act: str, *, mine: bool, order: Order, buyer: User, seller: User
) -> None:
    call = proposed(order, buyer)
    right, wrong = (buyer, seller) if mine else (seller, buyer)
    with pytest.raises(NotYourCall):
        ANSWERS[act](call, press(wrong, order))
    assert stored(call).status == "proposed"
    ANSWERS[act](call, press(right, order))
    assert stored(call).status != "proposed"


@pytest.mark.parametrize("first", ["accept", "decline", "withdraw"])
@pytest.mark.parametrize("second", ["accept", "decline", "withdraw"])
def test_only_the_first_answer_counts(
    first: str, second: str, order: Order, buyer: User, seller: User
) -> None:
    call, people = proposed(order, buyer), {"withdraw": buyer}
    ANSWERS[first](call, press(people.get(first, seller), order))
    status = stored(call).status
    with pytest.raises(CallMovedOn):
        ANSWERS[second](call, press(people.get(second, seller), order))
    assert stored(call).status == status


@pytest.mark.parametrize("act", ANSWERS)
def test_the_same_click_twice_has_one_effect(act: str, order: Order, buyer: User, seller: User) -> None:
    call = agreed(order, buyer) if act == "cancel" else proposed(order, buyer)
    click = press(buyer if act in {"withdraw", "cancel"} else seller, order)
    ANSWERS[act](call, click)
    count = Event.objects.count()
    ANSWERS[act](call, click)
    assert Event.objects.count() == count


def test_an_old_page_may_act_because_calls_move_neither_money_nor_terms(order: Order, buyer: User) -> None:
    old = press(buyer, order)
    delivered(order)
    propose_call(
        order_id=order.pk,
        milestone_id=order.milestones.get(position=1).pk,
        meeting=meeting(),
        click=old,
    )
    assert order.calls.count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"starts_at": timedelta(minutes=9, seconds=-1)}, "when"),
        ({"starts_at": timedelta(days=-1)}, "when"),
        ({"starts_at": timedelta(days=90, minutes=1)}, "when"),
        ({"minutes": 31}, "minutes"),
        ({"minutes": 0}, "minutes"),
        ({"link": "http://zoom.us/j/1"}, "link"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"note": "x" * 501}, "note"),
    ],
)
def test_refuses_beside_the_field(change: dict[str, Any], field: str, order: Order, buyer: User) -> None:
    starts = change.pop("starts_at", timedelta(days=1))
    with pytest.raises(Invalid) as refused:
        proposed(order, buyer, clock.now() + starts, **change)
    assert refused.value.field == field
    assert not Call.objects.exists()


def test_at_most_three_open_calls_of_a_milestone(order: Order, buyer: User, seller: User) -> None:
    first = [proposed(order, buyer, clock.now() + timedelta(days=n)) for n in (1, 2, 3)]
    with pytest.raises(Invalid, match="3 calls are open"):
        proposed(order, seller, clock.now() + timedelta(days=4))
    proposed(order, seller, clock.now() + timedelta(days=4), position=2)
    ANSWERS["decline"](first[0], press(seller, order))
    proposed(order, seller, clock.now() + timedelta(days=4))
    assert order.calls.filter(status="proposed").count() == 4


def test_calls_that_have_passed_leave_room_for_others(order: Order, buyer: User) -> None:
    for hours in (1, 2, 3):
        proposed(order, buyer, clock.now() + timedelta(hours=hours))
    with clock.travelled_to(clock.now() + timedelta(hours=4)):
        assert proposed(order, buyer).status == "proposed"


def test_no_two_open_calls_at_the_same_time(order: Order, buyer: User, seller: User) -> None:
    call = proposed(order, buyer)
    with pytest.raises(Invalid) as refused:
        proposed(order, seller, call.starts_at)
    assert refused.value.field == "when"


@pytest.mark.parametrize("state", ["unpaid", "stopped", "finished"])
def test_calls_need_an_order_that_is_paid_and_not_over(state: str, buyer: User, seller: User) -> None:
    order = zoomed(order_in(state, buyer, seller))
    with pytest.raises(NotInThisState):
        proposed(order, buyer)


@pytest.mark.parametrize(
    "state", ["requirements", "in_progress", "delivered", "in_revision", "undecided", "disputed"]
)
def test_calls_can_be_agreed_from_the_first_payment_on(state: str, buyer: User, seller: User) -> None:
    order = zoomed(order_in(state, buyer, seller))
    assert agreed(order, seller).status == "accepted"


def test_only_milestones_that_include_calls_and_are_not_over(buyer: User, seller: User) -> None:
    order = zoomed(order_in("undecided", buyer, seller), 1, 3)
    for position in (1, 2):
        with pytest.raises(NoCalls):
            proposed(order, buyer, position=position)
    assert proposed(order, buyer, position=3).status == "proposed"


def test_a_stage_with_calls_is_enough_for_an_order_paid_in_full(buyer: User, seller: User) -> None:
    order = order_in("in_progress", buyer, seller)
    order.stages = [{"name": "Talk", "zoom": True}]
    order.save(update_fields=["stages"])
    assert proposed(order, buyer).status == "proposed"


def test_strangers_and_other_orders_are_refused(
    order: Order, buyer: User, seller: User, outsider: User
) -> None:
    call, other = proposed(order, buyer), zoomed(order_in("in_progress", buyer, seller))
    with pytest.raises(NotYourPart):
        ANSWERS["accept"](call, press(outsider, order))
    with pytest.raises(Call.DoesNotExist):
        call_answers.accept_call(order_id=other.pk, call_id=call.pk, click=press(seller, other))
    with pytest.raises(NoCalls):
        propose_call(
            order_id=order.pk,
            milestone_id=other.milestones.get(position=1).pk,
            meeting=meeting(),
            click=press(buyer, order),
        )


@pytest.mark.parametrize(("seconds", "taken"), [(-1, True), (0, False), (1, False)])
def test_a_call_is_accepted_strictly_before_it_begins(
    seconds: int, *, taken: bool, order: Order, buyer: User, seller: User
) -> None:
    call = proposed(order, buyer)
    with clock.travelled_to(call.starts_at + timedelta(seconds=seconds)):
        at = call.starts_at + timedelta(seconds=seconds)
        click = press(seller, order)
        click = type(click)(click.actor_id, click.key, click.version, at)
        if taken:
            ANSWERS["accept"](call, click)
        else:
            with pytest.raises(CallHasPassed):
                ANSWERS["accept"](call, click)
    assert stored(call).status == ("accepted" if taken else "proposed")


class TestMoving:
    """Another time, length or link."""

    @pytest.mark.parametrize("by_proposer", [True, False])
    def test_a_proposal_gives_way_at_once(
        self, *, by_proposer: bool, order: Order, buyer: User, seller: User
    ) -> None:
        call = proposed(order, buyer)
        new = suggested(call, buyer if by_proposer else seller, call.starts_at + timedelta(hours=2))
        assert (stored(call).status, new.status, new.moves_id) == ("replaced", "proposed", None)
        assert new.proposer_role == ("buyer" if by_proposer else "seller")

    def test_an_agreed_call_stands_until_the_new_time_is_taken(
        self, order: Order, buyer: User, seller: User
    ) -> None:
        call = agreed(order, buyer)
        new = suggested(call, seller, call.starts_at + timedelta(days=1))
        assert (stored(call).status, stored(call).remind_at) == ("accepted", call.remind_at)
        assert (new.status, new.moves_id, new.remind_at) == ("proposed", call.pk, None)
        taken = accepted(new, buyer)
        assert stored(call).status == "replaced"
        assert stored(call).remind_at is None
        assert (taken.uid, taken.sequence) == (call.uid, 1)
        assert taken.remind_at == taken.starts_at - timedelta(hours=1)

    @pytest.mark.parametrize("act", ["decline", "withdraw"])
    def test_an_agreed_call_stands_when_the_new_time_comes_to_nothing(
        self, act: str, order: Order, buyer: User, seller: User
    ) -> None:
        call = agreed(order, buyer)
        new = suggested(call, seller, call.starts_at + timedelta(days=1))
        ANSWERS[act](new, press(seller if act == "withdraw" else buyer, order))
        assert stored(call).status == "accepted"
        assert stored(call).remind_at == call.remind_at
        assert suggested(call, buyer, call.starts_at + timedelta(days=2)).status == "proposed"

    def test_one_suggestion_at_a_time(self, order: Order, buyer: User, seller: User) -> None:
        call = agreed(order, buyer)
        suggested(call, seller, call.starts_at + timedelta(days=1))
        with pytest.raises(SuggestedAlready):
            suggested(call, buyer, call.starts_at + timedelta(days=2))

    def test_a_suggestion_can_be_answered_with_another_one(
        self, order: Order, buyer: User, seller: User
    ) -> None:
        call = agreed(order, buyer)
        first = suggested(call, seller, call.starts_at + timedelta(days=1))
        second = suggested(first, buyer, call.starts_at + timedelta(days=2))
        assert (stored(first).status, second.moves_id) == ("replaced", call.pk)
        accepted(second, seller)
        assert stored(call).status == "replaced"

    def test_only_the_link_can_change(self, order: Order, buyer: User, seller: User) -> None:
        call = agreed(order, buyer)
        new = suggested(call, buyer, call.starts_at, link="https://meet.example.test/x")
        taken = accepted(new, seller)
        assert (taken.starts_at, taken.host, taken.sequence) == (call.starts_at, "meet.example.test", 1)

    def test_a_new_time_that_is_taken_after_the_old_call_was_held_is_a_call_of_its_own(
        self, order: Order, buyer: User, seller: User
    ) -> None:
        call = agreed(order, buyer, clock.now() + timedelta(hours=2))
        new = suggested(call, seller, call.starts_at + timedelta(days=1))
        with clock.travelled_to(call.starts_at + timedelta(minutes=1)):
            taken = accepted(new, buyer)
        assert stored(call).status == "accepted"
        assert (taken.sequence, taken.uid != call.uid) == (0, True)

    def test_a_declined_call_cannot_be_moved(self, order: Order, buyer: User, seller: User) -> None:
        call = proposed(order, buyer)
        ANSWERS["decline"](call, press(seller, order))
        with pytest.raises(CallMovedOn):
            move_call(order_id=order.pk, call_id=call.pk, meeting=meeting(), click=press(buyer, order))


class TestCancelling:
    """Calling an agreed call off."""

    @pytest.mark.parametrize("by_proposer", [True, False])
    def test_either_side_says_why(
        self, *, by_proposer: bool, order: Order, buyer: User, seller: User
    ) -> None:
        call = agreed(order, buyer)
        ANSWERS["cancel"](call, press(buyer if by_proposer else seller, order))
        off = stored(call)
        assert (off.status, off.word, off.sequence, off.remind_at) == ("cancelled", "Ill", 1, None)

    def test_without_a_reason_it_stands(self, order: Order, buyer: User) -> None:
        call = agreed(order, buyer)
        with pytest.raises(Invalid) as refused:
            call_ends.cancel_call(order_id=order.pk, call_id=call.pk, word=" ", click=press(buyer, order))
        assert refused.value.field == "word"
        assert stored(call).status == "accepted"

    def test_another_time_that_was_suggested_goes_with_it(
        self, order: Order, buyer: User, seller: User
    ) -> None:
        call = agreed(order, buyer)
        new = suggested(call, seller, call.starts_at + timedelta(days=1))
        ANSWERS["cancel"](call, press(buyer, order))
        assert stored(new).status == "cancelled"
        with pytest.raises(CallMovedOn):
            accepted(new, buyer)

    def test_not_once_it_has_begun(self, order: Order, buyer: User) -> None:
        call = agreed(order, buyer)
        with clock.travelled_to(call.starts_at), pytest.raises(CallHasPassed):
            ANSWERS["cancel"](call, press(buyer, order))
        assert stored(call).status == "accepted"


class TestEnds:
    """What the end of a milestone or an order does to its calls."""

    def test_an_accepted_milestone_takes_its_open_calls_with_it(
        self, order: Order, buyer: User, seller: User
    ) -> None:
        asked, sure = proposed(order, buyer), agreed(order, seller, clock.now() + timedelta(days=3))
        later = agreed(order, seller, clock.now() + timedelta(days=4), position=2)
        accept_delivery(delivered(order), Act.ACCEPT_DECIDE_LATER)
        assert (stored(asked).status, stored(asked).sequence) == ("cancelled", 0)
        assert (stored(sure).status, stored(sure).sequence, stored(sure).remind_at) == ("cancelled", 1, None)
        assert stored(later).status == "accepted"
        told = order.events.get(act=Act.ACCEPT_DECIDE_LATER).data["calls"]
        assert {(one["call"], one["agreed"]) for one in told} == {
            (str(asked.pk), False),
            (str(sure.pk), True),
        }

    def test_a_stopped_order_takes_the_calls_of_what_never_began_with_it(
        self, order: Order, buyer: User, seller: User
    ) -> None:
        later = agreed(order, seller, position=3)
        accept_delivery(delivered(order), Act.ACCEPT_DECIDE_LATER)
        now = fresh(order.pk)
        stop(order_id=order.pk, click=press(buyer, now))
        assert stored(later).status == "cancelled"

    def test_a_call_that_has_begun_is_left_alone(self, order: Order, seller: User) -> None:
        call = agreed(order, seller, clock.now() + timedelta(minutes=20))
        delivered(order)
        with clock.travelled_to(call.starts_at):
            accept_delivery(order, Act.ACCEPT_AND_STOP)
        assert stored(call).status == "accepted"

    def test_a_dispute_leaves_calls_alone(self, buyer: User, seller: User) -> None:
        order = zoomed(order_in("disputed", buyer, seller))
        assert agreed(order, seller).status == "accepted"

    def test_the_clock_takes_calls_with_it_too(self, order: Order, seller: User) -> None:
        order = delivered(order)
        call = agreed(order, seller, clock.now() + timedelta(days=20))
        due_at = fresh(order.pk).due_at
        assert due_at is not None
        with clock.travelled_to(due_at):
            run_due()
        assert fresh(order.pk).reason == "unanswered"
        assert stored(call).status == "cancelled"
        assert order.events.get(act=Act.CLOSE_UNANSWERED).data["calls"][0]["call"] == str(call.pk)
