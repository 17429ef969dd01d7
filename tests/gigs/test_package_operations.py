"""Packages: limits at their edges."""

import pytest

from accounts.models import User
from config.shared.errors import Invalid, Stale
from gigs.operations import PackageDraft, save_packages
from tests.factories.gigs import made_gig

pytestmark = pytest.mark.django_db


def draft(tier: str = "basic", price: int = 50_00, days: int = 5, revisions: int | None = 1) -> PackageDraft:
    return PackageDraft(tier, "Name", "Text", price, days, revisions)


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        (draft(price=99), "basic-price"),
        (draft(price=100_000_01), "basic-price"),
        (draft(days=0), "basic-days"),
        (draft(days=101), "basic-days"),
        (draft(revisions=21), "basic-revisions"),
    ],
)
def test_refuses_values_outside_the_limits(seller: User, bad: PackageDraft, field: str) -> None:
    gig = made_gig(seller=seller)
    with pytest.raises(Invalid) as refusal:
        save_packages(gig_id=gig.pk, owner_id=seller.pk, version=gig.version, packages=[bad])
    assert refusal.value.field == field
    assert gig.packages.count() == 3


@pytest.mark.parametrize(
    "good", [draft(price=1_00, days=1, revisions=0), draft(price=100_000_00, days=100, revisions=20)]
)
def test_takes_the_limits_themselves(seller: User, good: PackageDraft) -> None:
    gig = made_gig(seller=seller)
    saved = save_packages(gig_id=gig.pk, owner_id=seller.pk, version=gig.version, packages=[good])
    assert (saved.gig.from_minor, saved.gig.from_days) == (good.price_minor, good.days)
    assert saved.gig.version == gig.version + 1


def test_wants_basic_and_each_tier_once(seller: User) -> None:
    gig = made_gig(seller=seller)
    for packages in ([draft("standard")], [draft(), draft()], [draft(), draft("gold")], []):
        with pytest.raises(Invalid):
            save_packages(gig_id=gig.pk, owner_id=seller.pk, version=gig.version, packages=packages)


def test_refuses_a_stale_page(seller: User) -> None:
    gig = made_gig(seller=seller)
    with pytest.raises(Stale):
        save_packages(gig_id=gig.pk, owner_id=seller.pk, version=gig.version - 1, packages=[draft()])
