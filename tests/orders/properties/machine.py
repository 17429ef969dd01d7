"""A Hypothesis state machine over the real operations: all acts of all tables.

Whatever people, staff, clocks, jobs and the provider do, in any order, money and order invariants hold after every
step. When an order has ended, another one may follow.
"""

from collections import Counter
from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.orders.properties import beginnings, by_parties, by_staff, by_time, on_calls
from tests.orders.properties.dice import Dice, dice
from tests.orders.properties.life import Life
from tests.orders.properties.quick_audit import QuickAudit

Step = Callable[[Life, Dice], None]
STEPS: dict[Step, int] = {
    by_parties.act: 16,
    by_parties.act_anyhow: 2,
    by_parties.propose_changes: 2,
    by_parties.ask_to_cancel: 1,
    by_parties.pay: 2,
    by_parties.authenticate: 1,
    by_parties.deliver_without_the_tick: 1,
    by_parties.press_again: 2,
    by_parties.press_on_an_old_page: 1,
    on_calls.call: 3,
    by_staff.staff: 3,
    beginnings.order_anew: 3,
    beginnings.turn_to: 2,
    beginnings.unsubscribe: 2,
    by_time.time_passes: 3,
    by_time.a_deadline_comes: 3,
    by_time.sweep: 4,
}
"""How often each comes, of their sum. Chosen so that a few thousand steps see every act several times."""
BY_NAME = {step.__name__: step for step in STEPS}
LOT = tuple(step.__name__ for step, weight in STEPS.items() for _ in range(weight))


class Tally:
    """What lives have come to: their number, their steps by kind, and the acts that happened."""

    def __init__(self) -> None:
        self.lives = 0
        self.steps: Counter[str] = Counter()
        self.acts: Counter[str] = Counter()

    def __str__(self) -> str:
        steps, acts = (
            ", ".join(f"{name} {n}" for name, n in kind.most_common()) for kind in (self.steps, self.acts)
        )
        return f"{self.lives} lives, {self.steps.total()} steps: {steps}\n{self.acts.total()} acts: {acts}"


def machine_of(books: QuickAudit, tally: Tally) -> type[RuleBasedStateMachine]:
    """The machine, which counts into ``tally``."""

    class Orders(RuleBasedStateMachine):
        """One rule for all steps.

        Of several rules Hypothesis switches some off for a whole life; a life in which nobody may act proves little.
        """

        def __init__(self) -> None:
            super().__init__()
            self.life = Life(books)
            tally.lives += 1

        @initialize(thrown=dice)
        def begin(self, thrown: Dice) -> None:
            beginnings.begin(self.life, thrown)

        @rule(name=st.sampled_from(LOT), thrown=dice)
        def step(self, name: str, thrown: Dice) -> None:
            tally.steps[name] += 1
            BY_NAME[name](self.life, thrown)

        @invariant()
        def nothing_is_broken(self) -> None:
            self.life.must_be_whole()

        def teardown(self) -> None:
            if self.life.orders:
                tally.acts.update(self.life.run_out())

    return Orders
