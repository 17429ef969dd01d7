"""A Hypothesis state machine over offers and their versions, with the real operations.

Whatever both sides, their old pages and the clock do, in any order: a refusal leaves nothing behind, and after every
step at most one version of a chain is open, an accepted one has one order, what is dead stays dead, terms that were
sent never change, and the limits hold.
"""

import itertools
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from accounts.models import User
from config.shared import clock, commands
from config.shared.errors import Refusal
from offers.models import Offer, OfferMilestone
from offers.operations import (
    ask_for_changes,
    create_offer,
    decline_offer,
    delete_draft,
    expire_offers,
    keep_draft,
    send_offer,
    withdraw_offer,
)
from offers.operations.blocking import block_member, unblock_member
from offers.operations.drafting import Desk
from offers.queries.sheets import sheet_of
from offers.states import Kind
from offers.terms import OfferTerms, RowTerms
from orders.models import Intent, Order
from orders.operations import closing
from orders.operations.placing import place_from_offer
from tests.factories.accounts import UserFactory
from tests.factories.gigs import live_gig_with_milestones
from tests.factories.offers import conversation_of
from tests.orders import stories

_serial = itertools.count()
DEAD = frozenset({"declined", "withdrawn", "expired", "superseded"})
LENGTHS = (timedelta(seconds=1), *(timedelta(days=days) for days in (0, 1, 6, 7, 29)))
ROWS = st.lists(
    st.builds(
        RowTerms,
        name=st.sampled_from(["Research", "Outline", "Draft", "Print", ""]),
        days=st.sampled_from([0, 1, 5, 30, 31]),
        amount_minor=st.sampled_from([99, 100, 101, 33_333, 10_000_000, 10_000_001]),
        revisions=st.sampled_from([None, 0, 20, 21]),
    ),
    min_size=0,
    max_size=8,
)
GOOD_ROWS = st.lists(
    st.builds(
        RowTerms,
        name=st.sampled_from(["Research", "Outline", "Draft", "Print"]),
        days=st.integers(1, 30),
        amount_minor=st.integers(100, 10_000_000),
    ),
    min_size=2,
    max_size=6,
)
WHICH = st.integers(0, 30)


