"""The races are real: with all guards off they show the fault. And each guard that stands there holds alone."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace

import pytest
from django.db import connection

from orders.models import Event
from orders.states import Act
from tests.orders.proofs.places import PLACES
from tests.orders.proofs.scene import Scene
from tests.orders.races.crew import crew
from tests.orders.races.guards import no_conditional_update, no_row_lock, no_unique_rows
from tests.orders.races.herd import Herd, ids_of
from tests.orders.races.rivals import Pair, lined_up, moment_of, rivals_at

pytestmark = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="row locks need PostgreSQL: set DATABASE_URL"
    ),
]
ROUNDS = int(os.environ.get("RACE_CONTROL_ROUNDS", "8"))
Off = Callable[[], AbstractContextManager[None]]
ALL: tuple[Off, ...] = (no_row_lock, no_conditional_update, no_unique_rows)


@dataclass(frozen=True)
class Meeting:
    """Two acts in a place. ``rows``: a unique row of one of them holds alone."""

    place: str
    one: Act
    other: Act
    rows: bool = False

    def __str__(self) -> str:
        return f"{self.one} and {self.other}"


MEETINGS = [
    Meeting("active delivered of three", Act.ACCEPT_AND_STOP, Act.ACCEPT_DECIDE_LATER, rows=True),
    Meeting("active delivered of three", Act.ACCEPT_AND_STOP, Act.CLOSE_UNANSWERED, rows=True),
    Meeting("active delivered of three", Act.ACCEPT_AND_STOP, Act.REQUEST_REVISION),
    Meeting("active delivered of three", Act.EXTEND, Act.EXTEND),
    Meeting("active delivered of three", Act.OPEN_DISPUTE, Act.ACCEPT_DECIDE_LATER),
    Meeting("active delivered of three", Act.OPEN_DISPUTE, Act.OPEN_DISPUTE, rows=True),
    Meeting("active in_progress of three", Act.DELIVER, Act.DELIVER, rows=True),
    Meeting("active awaiting_payment of three", Act.STOP, Act.STOP),
    Meeting("disputed delivered of three", Act.WITHDRAW_DISPUTE, Act.DECIDE_SPLIT),
    Meeting("disputed delivered of three", Act.DECIDE_SPLIT, Act.DECIDE_RELEASE, rows=True),
    Meeting("awaiting_requirements in_progress of three", Act.ANSWER_REQUIREMENTS, Act.SKIP_REQUIREMENTS),
]


def most_firsts(meeting: Meeting, *off: Off) -> int:
    """The most who were first in one round, with these guards off."""
    scene = next(place for place in PLACES if place.name == meeting.place).make()
    scene.page = scene.standing
    known = {rival.act: rival for rival in rivals_at(scene)}
    pair = known[meeting.one], known[meeting.other]
    herd = Herd(scene.order)
    first = 1 + MEETINGS.index(meeting) * ROUNDS
    herd.make(first, ROUNDS)
    with ExitStack() as stack, crew() as people:
        for guard in off:
            stack.enter_context(guard())
        return max(
            firsts(people.race, replace(scene, order_id=copy), pair) for copy in ids_of(herd, first, ROUNDS)
        )


def firsts(race: Callable[..., object], scene: Scene, pair: Pair) -> int:
    """How often an act of the pair was done to one order."""
    scene.page = None
    scene.page = scene.standing
    race(lined_up(pair, scene, moment_of(scene)))
    acts = {rival.act for rival in pair}
    return Event.objects.filter(
        order_id=scene.order_id, act__in=acts, version__gt=scene.page.order.version
    ).count()


def outcomes(meetings: list[Meeting], *off: Off) -> dict[str, int]:
    """The same for several meetings, each with new people."""
    return {str(meeting): most_firsts(meeting, *off) for meeting in meetings}


def test_with_all_guards_off_several_are_first() -> None:
    found = outcomes(MEETINGS, *ALL)
    assert not {words: most for words, most in found.items() if most < 2}, "these races show nothing"


def test_the_row_lock_holds_alone() -> None:
    assert set(outcomes(MEETINGS, no_conditional_update, no_unique_rows).values()) == {1}


def test_the_conditional_update_holds_alone() -> None:
    assert set(outcomes(MEETINGS, no_row_lock, no_unique_rows).values()) == {1}


def test_the_unique_rows_hold_alone() -> None:
    by_rows = [meeting for meeting in MEETINGS if meeting.rows]
    assert set(outcomes(by_rows, no_row_lock, no_conditional_update).values()) == {1}
