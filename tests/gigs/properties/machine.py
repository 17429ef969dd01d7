"""A Hypothesis state machine over the workflow of a gig.

Whatever its seller does, in any order: every package's column adds up exactly or is empty with a reason, and a refusal
leaves nothing behind.
"""

import itertools
from collections.abc import Callable
from typing import Any

from django.conf import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from config.shared.errors import Refusal
from gigs.checklist import milestone_faults
from gigs.models import TIERS, Gig, Milestone, Package, Share, Substep, WorkflowTemplate
from gigs.operations import (
    MilestoneDraft,
    PackageDraft,
    Removed,
    add_milestone,
    add_substep,
    edit_milestone,
    move_milestone,
    remove_all_milestones,
    remove_milestone,
    reset_split,
    restore_milestone,
    save_packages,
    save_template,
    set_milestone_payments,
    set_split,
    use_template,
)
from gigs.queries import Workbench, terms_for_checkout, workbench
from gigs.splitting import even
from tests.factories.accounts import UserFactory
from tests.factories.gigs import made_gig

_serial = itertools.count()
PLACES = st.integers(0, 5)
SOME_TIERS = st.sets(st.sampled_from(TIERS))
PRICES = st.one_of(st.integers(9_990, 10_020), st.integers(100, 1_000_003))
DAYS = st.integers(1, 20)


