"""Own amounts and days: they add up exactly, or the even split holds."""

from typing import Any

import pytest

from accounts.models import User
from config.shared.errors import Invalid, Stale
from gigs.models import Gig, Package
from gigs.operations import (
    MilestoneDraft,
    NotEligible,
    add_milestone,
    edit_milestone,
    move_milestone,
    remove_milestone,
    reset_split,
    restore_milestone,
    save_packages,
    set_milestone_payments,
    set_split,
)
from gigs.operations.packages import PackageDraft
from gigs.queries import terms_for_checkout
from tests.factories.gigs import live_gig_with_milestones, made_gig, own_split, priced

pytestmark = pytest.mark.django_db
OWN = [(100_00, 7), (50_00, 3), (30_00, 2)]


@pytest.fixture
def gig(seller: User) -> Gig:
    """Basic: 180.00 and 12 days over three milestones, shared as ``OWN``."""
    return own_split(live_gig_with_milestones(seller), OWN)


def column(gig: Gig, tier: str = "basic") -> list[tuple[int, int]]:
    package = terms_for_checkout(gig.pk).package(tier)
    assert package is not None
    return [(step.amount_minor, step.days) for step in package.steps]


def own(gig: Gig) -> list[str]:
    return sorted(Package.objects.filter(gig=gig, own_split=True).values_list("tier", flat=True))


def split(gig: Gig, shares: list[tuple[int, int]], **more: Any) -> Any:
    ids = gig.milestones.values_list("pk", flat=True)
    named: dict[str, Any] = {
        "version": gig.version,
        "tier": "basic",
        "parts": dict(zip(ids, shares, strict=True)),
    } | more
    return set_split(gig_id=gig.pk, owner_id=gig.seller_id, **named)


def ids_of(gig: Gig) -> frozenset[int]:
    return frozenset(gig.packages.values_list("pk", flat=True))


def test_own_amounts_are_what_customers_pay_and_move_the_gigs_version(seller: User) -> None:
    before = live_gig_with_milestones(seller)
    gig = own_split(before, OWN)
    assert column(gig) == OWN
    assert column(gig, "standard") == [(120_00, 6), (120_00, 6), (120_00, 8)]
    assert (own(gig), gig.version) == (["basic"], before.version + 1)


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ([(100_00, 7), (50_00, 3), (29_99, 2)], None),
        ([(100_00, 7), (50_00, 3), (30_01, 2)], None),
        ([(100_00, 7), (50_00, 3), (30_00, 3)], None),
        ([(179_50, 10), (25, 1), (25, 1)], "amount-2"),
        ([(100_00, 12), (50_00, 0), (30_00, 0)], "days-2"),
        ([(280_00, 7), (-130_00, 3), (30_00, 2)], "amount-2"),
    ],
)
def test_refuses_a_column_that_does_not_add_up(
    gig: Gig, parts: list[tuple[int, int]], field: str | None
) -> None:
    with pytest.raises(Invalid) as refusal:
        split(gig, parts)
    ids = list(gig.milestones.values_list("pk", flat=True))
    expected = None if field is None else f"{field.split('-')[0]}-{ids[int(field[-1]) - 1]}"
    assert refusal.value.field == expected
    assert column(gig) == OWN


def test_the_words_of_a_refusal_say_what_is_left(gig: Gig) -> None:
    with pytest.raises(Invalid, match=r"add up to \$180\.00: \$10\.00 left over\."):
        split(gig, [(90_00, 7), (50_00, 3), (30_00, 2)])
    with pytest.raises(Invalid, match=r"add up to 12: 1 day too much\."):
        split(gig, [(100_00, 8), (50_00, 3), (30_00, 2)])


def test_the_even_split_typed_by_hand_is_the_even_one(gig: Gig) -> None:
    split(gig, [(60_00, 4)] * 3)
    assert own(gig) == []


def test_back_to_even(gig: Gig) -> None:
    reset_split(gig_id=gig.pk, owner_id=gig.seller_id, version=gig.version, tier="basic")
    assert (column(gig), own(gig)) == ([(60_00, 4)] * 3, [])


def test_refuses_a_stale_page_other_milestones_and_a_package_that_is_gone(gig: Gig) -> None:
    ids = list(gig.milestones.values_list("pk", flat=True))
    for more in (
        {"version": gig.version - 1},
        {"version": -1},
        {"parts": {ids[0]: (100_00, 7), ids[1]: (80_00, 5)}},
        {"parts": {ids[1]: (100_00, 7), ids[0]: (50_00, 3), ids[2]: (30_00, 2)}},
        {"tier": "none"},
    ):
        with pytest.raises(Stale):
            split(gig, OWN, **more)
    assert column(gig) == OWN


