"""Every pair of acts that can meet, sixteen at a time: one is first, the others are told, and the money moves once.

A click carries the version of the page that all of them look at: of all acts that move the order exactly one is done.
Acts that move nothing of it (an update, a statement) may all be done. A charge is written down by a click and takes
effect later: there the order's history, played again by the audit, says that it was one or the other.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from config.shared import clock
from orders.audit import broken_invariants
from orders.models import Entry, Event, OrderMilestone
from orders.operations import funding
from orders.states import OPEN, Act
from tests.orders.proofs.drivers import DRIVERS, STAFF_ONLY
from tests.orders.proofs.of_cancellation import SILENT
from tests.orders.proofs.places import PLACES, Place
from tests.orders.proofs.scene import Scene
from tests.orders.races.crew import ROUNDS, THREADS, Crew, crew
from tests.orders.races.herd import Herd, ids_of
from tests.orders.races.rivals import Pair, lined_up, moment_of, pairs_at, rivals_at

pytestmark = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="row locks need PostgreSQL: set DATABASE_URL"
    ),
]
AGAIN = max(2, ROUNDS // 5)
"""Rounds of a pair that has met in another place already: the same operations in another state."""
met: set[frozenset[Act]] = set()
BY_CLOCK = SILENT
"""What the clock does about a cancellation that was asked for; a delivery does not move that deadline."""
ARENAS = [
    place
    for place in PLACES
    if (place.state and place.state[0] in OPEN and "of three" in place.name)
    or place.name in {"active delivered last of two", "active in_progress last of two"}
    or place.name.startswith(("next payment", "changes", "cancellation"))
]


@pytest.mark.parametrize("place", ARENAS, ids=str)
def test_one_is_first_and_the_others_are_told(place: Place) -> None:
    scene = place.make()
    scene.page = scene.standing
    pairs = list(pairs_at(scene))
    if not pairs:
        return
    herd = Herd(scene.order)
    wrong = []
    with crew() as people:
        for number, pair in enumerate(pairs):
            wrong += [f"{words(pair)}: {fault}" for fault in faults(people, scene, herd, pair, number)]
    assert not wrong, "\n".join(wrong)
    assert broken_invariants() == []
    with clock.travelled_to(moment_of(scene) + timedelta(days=1)):
        while funding.recover_payments(at=clock.now()):
            pass
    assert broken_invariants() == []


def words(pair: Pair) -> str:
    return " and ".join(rival.act for rival in pair)


def faults(people: Crew, scene: Scene, herd: Herd, pair: Pair, number: int) -> Iterator[str]:
    """What went wrong in the rounds of one pair."""
    those, first = frozenset(rival.act for rival in pair), 1 + number * ROUNDS
    rounds = AGAIN if those in met else ROUNDS
    met.add(those)
    herd.make(first, rounds)
    for order_id in ids_of(herd, first, rounds):
        copy = replace(scene, order_id=order_id, page=None)
        copy.page = copy.standing
        newest = newest_event(copy)
        outcomes = people.race(lined_up(pair, copy, moment_of(copy)))
        fault = untold(outcomes) or not_one(pair, outcomes, acts_since(copy, newest)) or paid_twice(copy)
        if fault:
            yield fault
            return


def newest_event(scene: Scene) -> int:
    """The last thing that happened."""
    return Event.objects.filter(order_id=scene.order_id).latest("id").pk


def acts_since(scene: Scene, newest: int) -> list[str]:
    """What the history says was done."""
    rows = Event.objects.filter(order_id=scene.order_id, pk__gt=newest)
    return list(rows.order_by("id").values_list("act", flat=True))


def untold(outcomes: list[str]) -> str:
    """Somebody heard something that is no answer: an error, which comes with its words."""
    return next((one for one in outcomes if ": " in one), "")


def not_one(pair: Pair, outcomes: list[str], acts: list[str]) -> str:
    """Somebody else than exactly one was first, or was told so."""
    rivals = dict.fromkeys(pair)
    firsts = [act for act in acts if any(rival.moves and rival.act == act for rival in rivals)]
    by_clock = [act for act in acts if act in BY_CLOCK]
    must = any(rival.moves and rival.people for rival in rivals) and not any(rival.pays for rival in rivals)
    if len(firsts) > 1 or len(by_clock) > 1 or (must and not firsts and not by_clock):
        return f"{len(firsts)} were first: {acts}, {sorted(set(outcomes))}"
    for place, rival in enumerate(rivals):
        told = outcomes.count("done") if len(rivals) == 1 else outcomes[place::2].count("done")
        if rival.people and not rival.pays and told != acts.count(rival.act):
            return f"{rival.act}: {told} were told that it was done, and it was {acts.count(rival.act)} times"
    return ""


def paid_twice(scene: Scene) -> str:
    """A milestone that was settled or funded more than once, by ledger and history; the audit reads the rest."""
    milestones = list(OrderMilestone.objects.filter(order=scene.order_id).values_list("pk", flat=True))
    for milestone in milestones:
        settled = Entry.objects.filter(debit_subject=milestone, credit_kind="pending").count()
        if settled > 1:
            return f"settled {settled} times"
    funded = Event.objects.filter(order=scene.order_id, act=Act.FUND).values_list("position", flat=True)
    return "" if len(funded) == len(set(funded)) else "funded twice"


@pytest.mark.parametrize("place", ARENAS, ids=str)
def test_one_press_that_arrives_sixteen_times_is_done_once_and_all_hear_the_same(place: Place) -> None:
    scene = place.make()
    scene.page = scene.standing
    rivals = [rival for rival in rivals_at(scene) if rival.people and rival.act not in STAFF_ONLY]
    if not rivals:
        return
    herd = Herd(scene.order)
    herd.make(1, len(rivals))
    wrong = []
    with crew() as people:
        for rival, order_id in zip(rivals, ids_of(herd, 1, len(rivals)), strict=True):
            copy = replace(scene, order_id=order_id, page=None)
            copy.page, newest = copy.standing, newest_event(copy)
            [press] = rival.jobs(copy, 1, moment_of(copy))
            told = people.race([press] * THREADS)
            done = acts_since(copy, newest).count(DRIVERS[rival.act].tells or rival.act)
            if set(told) != {"done"} or done != 1 or paid_twice(copy):
                wrong.append(f"{rival.act}: done {done} times, told {sorted(set(told))}")
    assert not wrong, "\n".join(wrong)
    assert broken_invariants() == []
