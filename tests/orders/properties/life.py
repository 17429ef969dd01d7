"""Two people, their orders, a clock and a provider: what a step is taken on, and what must hold after it.

Refusals are fine; one that left something behind is not, nor is any other exception.
"""

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from unittest import mock

from accounts.models import User
from config.shared import clock
from config.shared.commands import Click
from config.shared.errors import Refusal
from gigs.models import Gig
from orders.audit import reviews, sellers
from orders.ledger import audit as ledger
from orders.models import Event, Order
from orders.operations.acting import TooLate
from orders.operations.agreeing import AnsweredBySilence
from orders.operations.amendments import AmendmentLapsed
from orders.operations.resuming import ResumeOver
from orders.operations.reviewing import ReviewsOver
from orders.operations.sweeping import JOBS
from orders.payments import audit as payments
from orders.standing import Standing
from orders.states import ENDED, OPEN, OrderStatus, Role
from tests.orders import stories
from tests.orders.proofs.scene import Scene
from tests.orders.properties.faults import bad_line, nothing_is_swallowed
from tests.orders.properties.footprint import everything, footprint
from tests.orders.properties.quick_audit import QuickAudit

CARDS = (
    stories.SUCCESS,
    stories.DECLINED,
    stories.FIRST_ONLY,
    stories.AUTHENTICATE,
    stories.ANSWER_LOST,
    stories.NO_REFUND,
)
LATE = {TooLate, AmendmentLapsed, AnsweredBySilence, ResumeOver, ReviewsOver}
"""Said to a click that came after the time: it does what the clock would have done, and that stays."""
SWEPT = [job for name, job in JOBS if name != "messages carried out"]
"""Mails are the outbox's own to prove."""


def refusal_of(do: Callable[[], object]) -> type[Refusal] | None:
    """Which refusal it came to; None when it was done."""
    try:
        do()
    except Refusal as refusal:
        return type(refusal)
    return None


