"""Similar gigs: of the same trade, by tags and nearness of price, in one statement whatever the number of gigs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from gigs.models import Gig
from gigs.operations import pause_gig
from gigs.queries import similar_to
from gigs.queries.similar import SIMILAR_MAX
from tests.factories.gigs import click_of, live_gig_with_milestones, made_gig

pytestmark = pytest.mark.django_db


def gig_at(seller: User, price_minor: int, *tags: str, trade: str = "business-plans") -> Gig:
    gig = made_gig(seller=seller, packages=[(price_minor, 5, 1)], trade=trade, live=True)
    Gig.objects.filter(pk=gig.pk).update(tags=list(tags))
    return Gig.objects.select_related("subcategory").get(pk=gig.pk)


def test_shared_tags_come_first_then_the_nearest_price_up_or_down(seller: User) -> None:
    gig = gig_at(seller, 20_000, "bank", "Startup")
    double = gig_at(seller, 40_000)
    near = gig_at(seller, 21_000)
    half = gig_at(seller, 10_500)
    tagged = gig_at(seller, 90_000, "startup", "BANK")
    once = gig_at(seller, 5_000, "bank")
    assert [other.id for other in similar_to(gig)] == [tagged.pk, once.pk, near.pk, half.pk, double.pk]


def test_only_what_is_on_sale_in_the_same_trade_is_similar(seller: User, outsider: User) -> None:
    gig = gig_at(seller, 20_000)
    gig_at(seller, 20_000, trade="logo-design")
    paused, draft = gig_at(seller, 20_000), made_gig(seller=seller)
    pause_gig(gig_id=paused.pk, click=click_of(paused))
    gig_at(outsider, 20_000)
    User.objects.filter(pk=outsider.pk).update(is_active=False)
    assert similar_to(gig) == ()
    assert draft.pk


def test_says_milestones_only_where_customers_see_them(seller: User) -> None:
    gig = live_gig_with_milestones(seller, milestones=2)
    live_gig_with_milestones(seller, milestones=3)
    cheap = gig_at(seller, 5_000)
    Gig.objects.filter(pk=cheap.pk).update(milestone_count=2)
    assert sorted(other.milestones for other in similar_to(gig)) == [0, 3]


def test_shows_24_of_many_each_once_in_one_statement(seller: User) -> None:
    gig = gig_at(seller, 20_000)
    rows = [
        Gig(
            seller=seller,
            subcategory=gig.subcategory,
            title=f"I will plan {number}",
            slug=f"plan-{number}",
            state="active",
            from_minor=10_000 + number * 137,
            published_at=gig.published_at,
        )
        for number in range(200)
    ]
    Gig.objects.bulk_create(rows)
    with CaptureQueriesContext(connection) as captured:
        found = similar_to(gig)
    assert len(captured) == 1
    assert len({other.id for other in found}) == len(found) == SIMILAR_MAX
    ratios = [max(other.from_minor, 20_000) / min(other.from_minor, 20_000) for other in found]
    assert ratios == sorted(ratios)
    assert ratios[-1] < 1.1


def test_a_gig_without_a_price_has_similar_ones_too(seller: User) -> None:
    draft = made_gig(seller=seller, packages=())
    other = gig_at(seller, 20_000)
    assert [found.id for found in similar_to(draft)] == [other.pk]