class GigMachine(RuleBasedStateMachine):
    """One gig and what its seller may press, with some of it pressed on an old page."""

    def __init__(self) -> None:
        super().__init__()
        self.removed: Removed | None = None

    @initialize(live=st.booleans())
    def begin(self, live: bool) -> None:
        seller = UserFactory.create(handle=f"machine-{next(_serial)}")
        self.gig_id = made_gig(seller=seller, live=live).pk

    @property
    def gig(self) -> Gig:
        return Gig.objects.select_related("subcategory").get(pk=self.gig_id)

    @property
    def bench(self) -> Workbench:
        return workbench(self.gig)

    def ids(self) -> dict[str, Any]:
        return {"gig_id": self.gig_id, "owner_id": self.gig.seller_id}

    def footprint(self) -> tuple[object, ...]:
        """All that a refusal must not move."""
        gig = self.gig
        return (
            gig.version,
            gig.milestone_count,
            tuple(gig.packages.order_by("pk").values_list()),
            tuple(gig.milestones.values_list()),
            tuple(Share.objects.filter(milestone__gig=gig).order_by("pk").values_list()),
            tuple(Substep.objects.filter(milestone__gig=gig).order_by("pk").values_list()),
            WorkflowTemplate.objects.filter(owner_id=gig.seller_id).count(),
        )

    def act(self, do: Callable[[], Any]) -> Any:
        """Press a button; a refusal must leave nothing behind."""
        before = self.footprint()
        try:
            return do()
        except Refusal:
            assert self.footprint() == before, "a refusal left something behind"
            return None

    def draft(self, tiers: set[str], name: str = "Step") -> MilestoneDraft:
        packages = frozenset(row.id for row in self.bench.packages if row.tier in tiers)
        return MilestoneDraft(name, package_ids=packages)

    def at(self, place: int) -> tuple[int, int]:
        """Id and version of a milestone; of none when the place is empty."""
        cards = self.bench.cards
        return (cards[place].id, cards[place].version) if place < len(cards) else (0, 0)

    # -- milestones

    @rule(tiers=SOME_TIERS)
    def add(self, tiers: set[str]) -> None:
        draft = self.draft(tiers)
        self.act(lambda: add_milestone(**self.ids(), version=self.gig.version, draft=draft))

    @rule(place=PLACES, tiers=SOME_TIERS, stale=st.booleans())
    def edit(self, place: int, tiers: set[str], stale: bool) -> None:
        pk, version = self.at(place)
        draft = self.draft(tiers, "Edited")
        edited = self.act(
            lambda: edit_milestone(**self.ids(), milestone_id=pk, version=version - stale, draft=draft)
        )
        assert edited is None or edited.bench == self.bench

    @rule(place=PLACES, direction=st.sampled_from(("up", "down", "1", "3", "9")))
    def move(self, place: int, direction: str) -> None:
        pk, _ = self.at(place)
        version = self.gig.version
        self.act(lambda: move_milestone(**self.ids(), milestone_id=pk, version=version, direction=direction))

    @rule(place=PLACES)
    def remove(self, place: int) -> None:
        pk, version = self.at(place)
        self.removed = self.act(lambda: remove_milestone(**self.ids(), milestone_id=pk, version=version))

    @rule(place=PLACES)
    def remove_and_undo(self, place: int) -> None:
        def columns() -> list[object]:
            shares = Share.objects.filter(milestone__gig_id=self.gig_id)
            parts = shares.order_by("package_id", "milestone__position")
            own = Package.objects.filter(gig_id=self.gig_id).order_by("pk").values_list("pk", "own_split")
            return [*parts.values_list("package_id", "amount_minor", "days"), *own]

        before = columns()
        self.remove(place)
        if self.put_back():
            assert columns() == before

    @rule()
    def undo_later(self) -> None:
        self.put_back()

    def put_back(self) -> bool:
        """Undo the last removal, whatever happened since; gives whether it could be."""
        removed, ids, version = self.removed, self.ids(), self.gig.version
        done = removed and self.act(lambda: restore_milestone(**ids, version=version, removed=removed))
        return bool(done)

    @rule(place=PLACES, tiers=SOME_TIERS)
    def substep(self, place: int, tiers: set[str]) -> None:
        pk, version = self.at(place)
        ids = self.draft(tiers).package_ids
        self.act(
            lambda: add_substep(**self.ids(), milestone_id=pk, version=version, name="Part", package_ids=ids)
        )

    @rule(on=st.booleans())
    def switch(self, on: bool) -> None:
        self.act(lambda: set_milestone_payments(**self.ids(), on=on))

    # -- packages and their columns

    @rule(tiers=SOME_TIERS, price=PRICES, days=DAYS)
    def price(self, tiers: set[str], price: int, days: int) -> None:
        held = {row.tier: (row.price_minor, row.days) for row in self.bench.packages}
        own = {row.tier: row.own_split for row in self.bench.packages}
        drafts = [
            PackageDraft(tier, "Plan", "All.", price * place, days, 1)
            for place, tier in enumerate(TIERS, start=1)
            if tier in tiers | {"basic"}
        ]
        saved = self.act(lambda: save_packages(**self.ids(), version=self.gig.version, packages=drafts))
        if saved:
            lost = {d.tier for d in drafts if own.get(d.tier) and held[d.tier] != (d.price_minor, d.days)}
            assert set(saved.resplit) == lost

    @rule(tier=st.sampled_from(TIERS), data=st.data(), off=st.sampled_from((0, 0, 0, 1, -1)))
    def choose(self, tier: str, data: st.DataObject, off: int) -> None:
        package = self.bench.package(tier)
        column = self.bench.column(package.id) if package else ()
        if not package or not column or not even(package.price_minor, package.days, len(column)).ok:
            return
        least = settings.PRICE_MIN_MINOR
        amounts = data.draw(_parts(package.price_minor, len(column), least))
        days = data.draw(_parts(package.days, len(column), 1))
        amounts[-1] += off
        parts = dict(zip((card.id for card in column), zip(amounts, days, strict=True), strict=True))
        saved = self.act(lambda: set_split(**self.ids(), version=self.gig.version, tier=tier, parts=parts))
        assert not (saved and off)
        if saved:
            stored = {card.id: card.cells[package.id] for card in self.bench.column(package.id)}
            assert {pk: (cell.amount_minor, cell.days) for pk, cell in stored.items()} == parts

    @rule(tier=st.sampled_from(TIERS))
    def back_to_even(self, tier: str) -> None:
        self.act(lambda: reset_split(**self.ids(), version=self.gig.version, tier=tier))

    # -- templates

    @rule(which=st.integers(0, 2))
    def template(self, which: int) -> None:
        offered = WorkflowTemplate.objects.filter(subcategory_id=self.gig.subcategory_id)
        pk = offered.order_by("order")[which].pk
        self.act(lambda: use_template(**self.ids(), version=self.gig.version, template_id=pk))

    @rule()
    def clear(self) -> None:
        self.act(lambda: remove_all_milestones(**self.ids(), version=self.gig.version))

    @rule(name=st.sampled_from(("One", "Two")))
    def keep(self, name: str) -> None:
        self.act(lambda: save_template(**self.ids(), name=name))

    # -- what always holds

    @invariant()
    def columns_add_up_or_say_why(self) -> None:
        bench = self.bench
        for package in bench.packages:
            column = bench.column(package.id)
            cells = [card.cells[package.id] for card in column]
            split = even(package.price_minor, package.days, len(column))
            found = [(cell.amount_minor, cell.days) for cell in cells]
            if not split.ok:
                assert found == [(None, None)] * len(column)
                assert any(words.startswith(f"{package.label} offers no") for words in bench.reasons)
                assert not package.own_split
                continue
            assert all(
                (amount or 0) >= settings.PRICE_MIN_MINOR and (days or 0) >= 1 for amount, days in found
            )
            assert not column or sum(amount or 0 for amount, _ in found) == package.price_minor
            assert not column or sum(days or 0 for _, days in found) == package.days
            is_even = found == list(zip(split.amounts, split.days, strict=True))
            assert package.own_split is not is_even

    @invariant()
    def rows_are_in_order(self) -> None:
        gig, bench = self.gig, self.bench
        assert [card.position for card in bench.cards] == [*range(1, len(bench.cards) + 1)]
        assert gig.milestone_count == len(bench.cards) <= settings.GIG_MILESTONES_MAX
        assert not Milestone.objects.filter(gig=gig, position__lt=1).exists()
        for card in bench.cards:
            held = Substep.packages.through.objects.filter(substep__milestone_id=card.id)
            assert set(held.values_list("package_id", flat=True)) <= card.package_ids
        stranded = [card.name for card in bench.cards if card.stranded]
        flagged = [fault for fault in milestone_faults(gig) if "belongs to no package" in fault.text]
        assert not flagged or len(flagged) == len(stranded)

    @invariant()
    def what_is_sold_is_what_is_stored(self) -> None:
        for package in terms_for_checkout(self.gig_id).packages:
            assert (
                not package.steps or sum(step.amount_minor for step in package.steps) == package.price_minor
            )


def _parts(total: int, count: int, least: int) -> st.SearchStrategy[list[int]]:
    """``count`` whole numbers of at least ``least`` that add up to ``total``."""
    spare = total - count * least
    cuts = st.lists(st.integers(0, spare), min_size=count - 1, max_size=count - 1).map(sorted)
    return cuts.map(lambda at: [end - start + least for start, end in itertools.pairwise([0, *at, spare])])