def test_refuses_a_foreign_gig_and_one_that_is_not_eligible(gig: Gig, outsider: User) -> None:
    with pytest.raises(Gig.DoesNotExist):
        set_split(gig_id=gig.pk, owner_id=outsider.pk, version=gig.version, tier="basic", parts={})
    gig = priced(gig, [(100_00, 12, 2)])
    with pytest.raises(NotEligible):
        split(gig, [(40_00, 4), (40_00, 4), (20_00, 4)])


def test_a_new_milestone_returns_its_packages_to_even_and_says_which(gig: Gig) -> None:
    basic = gig.packages.get(tier="basic")
    elsewhere = MilestoneDraft("Elsewhere", package_ids=ids_of(gig) - {basic.pk})
    ids: dict[str, Any] = {"gig_id": gig.pk, "owner_id": gig.seller_id}
    kept = add_milestone(**ids, version=gig.version, draft=elsewhere)
    assert (kept.returned, column(gig)) == ((), OWN)
    everywhere = MilestoneDraft("Everywhere", package_ids=ids_of(gig))
    lost = add_milestone(**ids, version=kept.gig.version, draft=everywhere)
    assert (lost.returned, own(gig)) == (("basic",), [])
    assert column(gig) == [(45_00, 3)] * 4


def test_an_edit_of_the_words_keeps_own_amounts_and_one_of_the_packages_does_not(gig: Gig) -> None:
    milestone = gig.milestones.get(position=2)
    ids: dict[str, Any] = {"gig_id": gig.pk, "owner_id": gig.seller_id, "milestone_id": milestone.pk}
    kept = edit_milestone(**ids, version=1, draft=MilestoneDraft("New words", package_ids=ids_of(gig)))
    assert (kept.returned, column(gig)) == ((), OWN)
    basic = gig.packages.get(tier="basic")
    draft = MilestoneDraft("New words", package_ids=ids_of(gig) - {basic.pk})
    lost = edit_milestone(**ids, version=2, draft=draft)
    assert (lost.returned, column(gig)) == (("basic",), [(90_00, 6)] * 2)


def test_own_amounts_travel_with_their_milestones(gig: Gig) -> None:
    last = gig.milestones.get(position=3)
    move_milestone(
        gig_id=gig.pk, owner_id=gig.seller_id, milestone_id=last.pk, version=gig.version, direction="up"
    )
    assert column(gig) == [OWN[0], OWN[2], OWN[1]]
    assert own(gig) == ["basic"]


def test_the_undo_of_a_removal_brings_own_amounts_back(gig: Gig) -> None:
    second = gig.milestones.get(position=2)
    removed = remove_milestone(gig_id=gig.pk, owner_id=gig.seller_id, milestone_id=second.pk, version=1)
    assert removed.returned == ("basic",)
    assert (column(gig), own(gig)) == ([(90_00, 6)] * 2, [])
    gig.refresh_from_db()
    restore_milestone(gig_id=gig.pk, owner_id=gig.seller_id, version=gig.version, removed=removed)
    assert (column(gig), own(gig)) == (OWN, ["basic"])


@pytest.mark.parametrize(
    ("price", "days", "lost"), [(181_00, 12, True), (180_00, 13, True), (180_00, 12, False)]
)
def test_a_new_price_or_new_days_return_the_package_to_even(
    gig: Gig, price: int, days: int, *, lost: bool
) -> None:
    drafts = [PackageDraft("basic", "Plan", "All.", price, days, 1)]
    saved = save_packages(gig_id=gig.pk, owner_id=gig.seller_id, version=gig.version, packages=drafts)
    assert saved.resplit == (("basic",) if lost else ())
    assert own(gig) == ([] if lost else ["basic"])
    assert sum(amount for amount, _ in column(gig)) == price
    assert (column(gig) == OWN) is not lost


def test_an_even_package_is_not_said_to_be_even_again(seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    drafts = [PackageDraft("basic", "Plan", "All.", 200_00, 12, 1)]
    saved = save_packages(gig_id=gig.pk, owner_id=gig.seller_id, version=gig.version, packages=drafts)
    assert saved.resplit == ()


def test_the_switch_leaves_own_amounts_alone(gig: Gig) -> None:
    set_milestone_payments(gig_id=gig.pk, owner_id=gig.seller_id, on=False)
    assert column(gig) == OWN


def test_another_gig_keeps_its_split(gig: Gig, seller: User) -> None:
    other = own_split(live_gig_with_milestones(seller), OWN)
    made_gig(seller=seller)
    reset_split(gig_id=gig.pk, owner_id=gig.seller_id, version=gig.version, tier="basic")
    assert (column(other), own(other)) == (OWN, ["basic"])
