"""A Hypothesis state machine over the real operations, all acts of the table.

Whatever people, clocks, jobs and the provider do, in any order, the money and order invariants hold after every
step. Refusals are fine; a refusal that left something behind is not, nor is any other exception. When an order has
ended and nothing more can be done to it, the two place another.
"""

import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from config.shared import clock
from config.shared.commands import Click
from config.shared.errors import Refusal
from orders.audit import broken_invariants
from orders.models import Attempt
from orders.operations import delivering, disputing, funding
from orders.operations.acting import TooLate
from orders.operations.sweeping import JOBS
from orders.standing import Standing
from orders.states import ENDED, OPEN, TABLE, Act, OrderStatus, Role
from tests.orders import stories
from tests.orders.proofs.drivers import DRIVERS, STAFF_ONLY
from tests.orders.proofs.scene import Scene, placed
from tests.orders.properties.faults import FAULTS, bad_line, nothing_is_swallowed
from tests.orders.properties.footprint import footprint

CARDS = (stories.SUCCESS, stories.DECLINED, stories.FIRST_ONLY, stories.AUTHENTICATE, stories.ANSWER_LOST)
LENGTHS = tuple(
    timedelta(**length)
    for length in (
        {"seconds": 1},
        {"seconds": 40},
        {"minutes": 20},
        {"hours": 7},
        {"hours": 25},
        {"days": 2},
        {"days": 8, "seconds": -1},
        {"days": 10},
        {"days": 40},
    )
)
AROUND = tuple(timedelta(seconds=seconds) for seconds in (-1, 0, 1))
PRESSED = sorted(act for act, driver in DRIVERS.items() if not driver.system and act not in STAFF_ONLY)
PEOPLE = ("buyer", "seller")
SWEPT = [job for name, job in JOBS if name != "messages carried out"]
"""Mails are the outbox's own to prove."""
faults = st.sampled_from((None, None, None, *FAULTS))


def refusal_of(do: Callable[[], object]) -> type[Refusal] | None:
    """Which refusal it came to; None when it was done."""
    try:
        do()
    except Refusal as refusal:
        return type(refusal)
    return None


