"""Milestones through their operations."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from config.shared.errors import Invalid, Stale
from config.shared.models import Outbox
from gigs.models import Gig, Milestone, Package, Substep
from gigs.operations import (
    LimitReached,
    MilestoneDraft,
    NotEligible,
    add_milestone,
    add_substep,
    edit_milestone,
    move_milestone,
    remove_milestone,
    restore_milestone,
    save_packages,
    set_milestone_payments,
)
from gigs.operations.packages import PackageDraft
from gigs.queries import terms_for_checkout, workflow
from tests.factories.gigs import live_gig_with_milestones, made_gig, own_split, priced, with_milestones

pytestmark = pytest.mark.django_db


def ids_of(gig: Gig) -> frozenset[int]:
    return frozenset(gig.packages.values_list("pk", flat=True))


def amounts(gig: Gig, tier: str = "basic") -> list[int]:
    package = terms_for_checkout(gig.pk).package(tier)
    assert package is not None
    return [step.amount_minor for step in package.steps]


def basic_draft(price_minor: int, days: int = 12) -> PackageDraft:
    return PackageDraft("basic", "Plan", "All.", price_minor, days, 1)


def test_is_live_from_the_first_and_payable_from_the_second(seller: User) -> None:
    gig = live_gig_with_milestones(seller, milestones=1)
    assert amounts(gig) == [180_00]
    assert [p.can_pay_per_milestone for p in terms_for_checkout(gig.pk).packages] == [False] * 3
    gig = with_milestones(gig, 1)
    assert amounts(gig) == [90_00, 90_00]
    assert [p.can_pay_per_milestone for p in terms_for_checkout(gig.pk).packages] == [True] * 3


def test_cannot_be_paid_per_milestone_while_the_switch_is_off(seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    fresh = set_milestone_payments(gig_id=gig.pk, owner_id=seller.pk, on=False)
    assert fresh.version == gig.version + 1
    package = terms_for_checkout(gig.pk).packages[0]
    assert not package.can_pay_per_milestone
    assert len(package.steps) == 3


def test_refuses_a_sixth(seller: User) -> None:
    gig = live_gig_with_milestones(seller, milestones=5)
    with pytest.raises(LimitReached):
        with_milestones_again(gig)
    assert gig.milestones.count() == 5


def with_milestones_again(gig: Gig) -> None:
    draft = MilestoneDraft("One more", package_ids=ids_of(gig))
    add_milestone(gig_id=gig.pk, owner_id=gig.seller_id, version=gig.version, draft=draft)


def test_the_database_refuses_a_sixth_too(seller: User) -> None:
    gig = live_gig_with_milestones(seller, milestones=5)
    with pytest.raises(IntegrityError), transaction.atomic():
        Milestone.objects.create(gig=gig, position=6, name="Past the operation")


@pytest.mark.parametrize("name", ["", "x" * 81])
def test_refuses_a_name_that_is_empty_or_too_long(seller: User, name: str) -> None:
    gig = live_gig_with_milestones(seller)
    draft = MilestoneDraft(name, package_ids=ids_of(gig))
    with pytest.raises(Invalid):
        add_milestone(gig_id=gig.pk, owner_id=seller.pk, version=gig.version, draft=draft)


def test_refuses_no_package_and_a_foreign_package(seller: User, outsider: User) -> None:
    gig, other = live_gig_with_milestones(seller), made_gig(seller=outsider)
    for packages in (frozenset(), ids_of(other), ids_of(gig) | ids_of(other), frozenset({987654})):
        draft = MilestoneDraft("Step", package_ids=packages)
        with pytest.raises(Invalid) as refusal:
            add_milestone(gig_id=gig.pk, owner_id=seller.pk, version=gig.version, draft=draft)
        assert refusal.value.field == "packages"
    assert gig.milestones.count() == 3


def test_refuses_a_gig_that_is_not_eligible(seller: User) -> None:
    gig = made_gig(seller=seller, packages=[(100_00, 10, 1)])
    draft = MilestoneDraft("Step", package_ids=ids_of(gig))
    with pytest.raises(NotEligible):
        add_milestone(gig_id=gig.pk, owner_id=seller.pk, version=gig.version, draft=draft)


def test_refuses_a_foreign_gig_and_a_foreign_milestone(seller: User, outsider: User) -> None:
    gig, other = live_gig_with_milestones(seller), live_gig_with_milestones(outsider)
    foreign = other.milestones.first()
    assert foreign is not None
    with pytest.raises(Gig.DoesNotExist):
        remove_milestone(gig_id=other.pk, owner_id=seller.pk, milestone_id=foreign.pk, version=1)
    with pytest.raises(Milestone.DoesNotExist):
        remove_milestone(gig_id=gig.pk, owner_id=seller.pk, milestone_id=foreign.pk, version=1)
    assert other.milestones.count() == 3


def test_refuses_a_stale_version_and_changes_nothing(seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    milestone = gig.milestones.get(position=1)
    save = {
        "gig_id": gig.pk,
        "owner_id": seller.pk,
        "milestone_id": milestone.pk,
        "version": milestone.version,
    }
    edit_milestone(**save, draft=MilestoneDraft("First tab", package_ids=ids_of(gig)))
    with pytest.raises(Stale):
        edit_milestone(**save, draft=MilestoneDraft("Second tab", package_ids=ids_of(gig)))
    milestone.refresh_from_db()
    assert milestone.name == "First tab"


def test_a_double_click_adds_one(seller: User) -> None:
    gig = live_gig_with_milestones(seller, milestones=2)
    with_milestones_again(gig)
    with pytest.raises(Stale):
        with_milestones_again(gig)
    assert gig.milestones.count() == 3


def test_moves_up_and_down_and_gives_the_remainder_to_the_last(seller: User) -> None:
    gig = live_gig_with_milestones(seller, milestones=3, basic_minor=100_01)
    last = gig.milestones.get(position=3)
    move_milestone(
        gig_id=gig.pk, owner_id=seller.pk, milestone_id=last.pk, version=gig.version, direction="up"
    )
    assert list(gig.milestones.values_list("name", flat=True)) == ["Research", "First draft", "Outline"]
    assert amounts(gig) == [33_33, 33_33, 33_35]
    gig.refresh_from_db()
    with pytest.raises(Invalid):
        move_milestone(
            gig_id=gig.pk, owner_id=seller.pk, milestone_id=last.pk, version=gig.version, direction="out"
        )


def test_a_removal_can_be_undone_once(seller: User) -> None:
    gig = live_gig_with_milestones(seller, milestones=3)
    second = gig.milestones.get(position=2)
    add_substep(
        gig_id=gig.pk,
        owner_id=seller.pk,
        milestone_id=second.pk,
        version=second.version,
        name="Part",
        package_ids=ids_of(gig),
    )
    removed = remove_milestone(
        gig_id=gig.pk, owner_id=seller.pk, milestone_id=second.pk, version=second.version + 1
    )
    assert amounts(gig) == [90_00, 90_00]
    assert list(gig.milestones.values_list("position", flat=True)) == [1, 2]
    gig.refresh_from_db()
    restored = restore_milestone(gig_id=gig.pk, owner_id=seller.pk, version=gig.version, removed=removed)
    assert list(gig.milestones.values_list("name", flat=True)) == ["Research", "Outline", "First draft"]
    assert amounts(gig) == [60_00] * 3
    assert restored.substeps.get().packages.count() == 3
    with pytest.raises(Stale):
        restore_milestone(gig_id=gig.pk, owner_id=seller.pk, version=gig.version, removed=removed)


def test_a_package_that_goes_leaves_its_milestone_flagged(seller: User) -> None:
    gig = live_gig_with_milestones(seller, milestones=2)
    premium = gig.packages.get(tier="premium")
    draft = MilestoneDraft("Premium only", package_ids=frozenset({premium.pk}))
    add_milestone(gig_id=gig.pk, owner_id=seller.pk, version=gig.version, draft=draft)
    gig.refresh_from_db()
    priced(gig, [(180_00, 12, 1)])
    stranded = gig.milestones.get(name="Premium only")
    assert not stranded.packages.exists()
    assert amounts(gig) == [90_00, 90_00]


def test_a_new_price_returns_the_package_to_the_even_split(seller: User) -> None:
    gig = live_gig_with_milestones(seller, milestones=3)
    gig = own_split(gig, [(100_00, 4), (20_00, 4), (60_00, 4)])
    saved = save_packages(
        gig_id=gig.pk, owner_id=seller.pk, version=gig.version, packages=[basic_draft(181_00)]
    )
    assert saved.resplit == ("basic",)
    assert amounts(gig) == [60_33, 60_33, 60_34]


def test_a_new_name_of_a_package_leaves_its_split_alone(seller: User) -> None:
    gig = live_gig_with_milestones(seller, milestones=2)
    gig = own_split(gig, [(100_00, 6), (80_00, 6)])
    saved = save_packages(
        gig_id=gig.pk, owner_id=seller.pk, version=gig.version, packages=[basic_draft(180_00)]
    )
    assert saved.resplit == ()
    assert amounts(gig) == [100_00, 80_00]


def test_a_package_too_small_offers_none(seller: User) -> None:
    gig = made_gig(seller=seller, packages=[(180_00, 2, 1), (300_00, 9, 1)], live=True)
    gig = with_milestones(gig, 3)
    basic = gig.packages.get(tier="basic")
    assert workflow(gig, basic) == ()
    assert len(amounts(gig, "standard")) == 3
    assert not terms_for_checkout(gig.pk).packages[0].can_pay_per_milestone


def test_a_price_that_ends_eligibility_hides_them_keeps_them_and_tells_the_seller(seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    save_packages(gig_id=gig.pk, owner_id=seller.pk, version=gig.version, packages=[basic_draft(100_00)])
    assert terms_for_checkout(gig.pk).packages[0].steps == ()
    assert gig.milestones.count() == 3
    assert Outbox.objects.filter(kind="gigs.told", payload__user_id=seller.pk).count() == 1


def test_refuses_an_eleventh_substep_and_packages_beyond_the_milestones(seller: User) -> None:
    gig = live_gig_with_milestones(seller, milestones=2)
    milestone = gig.milestones.get(position=1)
    basic = frozenset({gig.packages.get(tier="basic").pk})
    common = {"gig_id": gig.pk, "owner_id": seller.pk, "milestone_id": milestone.pk}
    draft = MilestoneDraft("Basic only", package_ids=basic)
    version = edit_milestone(**common, version=milestone.version, draft=draft).milestone.version
    with pytest.raises(Invalid) as refusal:
        add_substep(**common, version=version, name="Too much", package_ids=ids_of(gig))
    assert refusal.value.field == "packages"
    for number in range(10):
        add_substep(**common, version=version + number, name=f"Part {number}", package_ids=basic)
    with pytest.raises(LimitReached):
        add_substep(**common, version=version + 10, name="Eleventh", package_ids=basic)
    assert milestone.substeps.count() == 10


def test_a_milestone_that_loses_a_package_takes_it_from_its_substeps(seller: User) -> None:
    gig = live_gig_with_milestones(seller, milestones=2)
    milestone = gig.milestones.get(position=1)
    common = {"gig_id": gig.pk, "owner_id": seller.pk, "milestone_id": milestone.pk}
    add_substep(**common, version=1, name="Part", package_ids=ids_of(gig))
    basic = Package.objects.get(gig=gig, tier="basic")
    edit_milestone(**common, version=2, draft=MilestoneDraft("Step", package_ids=frozenset({basic.pk})))
    assert list(Substep.objects.get().packages.all()) == [basic]
    assert amounts(gig, "standard") == [360_00]
