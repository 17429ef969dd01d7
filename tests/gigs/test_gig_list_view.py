"""Browse."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from config.shared import clock
from gigs.models import Gig
from gigs.queries import page_of
from tests.factories.gigs import live_gig_with_milestones, made_gig

pytestmark = pytest.mark.django_db


def titles(url: str) -> list[str]:
    answer = Client().get(url)
    assert answer.status_code == 200
    return re.findall(r'card-cover-link" href="[^"]+">([^<]+)<', answer.content.decode())


@pytest.fixture
def market(seller: User) -> list[Gig]:
    return [
        made_gig(
            seller=seller, title=f"I will make thing {n}", packages=[(n * 1_000 + 5_000, n, 1)], live=True
        )
        for n in range(1, 4)
    ]


@pytest.mark.usefixtures("market")
def test_filters_searches_and_sorts() -> None:
    assert len(titles("/gigs/")) == 3
    assert titles("/gigs/?q=thing+2") == ["I will make thing 2"]
    assert titles("/gigs/?q=nowhere") == []
    assert titles("/gigs/?price_min=70") == ["I will make thing 3", "I will make thing 2"]
    assert titles("/gigs/?price_max=60.00") == ["I will make thing 1"]
    assert titles("/gigs/?days=2&sort=price") == ["I will make thing 1", "I will make thing 2"]
    assert titles("/gigs/?category=business&sort=price_desc")[0] == "I will make thing 3"
    assert titles("/gigs/?subcategory=logo-design") == []
    assert titles("/gigs/?milestones=on") == []


def test_milestones_means_what_customers_see(seller: User) -> None:
    gig = live_gig_with_milestones(seller, milestones=2)
    assert titles("/gigs/?milestones=on") == [gig.title]
    gig.subcategory.gig_milestones = False
    gig.subcategory.save(update_fields=["gig_milestones"])
    assert titles("/gigs/?milestones=on") == []


@pytest.mark.parametrize(
    "query",
    [
        "price_min=1e5", "price_max=NaN", "days=-1", "days=٣", "price_min=" + "9" * 30, "after=x~y", "before=~",
        "after=2026-01-01~1", "after=" + "9" * 40 + "~" + "9" * 40, "sort=nonsense", "q=" + "x" * 500, "q=%00%e2%80%ae",
        "category=../..", "milestones=maybe", "sort=price&after=nan~1", "sort=price&after=99999999999999999999~1",
    ],
)  # fmt: skip
@pytest.mark.usefixtures("market")
def test_takes_any_nonsense_without_falling_over(query: str) -> None:
    assert Client().get(f"/gigs/?{query}").status_code == 200


@pytest.mark.usefixtures("market")
def test_names_a_filter_that_it_left_out() -> None:
    html = Client().get("/gigs/?price_min=abc").content.decode()
    assert "This filter was left out." in html


@pytest.mark.parametrize("sort", ["newest", "price", "price_desc"])
def test_pages_forth_and_back_over_every_gig_once(seller: User, sort: str) -> None:
    gig = made_gig(seller=seller, live=True)
    Gig.objects.bulk_create(
        Gig(
            seller=seller, subcategory=gig.subcategory, title=f"I will {n}", slug=f"copy-{n}", state="active",
            published_at=clock.now(), from_minor=5_000 + n // 3, from_days=3,
        )
        for n in range(60)
    )  # fmt: skip
    gigs, seen, after, pages = Gig.objects.active(), [], "", []
    while True:
        page = page_of(gigs, sort=sort, after=after)
        pages.append(page)
        seen += [card.id for card in page.cards]
        after = page.after
        if not after:
            break
    assert len(seen) == len(set(seen)) == 61
    assert [len(page.cards) for page in pages] == [24, 24, 13]
    back = page_of(gigs, sort=sort, before=pages[2].before)
    assert back.cards == pages[1].cards
    assert page_of(gigs, sort=sort, before=pages[1].before).before == ""


def test_reads_in_a_constant_number_of_statements(seller: User) -> None:
    counts = []
    for _ in range(2):
        live_gig_with_milestones(seller, milestones=3)
        with CaptureQueriesContext(connection) as captured:
            Client().get("/gigs/")
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 6
