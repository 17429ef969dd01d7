"""The conversation of an order says once what one side asks, and what the other answers."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import User
from config.shared import clock
from offers.models import Message
from orders.models import Order
from orders.notifications.lines import SAID
from orders.operations import call_ends, lapsing_resumptions
from orders.operations.sweeping import run_due
from orders.states import Act, MilestoneStatus, OrderStatus
from tests.factories.calls import accepted, proposed, suggested, zoomed
from tests.factories.orders import fresh, order_in, press
from tests.orders import stories
from tests.orders.pages import signed_in
from tests.orders.proofs.drivers import DRIVERS
from tests.orders.proofs.places import take, way_to
from tests.orders.proofs.scene import Scene, placed

pytestmark = pytest.mark.django_db
WORKS = way_to(OrderStatus.ACTIVE, MilestoneStatus.IN_PROGRESS)
DELIVERED = way_to(OrderStatus.ACTIVE, MilestoneStatus.DELIVERED)
BETWEEN = way_to(OrderStatus.ACTIVE, MilestoneStatus.AWAITING_PAYMENT, position=2)
STOPPED = (*DELIVERED, (Act.ACCEPT_AND_STOP, "buyer"))
FIRST = "milestone 1, “Step 1”, of order {number}"
STORIES: dict[Act, tuple[Any, str, str]] = {
    Act.REFUSE_CANCELLATION: (
        (*WORKS, (Act.REQUEST_CANCELLATION, "buyer"), (Act.REFUSE_CANCELLATION, "seller")),
        f"{{buyer}} asked to cancel {FIRST}.",
        f"{{seller}} refused to cancel {FIRST}.",
    ),
    Act.WITHDRAW_CANCELLATION: (
        (*WORKS, (Act.REQUEST_CANCELLATION, "seller"), (Act.WITHDRAW_CANCELLATION, "seller")),
        f"{{seller}} asked to cancel {FIRST}.",
        f"{{seller}} withdrew the request to cancel {FIRST}.",
    ),
    Act.ACCEPT_CANCELLATION: (
        (*WORKS, (Act.REQUEST_CANCELLATION, "buyer"), (Act.ACCEPT_CANCELLATION, "seller")),
        f"{{buyer}} asked to cancel {FIRST}.",
        "Order {number} is cancelled: both sides agreed.",
    ),
    Act.LAPSE_CANCELLATION: (
        (*DELIVERED, (Act.REQUEST_CANCELLATION, "buyer"), (Act.LAPSE_CANCELLATION, "buyer")),
        f"{{buyer}} asked to cancel {FIRST}.",
        f"The request to cancel {FIRST} was not answered and has lapsed.",
    ),
    Act.REFUSE_AMENDMENT: (
        (*WORKS, (Act.PROPOSE_AMENDMENT, "seller"), (Act.REFUSE_AMENDMENT, "buyer")),
        "{seller} proposed changes to order {number}.",
        "{buyer} refused the changes to order {number}.",
    ),
    Act.WITHDRAW_AMENDMENT: (
        (*WORKS, (Act.PROPOSE_AMENDMENT, "buyer"), (Act.WITHDRAW_AMENDMENT, "buyer")),
        "{buyer} proposed changes to order {number}.",
        "{buyer} withdrew the proposed changes to order {number}.",
    ),
    Act.PAY_AMENDMENT: (
        (
            *WORKS,
            *(
                (Act[name], who)
                for name, who in (("PROPOSE_AMENDMENT", "buyer"), ("ACCEPT_AMENDMENT", "seller"))
            ),
        ),
        "{buyer} proposed changes to order {number}.",
        "{seller} agreed to the changes to order {number}, which count when the difference is paid.",
    ),
    Act.ACCEPT_AMENDMENT: (
        (*WORKS, (Act.PROPOSE_AMENDMENT, "seller"), (Act.ACCEPT_AMENDMENT, "buyer")),
        "{seller} proposed changes to order {number}.",
        "Order {number} has new terms.",
    ),
    Act.AMEND: (
        (*BETWEEN, (Act.PROPOSE_AMENDMENT, "seller"), (Act.ACCEPT_AMENDMENT, "buyer")),
        "{seller} proposed changes to order {number}.",
        "Order {number} has new terms.",
    ),
    Act.WITHDRAW_DISPUTE: (
        (*DELIVERED, (Act.OPEN_DISPUTE, "seller"), (Act.WITHDRAW_DISPUTE, "seller")),
        f"{{seller}} opened a dispute about {FIRST}. All clocks stand still.",
        f"{{seller}} withdrew the dispute about {FIRST}. Every clock runs on.",
    ),
    Act.DECIDE_CONTINUE: (
        (*DELIVERED, (Act.OPEN_DISPUTE, "buyer"), (Act.DECIDE_CONTINUE, "staff")),
        f"{{buyer}} opened a dispute about {FIRST}. All clocks stand still.",
        f"Milepost decided the dispute: work on {FIRST} goes on.",
    ),
    Act.DECIDE_RELEASE: (
        (*DELIVERED, (Act.OPEN_DISPUTE, "buyer"), (Act.DECIDE_RELEASE, "staff")),
        f"{{buyer}} opened a dispute about {FIRST}. All clocks stand still.",
        f"Milepost decided the dispute: {FIRST} is accepted.",
    ),
    Act.DECLINE_RESUME: (
        (*STOPPED, (Act.RESUME, "buyer"), (Act.DECLINE_RESUME, "seller")),
        "{buyer} asked to resume order {number}.",
        "{seller} declined to resume order {number}.",
    ),
    Act.WITHDRAW_RESUME: (
        (*STOPPED, (Act.RESUME, "seller"), (Act.WITHDRAW_RESUME, "seller")),
        "{seller} asked to resume order {number}.",
        "{seller} took back the request to resume order {number}.",
    ),
}


def lines_of(order: Order) -> list[str]:
    """What the conversation says of the order, oldest first."""
    url = f"/orders/{order.number}/"
    found = Message.objects.filter(kind="system", conversation=order.conversation_id, url=url)
    return list(found.order_by("pk").values_list("body", flat=True))


def said(scene: Scene, words: str) -> str:
    people = scene.people
    return words.format(buyer=people["buyer"].label, seller=people["seller"].label, number=scene.order.number)


@pytest.mark.parametrize("act", STORIES)
def test_what_is_asked_and_what_is_answered_stand_there_once(act: Act) -> None:
    way, asked, answered = STORIES[act]
    scene = placed(milestones=3)
    for step in way:
        take(scene, *step)
        with clock.travelled_to(scene.at + timedelta(minutes=1)):
            run_due()
    assert lines_of(scene.order)[-2:] == [said(scene, asked), said(scene, answered)]


def test_a_proposal_and_a_request_that_lapse_say_so() -> None:
    scene = placed(milestones=3)
    for step in (*WORKS, (Act.PROPOSE_AMENDMENT, "buyer")):
        take(scene, *step)
    with clock.travelled_to(scene.at + timedelta(days=5)):
        run_due()
        run_due()
    assert lines_of(scene.order)[-1] == said(scene, "The proposed changes to order {number} have lapsed.")


def test_a_request_to_resume_that_lapses_says_so(buyer: User, seller: User) -> None:
    order = order_in("stopped", buyer, seller)
    DRIVERS[Act.RESUME].press(Scene(order.pk, {"buyer": buyer}), stories.click(buyer, order))
    later = clock.now() + timedelta(days=31)
    with clock.travelled_to(later):
        lapsing_resumptions.resumptions_due(at=later)
        run_due()
    assert lines_of(order)[-1] == f"The request to resume order {order.number} was not answered."


def test_calls_are_told_by_who_did_what_without_a_moment(buyer: User, seller: User) -> None:
    order = zoomed(order_in("in_progress", buyer, seller))
    name = order.milestones.get(position=1).name
    about = f"about “{name}”, of order {order.number}."
    first = accepted(proposed(order, seller), buyer)
    other = suggested(first, buyer, clock.now() + timedelta(days=3))
    call_ends.decline_call(
        order_id=order.pk, call_id=other.pk, word="No.", click=press(seller, fresh(order.pk))
    )
    call_ends.cancel_call(
        order_id=order.pk, call_id=first.pk, word="Ill.", click=press(seller, fresh(order.pk))
    )
    again = proposed(order, buyer, clock.now() + timedelta(days=4))
    call_ends.withdraw_call(order_id=order.pk, call_id=again.pk, click=press(buyer, fresh(order.pk)))
    run_due()
    assert lines_of(order)[-7:] == [
        f"Sam Seller proposed a call {about}",
        f"{buyer.label} accepted the call {about}",
        f"{buyer.label} suggested another time for the call {about}",
        f"Sam Seller declined the call {about}",
        f"Sam Seller cancelled the call {about}",
        f"{buyer.label} proposed a call {about}",
        f"{buyer.label} took back the call {about}",
    ]
    page = signed_in(buyer).get(f"/inbox/{order.conversation_id}/").content.decode()
    assert f'href="/orders/{order.number}/"' in page


def test_every_question_and_every_answer_has_its_words() -> None:
    asked = {act for act in Act if act.startswith(("propose_", "request_c", "open_d", "resume", "move_"))}
    answers = {
        act
        for act in Act
        if act.startswith(("refuse_", "withdraw_", "decline_", "lapse_", "cancel_call", "accept_call"))
    }
    assert asked | answers <= set(SAID)
