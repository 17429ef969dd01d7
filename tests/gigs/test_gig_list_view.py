"""Browse."""

import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from config.shared import clock
from gigs.models import Gig
from gigs.queries import Wish, page_of
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
        "sort=rating&after=3000~", "sort=rating&before=9999~1", "q=thing&after=999999999999999&before=~",
        "country=Slovenia", "language=%27", "subcategory=" + "x" * 5000, "q=%22", "q=-", "q=or",
        "q=%21%26%7C%3A*%28%29", "q=the", "q=-thing",
        "q=" + "%F0%9F%A6%8A" * 20, "days=0", "price_min=9&price_max=8", "q=a%0Ab", "q=%5C%27%3B--", "q=thing&q=other",
    ],
)  # fmt: skip
@pytest.mark.usefixtures("market")
def test_takes_any_nonsense_without_falling_over(query: str) -> None:
    assert Client().get(f"/gigs/?{query}").status_code == 200


@pytest.mark.usefixtures("market")
def test_names_a_filter_that_it_left_out() -> None:
    html = Client().get("/gigs/?price_min=abc").content.decode()
    assert "This filter was left out." in html


@pytest.mark.parametrize("sort", ["newest", "rating", "price", "price_desc"])
def test_pages_forth_and_back_over_every_gig_once(seller: User, sort: str) -> None:
    gig = made_gig(seller=seller, live=True)
    Gig.objects.bulk_create(
        Gig(
            seller=seller, subcategory=gig.subcategory, title=f"I will {n}", slug=f"copy-{n}", state="active",
            published_at=clock.now(), from_minor=5_000 + n // 3, from_days=3,
        )
        for n in range(60)
    )  # fmt: skip
    seen, after, pages = [], "", []
    while True:
        page = page_of(Wish(sort=sort, after=after))
        pages.append(page)
        seen += [card.id for card in page.cards]
        after = page.after
        if not after:
            break
    assert len(seen) == len(set(seen)) == 61
    assert [len(page.cards) for page in pages] == [24, 24, 13]
    back = page_of(Wish(sort=sort, before=pages[2].before))
    assert back.cards == pages[1].cards
    assert page_of(Wish(sort=sort, before=pages[1].before)).before == ""


ADDRESSES = [
    "/gigs/", "/gigs/?subcategory=business-plans", "/gigs/?q=plan", "/gigs/?q=plan&sort=price", "/gigs/?q=busine",
    "/gigs/?q=plan&country=SI&language=en&days=30&milestones=on", "/gigs/?sort=rating&price_min=1",
]  # fmt: skip


