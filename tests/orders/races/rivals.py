"""Who can meet whom: every pair of acts that the table allows in the same place, at a moment when facts allow both."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from config.shared import clock
from orders.audit.history import _MOVES_NOTHING
from orders.models import Attempt
from orders.operations import closing, funding, lapsing
from orders.payments.models import Purpose
from orders.payments.pursuing import pursue
from orders.states import TABLE, Act, Role, act_on_deadline
from tests.orders.proofs.drivers import DRIVERS, sweep
from tests.orders.proofs.places import PACE
from tests.orders.proofs.scene import Look, Scene
from tests.orders.races.crew import THREADS, Job

SECOND = timedelta(seconds=1)
Pair = tuple["Rival", "Rival"]


@dataclass(frozen=True, slots=True)
class Rival:
    """An act, and who may do it now. ``due``: the clock's own."""

    act: Act
    people: tuple[str, ...]
    due: bool = False

    @property
    def moves(self) -> bool:
        """It moves the order's version, so of all who do such a thing to the same page exactly one is first."""
        return self.act.value not in _MOVES_NOTHING and not self.pays

    @property
    def pays(self) -> bool:
        """It begins a charge, whose outcome moves the order later."""
        return DRIVERS[self.act].tells is not None or self.act == Act.FUND

    def jobs(self, scene: Scene, count: int, at: datetime) -> list[Job]:
        """So many presses of it, each with its own one-time id, on the same page."""
        return [self._job(scene, n, at) for n in range(count)]

    def _job(self, scene: Scene, n: int, at: datetime) -> Job:
        if self.act == Act.FUND:
            return _by_provider(scene, at)
        if self.act == Act.LAPSE_AMENDMENT:
            return partial(lapsing.lapse_amendments, at=at + SECOND)
        if self.due:
            return _by_clock(scene, n, at + SECOND)
        return _by_person(scene, self.act, self.people[n % len(self.people)], at)


def _by_person(scene: Scene, act: Act, who: str, at: datetime) -> Job:
    click = scene.click(who, at)

    def press() -> object:
        with clock.travelled_to(at):
            return DRIVERS[act].press(scene, click)

    return press


def _by_provider(scene: Scene, at: datetime) -> Job:
    """Somebody asks the provider what became of the newest charge, and lets it take effect."""
    attempt = newest_attempt(scene)

    def look() -> object:
        with clock.travelled_to(at):
            if attempt is not None:
                funding.settle_outcome(pursue(attempt.pk))
            return attempt is not None

    return look


def newest_attempt(scene: Scene) -> Attempt | None:
    """The last try to pay the milestone that waits."""
    tries = Attempt.objects.filter(
        intent__subject_id=scene.shown.milestone.pk, intent__purpose=Purpose.MILESTONE
    )
    return tries.order_by("number").last()


def _by_clock(scene: Scene, n: int, at: datetime) -> Job:
    """The sweep, which takes what is due together, and the look at this one order, in turns."""
    click = scene.click("buyer", at)
    return (lambda: sweep(scene, click)) if n % 2 else (lambda: closing.close_due(at=at))


def moment_of(scene: Scene) -> datetime:
    """A second before the deadline, when everything that counts from a due date is possible; else soon."""
    order = scene.shown.order
    open_ones = order.amendments.filter(closed_at__isnull=True).values_list("due_at", flat=True)
    ends = [moment for moment in (order.due_at, *open_ones) if moment]
    return min(ends) - SECOND if ends else scene.at + PACE


def rivals_at(scene: Scene) -> list[Rival]:
    """Every act that somebody can do here now."""
    standing, at = scene.shown, moment_of(scene)
    found = []
    for (state, act), move in TABLE.items():
        if state != standing.state or act not in DRIVERS or move.last not in {None, standing.is_last}:
            continue
        if act == Act.LAPSE_AMENDMENT and standing.order.amendments.filter(closed_at__isnull=True).exists():
            found.append(Rival(act, ()))
        elif act == act_on_deadline(state):
            found.append(Rival(act, (), due=True))
        elif act == Act.FUND and newest_attempt(scene):
            found.append(Rival(act, ()))
        elif not DRIVERS[act].system:
            people = [str(role) for role in sorted(move.roles - {Role.SYSTEM})]
            able = [who for who in people if not DRIVERS[act].refusal(Look(standing, who, at))]
            found += [Rival(act, tuple(able))] if able else []
    return found


def pairs_at(scene: Scene) -> Iterator[Pair]:
    """Everybody against everybody, and against themselves; two that move nothing leave each other alone."""
    for one, other in itertools.combinations_with_replacement(rivals_at(scene), 2):
        if one.moves or other.moves or one.pays or other.pays:
            yield one, other


def lined_up(pair: Pair, scene: Scene, at: datetime) -> list[Job]:
    """Half of the threads for each, in turns."""
    halves = [one.jobs(scene, THREADS // 2, at) for one in pair]
    return [job for two in zip(*halves, strict=True) for job in two]