class OrderMachine(RuleBasedStateMachine):
    """One order, two people, a clock, jobs, and a provider that sometimes does not answer."""

    scene: Scene

    def __init__(self) -> None:
        super().__init__()
        self.now = datetime(2026, 3, 1, 9, tzinfo=UTC)
        self.last: tuple[Callable[[Click], object], Click] | None = None
        self.moved = False  # since the audit looked last; a refusal moves nothing, which its footprint proves

    @initialize(
        milestones=st.integers(1, 6),
        amount=st.integers(100, 30_001),
        number=st.sampled_from((stories.SUCCESS, *CARDS)),
        ask=st.booleans(),
        revisions=st.sampled_from((0, 1, None)),
    )
    def place(self, milestones: int, amount: int, number: str, ask: bool, revisions: int | None) -> None:
        with clock.travelled_to(self.now):
            self.scene = placed(
                milestones=milestones, number=number, ask=ask, revisions=revisions, amount_minor=amount
            )
            for card in CARDS:
                self.scene.card(card)
        self.scene.at, self.last, self.moved = self.now, None, True

    # -- how a step is taken

    @property
    def stands(self) -> Standing:
        """The order now; read once in a step."""
        if self.scene.page is None:
            self.scene.page = self.scene.standing
        return self.scene.page

    def possible(self) -> list[Act]:
        """What the table lets anybody press here."""
        state, last = self.stands.state, self.stands.is_last
        return [act for act in PRESSED if (move := TABLE.get((state, act))) and move.last in {None, last}]

    def press(self, who: str, do: Callable[[Click], object], fault: str | None = None) -> None:
        """Press a button; a refusal must leave nothing behind, but that a click that came too late closes the order."""
        with clock.travelled_to(self.now), bad_line(fault):
            click = Click(self.scene.people[who].pk, uuid.uuid4(), self.stands.order.version, self.now)
            before = footprint(self.scene)
            refused = refusal_of(lambda: do(click))
            moved = footprint(self.scene) != before
        if refused == TooLate:
            assert moved, "too late, and nothing was closed"
            self.moved = True
        elif refused:
            assert not moved, f"{refused.__name__} left something behind"
        else:
            self.last, self.moved = (do, click), True
        self.scene.page = None

    # -- what people do

    @rule(data=st.data(), fault=faults)
    def act(self, data: st.DataObject, fault: str | None) -> None:
        """Something that the table allows somebody here; whether facts allow it as well, shows."""
        possible = self.possible()
        if not possible:
            return
        act = data.draw(st.sampled_from(possible))
        roles = sorted(TABLE[self.stands.state, act].roles & {Role.BUYER, Role.SELLER})
        who = str(data.draw(st.sampled_from(roles))) if roles else "buyer"
        self.press(who, lambda click: DRIVERS[act].press(self.scene, click), fault)

    @rule(act=st.sampled_from(PRESSED), who=st.sampled_from((*PEOPLE, "outsider")))
    def act_anyhow(self, act: Act, who: str) -> None:
        """Anything, by anybody."""
        self.press(who, lambda click: DRIVERS[act].press(self.scene, click))

    @rule(number=st.sampled_from(CARDS), starting=st.booleans(), fault=faults)
    def pay(self, number: str, starting: bool, fault: str | None) -> None:
        order_id, card = self.scene.order_id, self.scene.card(number)
        self.press(
            "buyer",
            lambda click: funding.pay(order_id=order_id, card_id=card, click=click, starting=starting),
            fault,
        )

    @rule(passed=st.booleans(), fault=faults)
    def authenticate(self, passed: bool, fault: str | None) -> None:
        waiting = Attempt.objects.filter(
            intent__payer=self.scene.people["buyer"], status="needs_authentication"
        ).first()
        if waiting is None:
            return
        self.moved = True
        with clock.travelled_to(self.now), bad_line(fault), suppress(TooLate):
            funding.authenticate_payment(
                order_id=self.scene.order_id, attempt_id=waiting.pk, passed=passed, at=self.now
            )
        self.scene.page = None

    @rule()
    def deliver_without_the_tick(self) -> None:
        order_id = self.scene.order_id
        self.press(
            "seller",
            lambda click: delivering.deliver(
                order_id=order_id, message="Done.", link="https://example.test/", click=click
            ),
        )

    @precondition(lambda self: self.stands.order.status == OrderStatus.DISPUTED)
    @rule(act=st.sampled_from(sorted(disputing.DECISIONS)), part=st.integers(0, 30_001))
    def decide(self, act: Act, part: int) -> None:
        order_id = self.scene.order_id
        self.press(
            "staff",
            lambda click: disputing.decide_dispute(
                order_id=order_id,
                act=act,
                text="Seen.",
                staff_id=click.actor_id,
                at=click.at,
                released_minor=part,
            ),
        )
        self.last = None  # the admin's form carries no one-time id: a second decision is refused by the state

    @precondition(lambda self: self.last is not None)
    @rule()
    def press_again(self) -> None:
        """The same form once more: the first outcome is replayed, nothing moves."""
        assert self.last is not None
        do, click = self.last
        with clock.travelled_to(self.now):
            before = footprint(self.scene)
            do(click)
            assert footprint(self.scene) == before, "the same command had an effect twice"

    @rule(data=st.data())
    def press_on_an_old_page(self, data: st.DataObject) -> None:
        tight = [act for act in self.possible() if not DRIVERS[act].loose]
        if self.stands.order.version == 1 or not tight:
            return
        act = data.draw(st.sampled_from(tight))
        order, before = self.stands.order, footprint(self.scene)
        old = Click(self.scene.people["buyer"].pk, uuid.uuid4(), order.version - 1, self.now)
        with clock.travelled_to(self.now):
            refused = refusal_of(lambda: DRIVERS[act].press(self.scene, old))
        assert refused, f"{act}: an old page was obeyed"
        assert refused == TooLate or footprint(self.scene) == before
        self.moved = self.moved or refused == TooLate
        self.scene.page = None

    @precondition(lambda self: self.stands.order.status in ENDED)
    @rule(milestones=st.integers(1, 3), number=st.sampled_from((stories.SUCCESS, *CARDS)))
    def order_anew(self, milestones: int, number: str) -> None:
        self.place(milestones, 10_001, number, ask=False, revisions=1)

    # -- what time and machines do

    @rule(length=st.sampled_from(LENGTHS))
    def time_passes(self, length: timedelta) -> None:
        self.now += length

    @precondition(lambda self: self.stands.order.due_at is not None)
    @rule(side=st.sampled_from(AROUND))
    def the_deadline_comes(self, side: timedelta) -> None:
        due_at = self.stands.order.due_at
        assert due_at is not None
        self.now = max(self.now, due_at + side)

    @rule(fault=faults)
    def sweep(self, fault: str | None) -> None:
        self.moved, self.scene.page = True, None
        with clock.travelled_to(self.now), bad_line(fault), nothing_is_swallowed():
            for job in SWEPT:
                job(at=clock.now())

    # -- what must always hold

    @invariant()
    def nothing_is_broken(self) -> None:
        if self.moved:
            assert broken_invariants(order_id=self.scene.order_id) == []
            self.moved = False

    def teardown(self) -> None:
        """Let the jobs run until nothing waits: every charge and refund has found its end, in ledger and provider."""
        if not hasattr(self, "scene"):
            return
        for _ in range(5):
            self.now += timedelta(days=31)
            self.sweep(None)
        order = self.scene.order
        assert order.status not in OPEN or order.status == OrderStatus.DISPUTED
        assert broken_invariants(order_id=self.scene.order_id) == []