def statements(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("url", ADDRESSES)
def test_reads_in_a_constant_number_of_statements(seller: User, buyer: User, url: str) -> None:
    speaks(seller, "en")
    first = live_gig_with_milestones(seller, milestones=3)
    member = Client()
    member.force_login(buyer)
    at_one = statements(Client(), url), statements(member, url)
    copies(first, 300)
    at_many = statements(Client(), url), statements(member, url)
    assert at_many[0] <= 6
    assert at_many[1] <= 8
    # a count of its own is asked for only when a page does not hold everything
    assert at_many[0] - at_one[0] <= 1
    assert at_many[1] - at_one[1] <= 1


def copies(gig: Gig, count: int) -> None:
    Gig.objects.bulk_create(
        Gig(
            seller=gig.seller, subcategory=gig.subcategory, title=gig.title, slug=f"copy-{n}", state="active",
            description=gig.description, published_at=clock.now(), from_minor=18_000, from_days=12,
        )
        for n in range(count)
    )  # fmt: skip


def speaks(member: User, *languages: str, country: str = "SI") -> None:
    member.languages, member.country = list(languages), country
    member.save(update_fields=["languages", "country"])


def test_finds_sellers_by_country_and_language(seller: User, outsider: User) -> None:
    speaks(seller, "en", "sl")
    speaks(outsider, "fr", country="FR")
    here = made_gig(seller=seller, title="I will plan here", live=True).title
    there = made_gig(seller=outsider, title="I will plan there", live=True).title
    assert titles("/gigs/?country=SI") == [here]
    assert titles("/gigs/?country=FR&language=fr") == [there]
    assert titles("/gigs/?language=sl&q=plan") == [here]
    assert titles("/gigs/?country=FR&language=sl") == []
    html = Client().get("/gigs/").content.decode()
    assert re.findall(r'<option value="([A-Z]{2})"', html) == ["FR", "SI"]
    assert re.findall(r'<option value="([a-z]{2})"', html) == ["en", "fr", "sl"]


def test_follows_a_seller_who_moves_or_is_suspended(seller: User) -> None:
    speaks(seller, "en")
    gig = made_gig(seller=seller, title="I will plan", live=True)
    speaks(seller, "en", "de", country="DE")
    assert titles("/gigs/?country=DE&language=de&q=plan") == [gig.title]
    assert titles("/gigs/?language=en") == [gig.title]
    User.objects.filter(pk=seller.pk).update(suspended_at=clock.now())
    assert titles("/gigs/?q=plan") == titles("/gigs/?language=de") == []
    User.objects.filter(pk=seller.pk).update(suspended_at=None)
    assert titles("/gigs/?q=plan") == [gig.title]


def test_no_place_is_offered_before_a_gig_is_live(seller: User) -> None:
    speaks(seller, "sl")
    made_gig(seller=seller)
    assert "Any country" not in Client().get("/gigs/").content.decode()


def page(url: str, **headers: str) -> str:
    answer = Client().get(url, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def chips_in(html: str) -> list[tuple[str, str]]:
    return re.findall(r'class="chip" href="([^"]*)">([^<]+)<', html)


@pytest.mark.usefixtures("market")
def test_shows_what_narrows_each_with_the_address_without_it() -> None:
    html = page("/gigs/?q=thing&subcategory=business-plans&price_min=60&days=3&after=1&milestones=on")
    assert chips_in(html) == [
        ("/gigs/?subcategory=business-plans&amp;price_min=60&amp;days=3&amp;milestones=on", "“thing”"),
        (
            "/gigs/?q=thing&amp;price_min=60&amp;days=3&amp;milestones=on&amp;category=business",
            "Business Plans",
        ),
        ("/gigs/?q=thing&amp;subcategory=business-plans&amp;days=3&amp;milestones=on", "From $60.00"),
        ("/gigs/?q=thing&amp;subcategory=business-plans&amp;price_min=60&amp;milestones=on", "Within 3 days"),
        ("/gigs/?q=thing&amp;subcategory=business-plans&amp;price_min=60&amp;days=3", "Offers milestones"),
    ]
    assert 'href="/gigs/">Clear all<' in html
    assert chips_in(page("/gigs/?sort=price&after=nonsense")) == []


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("price_min=abc", "From: "), ("price_min=9&price_max=8", "To: This is less than “From”."),
        ("days=0", "Delivered within (days): Write 1 or more."), ("days=x", "Delivered within (days): Write a whole"),
        ("q=" + "x" * 10_000, "Search: Use at most 100 characters."), ("category=no", "Category: We do not know"),
        ("subcategory=no", "Subcategory: We do not know"), ("country=XX", "Seller&#x27;s country: We do not know"),
        ("language=xx", "Seller&#x27;s language: We do not know"), ("sort=no", "Sort by: We do not know"),
        ("milestones=maybe", "Offers milestones: We do not know"), ("q=the+and", "has no word to search for"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("market")
def test_names_what_it_left_out_and_shows_the_rest(query: str, words: str) -> None:
    html = page(f"/gigs/?{query}")
    assert words in html
    assert len(re.findall("card-cover-link", html)) == 3


@pytest.mark.usefixtures("market")
def test_a_fragment_agrees_with_its_address() -> None:
    answer = Client().get(
        "/gigs/?q=thing+2&price_min=&days=&subcategory=business-plans&sort=", headers={"HX-Request": "true"}
    )
    html = answer.content.decode()
    assert answer["HX-Push-Url"] == "/gigs/?q=thing+2&subcategory=business-plans"
    assert "HX-Request" in answer["Vary"]
    assert html.strip().startswith("<title>Gigs for “thing 2” in Business Plans · Milepost</title>")
    assert 'id="browse-head" data-hx-swap-oob="true"' in html
    assert [label for _, label in chips_in(html)] == ["“thing 2”", "Business Plans"]
    assert "<form" not in html


@pytest.mark.usefixtures("market")
def test_history_gets_the_whole_page() -> None:
    html = page("/gigs/?q=thing", **{"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<!doctype html>" in html
    assert "data-hx-swap-oob" not in html
    assert 'name="q" form="filter-form" value="thing"' in html


@pytest.mark.parametrize(
    ("query", "canonical", "variant"),
    [
        ("", "/gigs/", False), ("subcategory=logo-design", "/gigs/?subcategory=logo-design", False),
        ("category=business&sort=price", "/gigs/?category=business", True), ("q=plan", "/gigs/", True),
        ("subcategory=business-plans&after=x~1", "/gigs/?subcategory=business-plans", True),
        ("utm_source=mail&category=business", "/gigs/?category=business", False), ("category=no", "/gigs/", False),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("market")
def test_search_engines_are_told_one_address(query: str, canonical: str, variant: bool) -> None:
    html = page(f"/gigs/?{query}")
    assert f'<link rel="canonical" href="{settings.SITE_URL}{canonical}">' in html
    assert ('content="noindex, follow"' in html) is variant


@pytest.mark.usefixtures("market")
def test_a_category_has_its_name_in_title_heading_and_description() -> None:
    html = page("/gigs/?subcategory=business-plans")
    assert "<title>Business Plans · Milepost</title>" in html
    assert re.search(r"<h1[^>]*>Business Plans</h1>", html)
    assert '<meta name="description" content="Business Plans by freelancers' in html


@pytest.mark.usefixtures("market")
def test_helps_when_nothing_is_found() -> None:
    html = page("/gigs/?q=thing&price_min=5000")
    assert "Nothing matches" in html
    assert '<a class="link" href="/gigs/?q=thing">Search all gigs for “thing”</a>' in html


@pytest.mark.usefixtures("market")
def test_no_filter_calls_itself_optional() -> None:
    assert "optional" not in page("/gigs/")


def test_sorts_by_rating_so_that_one_kind_review_is_no_proof(seller: User) -> None:
    for title, total, count in (("loved", 15, 1), ("solid", 570, 40), ("new", 0, 0), ("poor", 60, 10)):
        gig = made_gig(seller=seller, title=f"I will {title}", live=True)
        Gig.objects.filter(pk=gig.pk).update(rating_sum=total, rating_count=count)
    assert titles("/gigs/?sort=rating") == ["I will solid", "I will loved", "I will new", "I will poor"]
