"""A Hypothesis state machine over the real operations.

Whatever people, clocks, jobs and the provider do, in any order, the money and order invariants hold after every
step. Refusals are fine; a refusal that left something behind is not, nor is any other exception.
"""

import itertools
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from unittest import mock

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from accounts.models import User
from config.shared import clock, commands
from config.shared.errors import Refusal
from orders.audit import broken_invariants
from orders.models import Attempt, Dispute, Entry, Event, Order, SavedCard, Settlement
from orders.operations import (
    accepting,
    clearing,
    closing,
    delivering,
    disputing,
    funding,
    placing,
    requirements,
    stopping,
)
from orders.operations.acting import TooLate
from orders.payments.gateway import GatewayTimeout
from orders.payments.providers import gateway
from orders.states import OPEN, Act, OrderStatus
from tests.factories.accounts import UserFactory
from tests.orders import stories

_serial = itertools.count()
CARDS = (stories.SUCCESS, stories.DECLINED, stories.FIRST_ONLY, stories.AUTHENTICATE, stories.ANSWER_LOST)
ACCEPTS = (Act.ACCEPT_AND_CONTINUE, Act.ACCEPT_AND_STOP, Act.ACCEPT_DECIDE_LATER, Act.ACCEPT_FINAL)
LENGTHS = tuple(
    timedelta(**length)
    for length in (
        {"seconds": 1},
        {"seconds": 40},
        {"minutes": 20},
        {"hours": 7},
        {"days": 2},
        {"days": 8, "seconds": -1},
        {"days": 8},
        {"days": 10},
        {"days": 40},
    )
)
FAULTS = ("lost before", "lost after")


class FaultyProvider:
    """The demo provider on a bad line: the next call is lost before or after it took effect."""

    def __init__(self, fault: str) -> None:
        self.fault: str | None = fault
        self.real = gateway()

    def __getattr__(self, name: str) -> object:
        method = getattr(self.real, name)
        if not callable(method):
            return method

        def call(*args: object, **kwargs: object) -> object:
            fault, self.fault = self.fault, None
            if fault == "lost before":
                raise GatewayTimeout
            answer = method(*args, **kwargs)
            if fault == "lost after":
                raise GatewayTimeout
            return answer

        return call


