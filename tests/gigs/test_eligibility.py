"""Who may have milestones."""

import pytest

from accounts.models import User
from gigs.eligibility import gig_milestones, offer_milestones
from gigs.models import Gig, Subcategory
from tests.factories.gigs import made_gig

pytestmark = pytest.mark.django_db

ARTICLE = {
    "3D Product Animation",
    "Business Plans",
    "Producers & Composers",
    "Desktop Applications",
    "Social Media Marketing",
}


@pytest.mark.parametrize(
    ("basic", "allowed"), [(99_99, False), (100_00, False), (100_01, True), (100_000_00, True)]
)
def test_wants_a_basic_price_strictly_over_100(seller: User, basic: int, allowed: bool) -> None:
    answer = gig_milestones(made_gig(seller=seller, packages=[(basic, 10, 1)]))
    assert answer.ok is allowed
    assert answer.tab == ("" if allowed else "pricing")


def test_wants_a_subcategory_that_allows_them(seller: User) -> None:
    answer = gig_milestones(made_gig(seller=seller, trade="logo-design"))
    assert not answer.ok
    assert answer.tab == "overview"
    assert "Logo Design" in answer.reason


def test_wants_a_price_at_all(seller: User) -> None:
    assert gig_milestones(made_gig(seller=seller, packages=[])).tab == "pricing"


def test_starts_with_the_five_subcategories_of_the_article() -> None:
    assert set(Subcategory.objects.filter(gig_milestones=True).values_list("name", flat=True)) == ARTICLE
    assert Subcategory.objects.count() >= 25
    assert Subcategory.objects.filter(offer_milestones=False).exists()


def test_offers_follow_their_own_switch() -> None:
    on = Subcategory.objects.filter(offer_milestones=True).first()
    off = Subcategory.objects.filter(offer_milestones=False).first()
    assert on is not None
    assert offer_milestones(on).ok
    assert off is not None
    assert off.name in offer_milestones(off).reason


def test_lists_the_same_gigs_as_the_rule(seller: User) -> None:
    for basic in (100_00, 100_01):
        gig = made_gig(seller=seller, packages=[(basic, 10, 1)], live=True)
        Gig.objects.filter(pk=gig.pk).update(milestone_count=2)
    shown = Gig.objects.active().with_milestones().values_list("from_minor", flat=True)
    assert list(shown) == [100_01]
