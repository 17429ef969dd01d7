"""Every place, act, person and side of the deadline, over the real operations: what table and facts declare, exactly.

Each attempt runs on a savepoint and is taken back; what was refused must have left every table as it was.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.db import transaction

from config.shared import clock
from config.shared.errors import Refusal
from orders.audit import broken_invariants
from orders.models import Event
from orders.states import ENDED, OPEN, TABLE, Act, Role, act_on_deadline, move_for
from tests.orders.proofs.drivers import APART, BY_ITSELF, DRIVERS, SAME_FORM, STAFF_ONLY, charge_is_open
from tests.orders.proofs.measures import counts, rows, sides
from tests.orders.proofs.places import PLACES, Node, Place, after
from tests.orders.proofs.scene import Look, Scene

pytestmark = pytest.mark.django_db
PEOPLE = ("buyer", "seller", "outsider", "staff")
PARTIES = ("buyer", "seller")
MANY = 3
NOT_YET, PAST = {"early", "before"}, {"at", "after"}
LASTING = {"done", "TooLate", "AmendmentLapsed"}
SECOND = timedelta(seconds=1)
PRESSED = [act for act in DRIVERS if not DRIVERS[act].system]
"""What people press; FUND and the acts of the clock have tests of their own below."""


def test_every_act_of_the_table_has_a_driver() -> None:
    missing = sorted({act for _, act in TABLE} - set(DRIVERS) - BY_ITSELF - APART)
    assert not missing, (
        f"{', '.join(missing)}: the table has acts that nobody proves. Say in tests/orders/proofs/drivers.py"
        " how each is pressed, and which facts stand in its way"
    )


def test_every_state_of_the_table_is_reached() -> None:
    unreached = {state for state, _ in TABLE} - {place.state for place in PLACES}
    assert not unreached, f"no act leads to {unreached}: the table has states that no order can come to"


@dataclass(frozen=True)
class Attempt:
    """Somebody presses something at some moment."""

    act: Act
    who: str
    side: str
    at: datetime

    def __str__(self) -> str:
        return f"{self.who} {self.act} {self.side}"


def attempts(scene: Scene, act: Act, *, strange: bool) -> list[Attempt]:
    """By everybody, at every moment; what staff decide is done by staff (the admin holds others off, see below).

    ``strange``: past the deadline too what the state does not know; then the clock comes first, whatever was pressed.
    """
    people = ("staff",) if act in STAFF_ONLY else PEOPLE
    meant, here = SAME_FORM.get((act, scene.shown.is_last), act), (scene.shown.state, act) in TABLE
    moments = sides(scene)
    wanted = moments if here else (PAST if strange else NOT_YET) & moments.keys()
    return [Attempt(meant, who, side, moments[side]) for who in people for side in wanted]


def tried_at(scene: Scene) -> list[Act]:
    """Everything; on a last milestone, which differs in what the state knows, only that."""
    if scene.shown.order.milestone_count == MANY:
        return PRESSED
    return [act for act in PRESSED if (scene.shown.state, act) in TABLE]


def declared(look: Look, act: Act) -> str:
    """What must come of it: ``done``, or the name of the refusal."""
    order, state = look.standing.order, look.standing.state
    if look.role not in PARTIES and act not in STAFF_ONLY:
        return "NotYourPart"
    due = order.due_at is not None and look.at >= order.due_at and look.role in PARTIES
    if due and act_on_deadline(state) and not charge_is_open(look):
        return "TooLate"
    if look.role in PARTIES and (told := DRIVERS[act].sooner(look)):
        return told
    move = move_for(state, act)
    if move is None or move.last not in {None, look.standing.is_last}:
        return "NotInThisState"
    if look.role not in move.roles:
        return "NotYourPart"
    return DRIVERS[act].refusal(look) or "done"


def node_of(scene: Scene) -> Node:
    """Where the order stands now."""
    standing = scene.standing
    return (*standing.state, standing.order.current)


def press(scene: Scene, one: Attempt) -> str:
    """The name of the refusal, or ``done``."""
    with clock.travelled_to(one.at):
        try:
            DRIVERS[one.act].press(scene, scene.click(one.who, one.at))
        except Refusal as refusal:
            return type(refusal).__name__
    return "done"


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_every_act_and_the_clock_come_out_as_declared(place: Place) -> None:
    scene = place.make()
    scene.page = scene.standing
    by_the_clock(scene)
    wrong = tried(scene, tried_at(scene), strange=False)
    assert not wrong, "\n".join(wrong)


@pytest.mark.deep
@pytest.mark.parametrize("place", [place for place in PLACES if place.milestones == MANY], ids=str)
def test_past_the_deadline_the_clock_comes_first_whatever_is_pressed(place: Place) -> None:
    scene = place.make()
    scene.page = scene.standing
    unknown = [act for act in PRESSED if (scene.page.state, act) not in TABLE]
    wrong = tried(scene, unknown, strange=True)
    assert not wrong, "\n".join(wrong)


def tried(scene: Scene, acts: list[Act], *, strange: bool) -> list[str]:
    """Every attempt at these acts, each taken back; what did not come out as declared."""
    newest, before, stood = newest_event(scene), counts(), rows(scene)
    wrong, audited = [], set[Act]()
    for act in acts:
        mark = transaction.savepoint()
        refused = []
        for one in attempts(scene, act, strange=strange):
            came, found = outcome(scene, one, newest)
            if came == "done" and one.act not in audited:
                audited.add(one.act)  # once for each act: its books are the same a day later
                found += broken_invariants(order_id=scene.order_id)
            wrong += [f"{one}: {fault}" for fault in found]
            if came in LASTING:
                transaction.savepoint_rollback(mark)
                mark = transaction.savepoint()
            else:
                refused.append(one)
        if refused and (counts() != before or rows(scene) != stood):
            wrong.append(f"{act} left something behind, refused to {', '.join(map(str, refused))}")
        transaction.savepoint_rollback(mark)
    return wrong


def outcome(scene: Scene, one: Attempt, newest: int) -> tuple[str, list[str]]:
    """What came of it, and what of that was not declared."""
    expected, came = declared(Look(scene.shown, one.who, one.at), one.act), press(scene, one)
    wrong = [] if came == expected else [f"{came}, declared {expected}"]
    if came == "done":
        wrong += done_wrong(scene, one, newest)
    elif came == "TooLate" and scene.order.status in OPEN:
        wrong.append("too late, and the order is open")
    return came, wrong


def newest_event(scene: Scene) -> int:
    """The last thing that happened."""
    return Event.objects.filter(order_id=scene.order_id).latest("id").pk


def done_wrong(scene: Scene, one: Attempt, newest: int) -> Iterator[str]:
    """The new events, played through the table by the rules of the design, lead to where the order stands."""
    new = Event.objects.filter(order_id=scene.order_id, pk__gt=newest).order_by("id")
    acts = list(new.values_list("act", "role"))
    if acts and acts[0][0] == Act.LAPSE_AMENDMENT:
        acts = acts[1:]  # whoever comes after its time lets a proposal lapse on the way
    first = DRIVERS[one.act].tells or one.act
    if not acts and one.act == Act.WRITE_REVIEW:
        return  # changed what nobody has read yet: the review is told once
    if not acts or acts[0][0] != first:
        yield f"its first event is {acts[:1]}, not {first}"
    if [act for act, _ in acts].count(first) > 1:
        yield f"it is told more than once: {acts}"
    if any(role != Role.SYSTEM for act, role in acts[1:] if act != Act.PUBLISH_REVIEWS):
        yield f"more happened than was asked for: {acts}"
    stood, stands = scene.shown, scene.standing
    node: Node = (*stood.state, stood.order.current)
    count, paid = stood.order.milestone_count, node[2] > 1
    for act, _ in acts:
        move = move_for((node[0], node[1]), Act(act))
        if move is None:
            yield f"{act} is not possible at {node}"
            return
        paid = paid or bool(stands.milestones[node[2] - 1].released_minor)
        node = after(move, node[2], count, paid=paid)
    if node_of(scene) != node:
        yield f"it stands at {node_of(scene)}, not at {node}"


def by_the_clock(scene: Scene) -> None:
    """The sweep does exactly what the table declares: its own act at the deadline and after it, before it nothing."""
    node, act = node_of(scene), act_on_deadline(scene.standing.state)
    count, before, stood = scene.order.milestone_count, counts(), rows(scene)
    for side, at in sides(scene).items():
        mark = transaction.savepoint()
        held = charge_is_open(Look(scene.standing, "system", at))
        closed = DRIVERS[Act.CLOSE_UNANSWERED].press(scene, scene.click("buyer", at))
        expected = act is not None and side in {"at", "after"} and not held
        assert closed == expected, side
        if closed and act:
            move = TABLE[(node[0], node[1]), act]
            assert node_of(scene) == after(move, node[2], count, paid=node[2] > 1)
            assert scene.order.status in ENDED
            assert broken_invariants(order_id=scene.order_id) == []
        else:
            assert (counts(), rows(scene)) == (before, stood)
        transaction.savepoint_rollback(mark)