class OrderMachine(RuleBasedStateMachine):
    """One order, two people, a clock, jobs, and a provider that sometimes does not answer."""

    def __init__(self) -> None:
        super().__init__()
        self.now = datetime(2026, 3, 1, 9, tzinfo=UTC)
        self.last: tuple[Callable[[commands.Click], object], commands.Click] | None = None
        self.moved = False  # since the audit looked last; a refusal moves nothing, which its footprint proves

    @initialize(
        milestones=st.integers(1, 6),
        amount=st.integers(100, 30_001),
        number=st.sampled_from(CARDS),
        ask=st.booleans(),
    )
    def place(self, milestones: int, amount: int, number: str, ask: bool) -> None:
        with clock.travelled_to(self.now):
            n = next(_serial)
            tag = f"{uuid.uuid4().hex[:8]}-{n}"
            self.buyer: User = UserFactory.create(handle=f"b-{tag}")
            self.seller: User = UserFactory.create(handle=f"s-{tag}")
            self.cards: dict[str, SavedCard] = {c: stories.card_of(self.buyer, c) for c in CARDS}
            offer = stories.offer_of(
                self.seller, self.buyer, milestones=milestones, amount_minor=amount, revisions=1
            )
            if ask:
                question = {"text": "What is it for?", "kind": "text", "choices": [], "required": True}
                type(offer).objects.filter(pk=offer.pk).update(questions=[question])
            order = placing.place_from_offer(
                offer_id=offer.pk, card_id=self.cards[number].pk, click=stories.click(self.buyer)
            )
            self.order_id = order.pk
            self.moved = True

    # -- how a step is taken

    @property
    def order(self) -> Order:
        return stories.fresh(Order(pk=self.order_id))

    def footprint(self) -> tuple[object, ...]:
        """All that must not move when an act is refused."""
        order = self.order
        milestones = [m.pk for m in order.milestones.all()]
        return (
            order.version,
            order.status,
            order.due_at,
            tuple(
                order.milestones.values_list("status", "rounds", "due_at", "deadline_at", "revisions_used")
            ),
            Settlement.objects.filter(milestone__in=milestones).count(),
            Entry.objects.filter(credit_subject__in=milestones).count(),
            Event.objects.filter(order=order).count(),
            Attempt.objects.filter(intent__subject_id__in=milestones).count(),
            commands.Command.objects.filter(actor__in=[self.buyer, self.seller]).count(),
        )

    def act(self, user: User, do: Callable[[commands.Click], object]) -> None:
        """Press a button; a refusal must leave nothing behind (a click that came too late closes the order instead)."""
        with clock.travelled_to(self.now):
            order = self.order
            click = commands.Click(user.pk, uuid.uuid4(), order.version, clock.now())
            before = self.footprint()
            try:
                do(click)
            except TooLate:
                assert self.order.status not in OPEN
                self.moved = True
                return
            except Refusal:
                assert self.footprint() == before, "a refusal left something behind"
                return
            self.last, self.moved = (do, click), True

    @contextmanager
    def bad_line(self, fault: str | None) -> Iterator[None]:
        if fault is None:
            yield
            return
        provider = FaultyProvider(fault)
        with mock.patch("orders.payments.pursuing.gateway", return_value=provider):
            yield

    # -- what people do

    @rule(number=st.sampled_from(CARDS), starting=st.booleans(), fault=st.sampled_from((None, None, *FAULTS)))
    def pay(self, number: str, starting: bool, fault: str | None) -> None:
        card = self.cards[number].pk
        with self.bad_line(fault):
            self.act(
                self.buyer,
                lambda click: funding.pay(
                    order_id=self.order_id, card_id=card, click=click, starting=starting
                ),
            )

    @rule(passed=st.booleans())
    def authenticate(self, passed: bool) -> None:
        waiting = Attempt.objects.filter(
            intent__subject_id__in=self.order.milestones.values("pk"), status="needs_authentication"
        ).first()
        if waiting:
            self.moved = True
            with clock.travelled_to(self.now), suppress(TooLate):
                funding.authenticate_payment(
                    order_id=self.order_id, attempt_id=waiting.pk, passed=passed, at=clock.now()
                )

    @rule(skip=st.booleans(), text=st.sampled_from(("", "For a bakery.")))
    def settle_requirements(self, skip: bool, text: str) -> None:
        if skip:
            self.act(
                self.seller, lambda click: requirements.skip_requirements(order_id=self.order_id, click=click)
            )
        else:
            self.act(
                self.buyer,
                lambda click: requirements.answer_requirements(
                    order_id=self.order_id, texts={0: text}, uploads={}, click=click
                ),
            )

    @rule(whole=st.sampled_from((True, True, False)))
    def deliver(self, whole: bool) -> None:
        self.act(
            self.seller,
            lambda click: delivering.deliver(
                order_id=self.order_id,
                message="Done.",
                link="https://example.test/",
                whole=whole,
                click=click,
            ),
        )

    @rule()
    def revise(self) -> None:
        seen = stories.current(self.order).rounds
        self.act(
            self.buyer,
            lambda click: delivering.request_revision(
                order_id=self.order_id, delivery_round=seen, text="Bluer.", click=click
            ),
        )

    @rule(act=st.sampled_from(ACCEPTS), fault=st.sampled_from((None, None, *FAULTS)))
    def accept(self, act: Act, fault: str | None) -> None:
        seen = stories.current(self.order).rounds
        with self.bad_line(fault):
            self.act(
                self.buyer,
                lambda click: accepting.accept(
                    order_id=self.order_id, act=act, delivery_round=seen, click=click
                ),
            )

    @rule(by_seller=st.booleans())
    def stop(self, by_seller: bool) -> None:
        user = self.seller if by_seller else self.buyer
        self.act(user, lambda click: stopping.stop(order_id=self.order_id, click=click))

    @rule()
    def extend(self) -> None:
        self.act(self.buyer, lambda click: stopping.extend(order_id=self.order_id, click=click))

    @rule()
    def cancel_very_late(self) -> None:
        self.act(self.buyer, lambda click: stopping.cancel_very_late(order_id=self.order_id, click=click))

    @rule(by_seller=st.booleans())
    def dispute(self, by_seller: bool) -> None:
        user = self.seller if by_seller else self.buyer
        self.act(
            user,
            lambda click: disputing.open_dispute(
                order_id=self.order_id, statement="Not as agreed.", click=click
            ),
        )

    @precondition(lambda self: self.order.status == OrderStatus.DISPUTED)
    @rule(by_seller=st.booleans())
    def withdraw_dispute(self, by_seller: bool) -> None:
        user = self.seller if by_seller else self.buyer
        self.act(user, lambda click: disputing.withdraw_dispute(order_id=self.order_id, click=click))

    @precondition(lambda self: self.order.status == OrderStatus.DISPUTED)
    @rule(act=st.sampled_from(sorted(disputing.DECISIONS)), part=st.integers(0, 30_001))
    def decide(self, act: Act, part: int) -> None:
        assert Dispute.objects.filter(order_id=self.order_id, closed_at__isnull=True).count() == 1
        self.moved = True
        with clock.travelled_to(self.now):
            before = self.footprint()
            try:
                disputing.decide_dispute(
                    order_id=self.order_id,
                    act=act,
                    text="Seen.",
                    staff_id=self.buyer.pk,
                    at=clock.now(),
                    released_minor=part,
                )
            except Refusal:
                assert self.footprint() == before

    @precondition(lambda self: self.last is not None)
    @rule()
    def press_again(self) -> None:
        """The same form once more: the first outcome is replayed, nothing moves."""
        assert self.last is not None
        do, click = self.last
        with clock.travelled_to(self.now):
            before = self.footprint()
            do(click)
            assert self.footprint() == before, "the same command had an effect twice"

    @rule()
    def press_on_an_old_page(self) -> None:
        order = self.order
        if order.version == 1:
            return
        with clock.travelled_to(self.now):
            old = commands.Click(self.buyer.pk, uuid.uuid4(), order.version - 1, clock.now())
            before = self.footprint()
            try:
                stopping.stop(order_id=self.order_id, click=old)
            except TooLate:
                self.moved = True
                return
            except Refusal:
                assert self.footprint() == before
            else:
                raise AssertionError("an old page was obeyed")

    # -- what time and machines do

    @rule(length=st.sampled_from(LENGTHS))
    def time_passes(self, length: timedelta) -> None:
        self.now += length

    @rule(fault=st.sampled_from((None, None, *FAULTS)))
    def sweep(self, fault: str | None) -> None:
        self.moved = True
        with clock.travelled_to(self.now), self.bad_line(fault):
            funding.recover_payments(at=clock.now())
            closing.close_due(at=clock.now())
            clearing.clear_earnings(at=clock.now())

    # -- what must always hold

    @invariant()
    def nothing_is_broken(self) -> None:
        if self.moved:
            assert broken_invariants(order_id=self.order_id) == []
            self.moved = False

    def teardown(self) -> None:
        """Let the jobs run until nothing waits: every charge and refund has found its end, in ledger and provider."""
        if not hasattr(self, "order_id"):
            return
        for _ in range(12):
            self.now += timedelta(days=12)
            self.sweep(None)
        order = self.order
        assert order.status not in OPEN or order.status == OrderStatus.DISPUTED
        assert broken_invariants(order_id=self.order_id) == []