class Life:
    """``orders``: all that the two ever had together; ``scene``: the one that they look at now."""

    scene: Scene

    def __init__(self, books: QuickAudit) -> None:
        self.books = books
        self.now = datetime(2026, 3, 1, 9, tzinfo=UTC)
        self.orders: list[uuid.UUID] = []
        self.last: tuple[Callable[[Click], object], Click] | None = None
        self.moved: set[uuid.UUID] = set()  # since the audit looked last; a refusal moves nothing
        self._print: tuple[object, ...] | None = None
        self._seen: dict[uuid.UUID, tuple[object, ...]] = {}

    # -- the order that is looked at

    @property
    def stands(self) -> Standing:
        """The order now; read again once something may have moved it."""
        if self.scene.page is None:
            self.scene.page = self.scene.standing
        return self.scene.page

    @property
    def ended(self) -> bool:
        return self.stands.order.status in ENDED

    def look_at(self, order_id: uuid.UUID) -> None:
        """Go on with another order of theirs."""
        self.scene.order_id, self.last = order_id, None
        if order_id not in self.orders:
            self.orders.append(order_id)
        self.stir(order_id)

    def people(self) -> list[User]:
        """Buyer and seller as they are stored."""
        sides = [self.scene.people[who].pk for who in ("buyer", "seller")]
        return list(User.objects.filter(pk__in=sides).order_by("pk"))

    def gig(self) -> Gig:
        """What the order is of, as it is stored."""
        return Gig.objects.get(pk=self.stands.order.gig_id)

    def newer(self) -> list[uuid.UUID]:
        """Orders that came of theirs since, the oldest first: months of a subscription, resumed ones."""
        buyer = self.scene.people["buyer"].pk
        found = Order.objects.filter(buyer=buyer).exclude(pk__in=self.orders).order_by("placed_at")
        return list(found.values_list("pk", flat=True))

    def with_these_people(self) -> list[uuid.UUID]:
        """Their orders, the oldest first."""
        self.orders += self.newer()
        buyer = self.scene.people["buyer"].pk
        return list(Order.objects.filter(buyer=buyer).order_by("placed_at").values_list("pk", flat=True))

    def stir(self, *order_ids: uuid.UUID) -> None:
        """These may have moved: what was read of the order is old, and the audit looks at them."""
        self.moved |= set(order_ids) or {self.scene.order_id}
        self.scene.page = self._print = None

    def settle_in(self, scene: Scene) -> None:
        """New people, who have just ordered."""
        self.scene, self.orders = scene, [*self.orders, scene.order_id]
        for number in CARDS:
            scene.card(number)
        self.scene.at, self.last = self.now, None
        self.stir()

    # -- how a step is taken

    def frozen(self) -> AbstractContextManager[object]:
        """The clock stands still during a step, so that a second before a deadline is one on a slow machine too."""
        return mock.patch.object(clock, "now", return_value=self.now)

    def click(self, who: str, version: int | None = None) -> Click:
        """A fresh press on the page that shows the order as it stands, or as it stood."""
        return Click(self.scene.people[who].pk, uuid.uuid4(), version or self.stands.order.version, self.now)

    def press(self, who: str, do: Callable[[Click], object], fault: str | None = None) -> bool:
        """Press a button; whether it was obeyed.

        A refusal must leave nothing behind, but for what the clock would have done as well.
        """
        with self.frozen(), bad_line(fault):
            click = self.click(who)
            refused = self.tried(lambda: do(click))
        if refused is None:
            self.last = (do, click)
        return refused is None

    def tried(self, do: Callable[[], object]) -> type[Refusal] | None:
        """Which refusal it came to, having proved that it left nothing."""
        before = self._print or footprint(self.scene)
        refused = refusal_of(do)
        self._print = None
        if refused is None:
            self.stir()
            return None
        after = footprint(self.scene)
        assert refused in LATE or after == before, f"{refused.__name__} left something behind"
        assert refused != TooLate or after != before, "too late, and nothing was closed"
        if after != before:
            newest = Event.objects.filter(order=self.scene.order_id).latest("id")
            assert newest.role == Role.SYSTEM, f"{refused.__name__} left {newest.act} of the {newest.role}"
            self.stir()
        self._print = after
        return refused

    def press_again(self) -> None:
        """The same form once more: the first outcome is replayed, nothing moves."""
        if self.last is None:
            return
        do, click = self.last
        with self.frozen():
            before = self._print or footprint(self.scene)
            do(click)
            self._print = footprint(self.scene)
        assert self._print == before, "the same command had an effect twice"

    def sweep(self, fault: str | None = None) -> None:
        """The jobs come by: whatever waits on any of the orders may move."""
        with self.frozen(), bad_line(fault), nothing_is_swallowed():
            for job in SWEPT:
                job(at=clock.now())
        self.orders += self.newer()
        self.stir(*self.orders)

    # -- what must always hold

    def must_be_whole(self) -> None:
        """Money and order of all that moved, and the ledger as a whole."""
        moved, self.moved = self.moved, set()
        if not moved:
            return
        with self.frozen():
            for order_id in moved:
                rows = everything(order_id)
                if self._seen.get(order_id) != rows:  # a sweep may move every order, and moves few
                    assert self.books.broken(order_id) == []
                    self._seen[order_id] = rows
            assert ledger.broken_invariants() == []

    def run_out(self) -> list[str]:
        """Let the jobs run until nothing waits; the acts that this life has seen.

        Every charge and refund has found its end by then, in ledger and provider, and all sums over orders are right.
        """
        for _ in range(5):
            self.now += timedelta(days=31)
            self.sweep()
        for status in Order.objects.filter(pk__in=self.orders).values_list("status", flat=True):
            assert status not in OPEN or status == OrderStatus.DISPUTED
        self.must_be_whole()
        with self.frozen():
            assert [*payments.broken_invariants(), *sellers.broken(), *reviews.broken_sums()] == []
        return list(Event.objects.filter(order__in=self.orders).values_list("act", flat=True))
