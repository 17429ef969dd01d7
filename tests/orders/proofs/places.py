"""Every place where an order can stand, found by searching the table, and the way there.

A place is the pair of states, whether the milestone is the last, and whether the seller had money before. The ways are
made of acts of the table, pressed by their drivers; on top come places that only facts tell apart.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from config.shared import clock
from orders.operations import funding
from orders.states import (
    ENDED,
    TABLE,
    Act,
    MilestoneStatus,
    Move,
    OrderStatus,
    Role,
    State,
)
from tests.orders import stories
from tests.orders.proofs import of_amending
from tests.orders.proofs.drivers import BY_ITSELF, DRIVERS
from tests.orders.proofs.of_cancellation import ANSWERS, SILENT
from tests.orders.proofs.scene import Scene, placed

START: State = (OrderStatus.AWAITING_PAYMENT, MilestoneStatus.AWAITING_PAYMENT)
Node = tuple[OrderStatus, MilestoneStatus, int]
"""Order's status, milestone's status, position of the current milestone."""
Step = tuple[Act, str]
"""What is pressed, and by whom."""
PACE = timedelta(minutes=7)
"""Between two steps of a way."""
ROUND_ABOUT = BY_ITSELF | ANSWERS | SILENT | {Act.ACCEPT_AND_CONTINUE} | of_amending.ANSWERS
"""What is no step of a way: answers to what nobody asked, and an act whose charge leads further than the table says."""


@dataclass(frozen=True)
class Place:
    """Where an order stands, and how it comes there. ``then``: what facts are added on the spot.

    ``state``: of the places that the table alone tells apart.
    """

    name: str
    milestones: int
    way: tuple[Step, ...]
    number: str = stories.DECLINED
    revisions: int | None = 2
    then: Callable[[Scene], None] | None = None
    state: State | None = None

    def __str__(self) -> str:
        return self.name

    def make(self) -> Scene:
        """Bring a new order here, through the operations."""
        scene = placed(milestones=self.milestones, number=self.number, revisions=self.revisions)
        for step in self.way:
            take(scene, *step)
        if self.then:
            self.then(scene)
        return scene


def take(scene: Scene, act: Act, who: str) -> None:
    """One step of a way; the clock goes on to when it is possible."""
    driver = DRIVERS[act]
    scene.at = max(driver.ready(scene.order) or scene.at, scene.at) + PACE
    with clock.travelled_to(scene.at):
        driver.press(scene, scene.click(who, scene.at))


def after(move: Move, position: int, count: int, *, paid: bool) -> Node:
    """Where a move leads, by the rules of product.md 5.1, told once more apart from the product's code."""
    last = position == count
    if move.order in ENDED:
        return move.order, move.milestone, position
    if move.order is None:
        return (OrderStatus.COMPLETED if paid else OrderStatus.CANCELLED), move.milestone, position
    if move.milestone == MilestoneStatus.ACCEPTED:
        if last:
            return OrderStatus.COMPLETED, MilestoneStatus.ACCEPTED, position
        return OrderStatus.ACTIVE, MilestoneStatus.AWAITING_PAYMENT, position + 1
    return move.order, move.milestone, position


def who_of(move: Move) -> str:
    """Who takes this step in a story; what the system does, the buyer's payment or the clock sets off."""
    return next((str(role) for role in (Role.BUYER, Role.SELLER, Role.STAFF) if role in move.roles), "buyer")


def ways(count: int) -> dict[Node, tuple[Step, ...]]:
    """The shortest way to every place of an order of so many milestones."""
    start: Node = (*START, 1)
    found: dict[Node, tuple[Step, ...]] = {start: ()}
    todo = deque([start])
    while todo:
        node = todo.popleft()
        for act, target, who in _steps(node, count):
            if target not in found:
                found[target] = (*found[node], (act, who))
                todo.append(target)
    return found


def _steps(node: Node, count: int) -> Iterator[tuple[Act, Node, str]]:
    order, milestone, position = node
    for (state, act), move in TABLE.items():
        fits = move.last in {None, position == count}
        if state != (order, milestone) or act in ROUND_ABOUT or act not in DRIVERS or not fits:
            continue
        yield act, after(move, position, count, paid=position > 1), who_of(move)