class OfferMachine(RuleBasedStateMachine):
    """One conversation of a seller and a buyer."""

    @initialize()
    def begin(self) -> None:
        """Two people, a gig, two cards."""
        number = next(_serial)
        self.at = datetime(2027, 3, 1, tzinfo=UTC)
        self._clock = mock.patch.object(clock, "now", self._now)
        self._clock.start()
        self.seller: User = UserFactory.create(handle=f"offer-seller-{number}")
        self.buyer: User = UserFactory.create(handle=f"offer-buyer-{number}")
        self.gig = live_gig_with_milestones(self.seller)
        self.conversation = conversation_of(self.buyer, self.seller)
        self.cards = [stories.card_of(self.buyer, kind).pk for kind in (stories.SUCCESS, stories.DECLINED)]
        self.sent: dict[uuid.UUID, list[Any]] = {}
        self.ended: dict[uuid.UUID, str] = {}

    def teardown(self) -> None:
        """The clock is everybody's again."""
        self._clock.stop()

    def _now(self) -> datetime:
        return self.at

    def _offers(self) -> list[Offer]:
        return list(Offer.objects.filter(conversation=self.conversation).order_by("created_at", "pk"))

    def _pick(self, which: int, *states: str) -> Offer | None:
        found = [offer for offer in self._offers() if not states or offer.state in states]
        return found[which % len(found)] if found else None

    def _click(self, user: User, version: int | None) -> commands.Click:
        return commands.Click(user.pk, uuid.uuid4(), version, self.at)

    def _try(self, act: Callable[[], object]) -> None:
        """A refusal changes nothing."""
        before = self._everything()
        try:
            act()
        except Refusal:
            assert self._everything() == before

    def _everything(self) -> tuple[list[object], ...]:
        rows = Offer.objects.filter(conversation=self.conversation).order_by("pk")
        return (
            list(rows.values_list("pk", "state", "version", "order_number", "due_at")),
            list(OfferMilestone.objects.filter(offer__in=rows).order_by("pk").values_list()),
            [self.conversation.messages.count(), Order.objects.filter(buyer=self.buyer).count()],
        )

    def _terms(self, rows: list[RowTerms], kind: Kind) -> OfferTerms:
        return OfferTerms(gig_id=self.gig.pk, kind=kind, rows=tuple(rows))

    @rule(rows=ROWS, kind=st.sampled_from(list(Kind)))
    def write_anything(self, rows: list[RowTerms], kind: Kind) -> None:
        """Terms within the limits or beyond them."""
        self._write(self._terms(rows, kind), Desk())

    @rule(rows=GOOD_ROWS, which=WHICH, days=st.sampled_from([None, 1, 30]))
    def write_a_version(self, rows: list[RowTerms], which: int, days: int | None) -> None:
        """A first offer, or a version of any that was sent."""
        old = self._pick(which, "sent", "accepted", *DEAD)
        terms = replace(self._terms(rows, Kind.MILESTONES), expiry_days=days)
        self._write(terms, Desk(supersedes_id=old.pk if old else None))

    @rule(rows=GOOD_ROWS, which=WHICH, fresh=st.booleans())
    def write_over(self, rows: list[RowTerms], which: int, fresh: bool) -> None:
        """Any offer's desk, from a page that is fresh or old."""
        offer = self._pick(which)
        if offer is not None:
            desk = Desk(
                draft_id=offer.pk, version=offer.version if fresh else 0, supersedes_id=offer.supersedes_id
            )
            self._write(self._terms(rows, Kind.MILESTONES), desk)

    def _write(self, terms: OfferTerms, desk: Desk) -> None:
        self._try(
            lambda: create_offer(
                conversation_id=self.conversation.pk,
                seller_id=self.seller.pk,
                terms=terms,
                at=self.at,
                desk=desk,
            )
        )

    @rule(which=WHICH)
    def keep_half(self, which: int) -> None:
        """The editor keeps what cannot be read yet."""
        offer = self._pick(which)
        desk = (
            Desk(draft_id=offer.pk, version=offer.version, typed={"rows": []})
            if offer
            else Desk(typed={"rows": []})
        )
        self._try(
            lambda: keep_draft(
                conversation_id=self.conversation.pk,
                seller_id=self.seller.pk,
                gig_id=self.gig.pk,
                kind=Kind.MILESTONES,
                at=self.at,
                desk=desk,
            )
        )

    @rule(which=WHICH)
    def delete(self, which: int) -> None:
        """Any of them, a draft or not."""
        offer = self._pick(which)
        if offer is not None:
            self._try(lambda: delete_draft(draft_id=offer.pk, seller_id=self.seller.pk))

    @rule(which=WHICH, fresh=st.booleans())
    def send(self, which: int, fresh: bool) -> None:
        """A draft more often than not."""
        offer = self._pick(which, "draft") or self._pick(which)
        if offer is not None:
            click = self._click(self.seller, offer.version if fresh else offer.version - 1)
            self._try(lambda: send_offer(offer_id=offer.pk, click=click))

    @rule(which=WHICH, card=st.integers(0, 1), is_buyer=st.booleans())
    def accept(self, which: int, card: int, is_buyer: bool) -> None:
        """By its buyer, or by the seller, who may not."""
        offer = self._pick(which)
        if offer is not None:
            click = self._click(self.buyer if is_buyer else self.seller, None)
            self._try(lambda: place_from_offer(offer_id=offer.pk, card_id=self.cards[card], click=click))

    @rule(which=WHICH, is_buyer=st.booleans(), act=st.sampled_from(["decline", "withdraw", "ask"]))
    def answer(self, which: int, is_buyer: bool, act: str) -> None:
        """Either side tries what either may."""
        offer = self._pick(which)
        if offer is None:
            return
        click = self._click(self.buyer if is_buyer else self.seller, offer.version)
        acts: dict[str, Callable[[], object]] = {
            "decline": lambda: decline_offer(offer_id=offer.pk, click=click, reason="No."),
            "withdraw": lambda: withdraw_offer(offer_id=offer.pk, click=click),
            "ask": lambda: ask_for_changes(offer_id=offer.pk, click=click, comments={1: "Shorter."}),
        }
        self._try(acts[act])

    @rule(shut=st.booleans())
    def block(self, shut: bool) -> None:
        """The seller shuts the buyer out, or lets them in again."""
        if shut:
            block_member(conversation_id=self.conversation.pk, blocker_id=self.seller.pk, at=self.at)
        else:
            unblock_member(conversation_id=self.conversation.pk, blocker_id=self.seller.pk)

    @rule(length=st.sampled_from(LENGTHS), swept=st.booleans())
    def wait(self, length: timedelta, swept: bool) -> None:
        """Time passes; the clock comes by, or is late."""
        self.at += length
        if swept:
            expire_offers(at=self.at)
            closing.close_due(at=self.at)

    @invariant()
    def one_open_version_per_chain(self) -> None:
        """Of versions that replace each other, at most one can be accepted."""
        open_ones = [offer for offer in self._offers() if offer.state in {"sent", "accepted"}]
        for offer in open_ones:
            before = offer.supersedes
            while before is not None:
                assert before.state == "superseded"
                before = before.supersedes

    @invariant()
    def an_accepted_one_has_one_order(self) -> None:
        """And a charge without an order of an accepted offer does not exist."""
        for offer in self._offers():
            orders = list(Order.objects.filter(offer=offer))
            assert len(orders) == bool(offer.order_number)
            if offer.state == "accepted":
                assert orders[0].number == offer.order_number
                assert orders[0].milestone_count == offer.milestones.count()
        first = Order.objects.filter(buyer=self.buyer).values_list("milestones", flat=True)
        assert set(Intent.objects.filter(subject_id__in=first).values_list("subject_id", flat=True)) <= set(
            first
        )

    @invariant()
    def dead_stays_dead(self) -> None:
        """An end is an end."""
        states = {offer.pk: str(offer.state) for offer in self._offers()}
        assert {key: states.get(key) for key in self.ended} == self.ended
        self.ended |= {key: state for key, state in states.items() if state in DEAD}

    @invariant()
    def sent_terms_never_change_and_add_up(self) -> None:
        """2 to 6 rows within the limits, the same ones for ever; every figure of the sheet is theirs."""
        for offer in self._offers():
            if offer.state == "draft":
                continue
            rows = list(offer.milestones.values_list("position", "name", "days", "amount_minor", "revisions"))
            assert self.sent.setdefault(offer.pk, rows) == rows
            assert len(rows) == 1 if offer.kind == "single" else 2 <= len(rows) <= 6
            assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
            sheet = sheet_of(offer, self.at)
            assert sheet.amount == sum(row[3] for row in rows)
            assert sheet.total == sheet.amount + sheet.fee == sheet.payments[-1].paid
            assert [payment.left for payment in sheet.payments][-1] == 0
            assert not offer.is_unfinished