def base_places() -> list[Place]:
    """Every open state on the first of three, the last of two, and the only milestone; and every end once."""
    found = []
    for count, positions, words in ((3, (1, 2), "of three"), (2, (2,), "last of two"), (1, (1,), "only one")):
        seen: set[State] = set()
        for (order, milestone, position), way in ways(count).items():
            ended = order in ENDED
            if position not in positions or (order, milestone) in seen or (ended and count != 3):
                continue
            seen.add((order, milestone))
            found.append(Place(f"{order} {milestone} {words}", count, way, state=(order, milestone)))
    return found


def way_to(
    order: OrderStatus, milestone: MilestoneStatus, *, count: int = 3, position: int = 1
) -> tuple[Step, ...]:
    """The shortest way to one place."""
    return ways(count)[order, milestone, position]


_O, _M = OrderStatus, MilestoneStatus
_DELIVERED = way_to(_O.ACTIVE, _M.DELIVERED)
_ASKED = way_to(_O.AWAITING_REQUIREMENTS, _M.IN_PROGRESS)
_STOPPED = (*_DELIVERED, (Act.ACCEPT_AND_STOP, "buyer"))
_WORKS = way_to(_O.ACTIVE, _M.IN_PROGRESS)
_WAITS = way_to(_O.ACTIVE, _M.AWAITING_PAYMENT, position=2)


def _try(number: str) -> Callable[[Scene], None]:
    """The buyer tries to pay what waits with this card."""

    def then(scene: Scene) -> None:
        card = scene.card(number)
        with clock.travelled_to(scene.at):
            funding.pay(order_id=scene.order_id, card_id=card, click=scene.click("buyer", scene.at))

    return then


FACTS = [
    Place("delivered, extended already", 3, (*_DELIVERED, (Act.EXTEND, "buyer"))),
    Place("delivered, no revisions left", 3, _DELIVERED, revisions=0),
    Place("delivered, revisions without end", 3, _DELIVERED, revisions=None),
    Place("disputed by the seller", 3, (*_DELIVERED, (Act.OPEN_DISPUTE, "seller"))),
    *(
        Place(f"cancellation asked by the {who}", 3, (*_WORKS, (Act.REQUEST_CANCELLATION, who)))
        for who in ("buyer", "seller")
    ),
    *(
        Place(
            f"cancellation asked by the {who}, nothing answered",
            3,
            (*_ASKED, (Act.REQUEST_CANCELLATION, who)),
        )
        for who in ("buyer", "seller")
    ),
    *(
        Place(
            f"stopped, the {who} asks to resume",
            3,
            (*_STOPPED, (Act.RESUME, who)),
        )
        for who in ("buyer", "seller")
    ),
    *(
        Place(f"changes proposed by the {who}", 3, (*_WORKS, (Act.PROPOSE_AMENDMENT, who)))
        for who in ("buyer", "seller")
    ),
    Place(
        "changes agreed and not paid",
        3,
        (*_WORKS, (Act.PROPOSE_AMENDMENT, "buyer"), (Act.ACCEPT_AMENDMENT, "seller")),
    ),
    Place("completed, the buyer wrote a review", 3, (*_STOPPED, (Act.WRITE_REVIEW, "buyer"))),
    Place(
        "completed, both wrote reviews",
        3,
        (*_STOPPED, (Act.WRITE_REVIEW, "buyer"), (Act.WRITE_REVIEW, "seller")),
    ),
    Place("first payment asks the bank", 3, (), stories.AUTHENTICATE),
    Place("first payment in doubt", 3, (), stories.ANSWER_LOST),
    Place("next payment declined", 3, _WAITS, then=_try(stories.DECLINED)),
    Place("next payment asks the bank", 3, _WAITS, then=_try(stories.AUTHENTICATE)),
    Place("next payment in doubt", 3, _WAITS, then=_try(stories.ANSWER_LOST)),
]
PLACES = [*base_places(), *FACTS]
