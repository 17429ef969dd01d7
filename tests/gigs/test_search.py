"""Full text and its plain twin: what is found, what is not, and that nothing typed breaks it."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from config.shared import clock
from gigs.models import Gig, SellerPlace, Subcategory
from gigs.queries import Wish, fulltext, page_of, search
from gigs.queries.terms_of_search import Look, Terms
from tests.factories.gigs import made_gig
from tests.support.engines import on_postgres

pytestmark = pytest.mark.django_db
only_postgres = pytest.mark.skipif(not on_postgres(), reason="full text is PostgreSQL's: set DATABASE_URL")


@pytest.fixture
def gigs(seller: User) -> dict[str, Gig]:
    told = {
        "logo": ("I will draw a logo", "Sketches of your mark, then the final drawings.", "logo-design"),
        "plan": ("I will write a business plan", "Markets, prices, a logo on the cover.", "business-plans"),
        "film": ("I will animate your story", "A short film with music and voices.", "3d-product-animation"),
    }
    return {
        name: made_gig(seller=seller, title=title, description=text, trade=trade, live=True)
        for name, (title, text, trade) in told.items()
    }


def found(text: str) -> set[str]:
    return set(search(Gig.objects.active(), text).values_list("title", flat=True))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("logo", {"logo", "plan"}), ("LOGO", {"logo", "plan"}), ("logo cover", {"plan"}), ("film music", {"film"}),
        ('"business plan"', {"plan"}), ('"cover logo"', set()), ("logo -cover", {"logo"}), ("nowhere", set()),
        ("film or cover", {"film", "plan"}), ("animation", {"film"}), ("the", set()), ("-logo", set()), ("", set()),
        ("the logo", {"logo", "plan"}), ('"unclosed logo', set()), ("logo & | ! ( ) : * <->", {"logo", "plan"}),
        ("lo\x00go", {"logo", "plan"}), ("\u202elogo\u202c", {"logo", "plan"}), ("!!!", set()),
        ("logo" + " " * 9_000, {"logo", "plan"}),
    ],
)  # fmt: skip
def test_finds_what_people_type(gigs: dict[str, Gig], text: str, names: set[str]) -> None:
    assert found(text) == {gigs[name].title for name in names}


@only_postgres
@pytest.mark.parametrize(
    ("text", "name"), [("drawing logos", "logo"), ("planned", "plan"), ("stories", "film")]
)
def test_endings_do_not_matter(gigs: dict[str, Gig], text: str, name: str) -> None:
    assert gigs[name].title in found(text)


@given(text=st.text(max_size=200) | st.text(alphabet="\"'-!&|():*\\ \tlogoOR<>@=%_", max_size=60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_typed_breaks_a_page(gigs: dict[str, Gig], text: str) -> None:
    for terms in (Terms.of(text), Terms.of(text, country="SI"), Terms.of("logo", text, text)):
        assert page_of(Wish(terms)).count <= 3


def wished(text: str, **more: str) -> Wish:
    return Wish(Terms.of(text), **more)  # type: ignore[arg-type]


def shown(wish: Wish) -> list[str]:
    return [card.title for card in page_of(wish).cards]


def test_sets_titles_before_descriptions_and_keeps_the_newest_first_where_asked(gigs: dict[str, Gig]) -> None:
    made_gig(
        seller=gigs["logo"].seller, title="I will print shirts", description="With your logo.", live=True
    )
    assert shown(wished("logo"))[0] == gigs["logo"].title
    assert shown(wished("logo", sort="newest"))[0] == "I will print shirts"


def test_goes_on_with_the_last_word_only_when_no_gig_has_it(gigs: dict[str, Gig]) -> None:
    page = page_of(wished("business pla"))
    assert [card.title for card in page.cards] == [gigs["plan"].title]
    assert page_of(wished("logo")).partial is False
    assert page_of(wished('"pla"')).cards == () or not on_postgres()


@only_postgres
def test_says_that_words_were_only_begun(gigs: dict[str, Gig]) -> None:
    assert page_of(wished("busin")).partial is True
    assert page_of(wished("-busin")).no_words is True


def test_leaves_out_a_text_without_words_and_keeps_the_places(gigs: dict[str, Gig], seller: User) -> None:
    page = page_of(wished("the and of"))
    assert (page.no_words, page.count) == (True, 3)
    assert page_of(Wish(Terms.of("the", country="SI"))).count == 3
    assert page_of(Wish(Terms.of("the", country="FR"))).count == 0


def test_follows_an_edited_title_description_and_trade(gigs: dict[str, Gig]) -> None:
    gig = gigs["plan"]
    gig.title, gig.tags = "I will knit a scarf", ["wool", "warm"]
    gig.save(update_fields=["title", "tags"])
    assert found("scarf") == {gig.title}
    if on_postgres():
        assert found("wool") == {gig.title}
    Gig.objects.filter(pk=gig.pk).update(description="Soft.")
    assert found("soft") == {gig.title}
    assert found("cover") == set()
    gig.subcategory = Subcategory.objects.get(slug="producers-composers")
    gig.save(update_fields=["subcategory"])
    assert found("composers") == {gig.title}
    Subcategory.objects.filter(pk=gig.subcategory_id).update(name="Bell Founders")
    assert found("founders") == {gig.title}
    assert found("composers") == set()


def test_a_draft_and_a_suspended_sellers_gig_are_not_found(gigs: dict[str, Gig], outsider: User) -> None:
    made_gig(seller=outsider, title="I will draw a hidden logo")
    assert "I will draw a hidden logo" not in shown(wished("logo"))
    User.objects.filter(pk=gigs["logo"].seller_id).update(is_active=False)
    assert shown(wished("logo")) == []


def copies(gig: Gig, count: int) -> None:
    Gig.objects.bulk_create(
        Gig(
            seller=gig.seller, subcategory=gig.subcategory, title=f"I will draw logo {n}", slug=f"copy-{n}",
            state="active",
            description=gig.description, published_at=clock.now(), from_minor=5_000 + n, from_days=3,
        )
        for n in range(count)
    )  # fmt: skip


@pytest.mark.parametrize("walking", [True, False])
@pytest.mark.parametrize("sort", ["best", "newest", "rating", "price", "price_desc"])
def test_both_ways_page_forth_and_back_over_every_hit_once(
    gigs: dict[str, Gig], monkeypatch: pytest.MonkeyPatch, sort: str, walking: bool
) -> None:
    monkeypatch.setattr(fulltext, "walks", lambda *_: walking)
    monkeypatch.setattr(fulltext, "COMMON", 0.0 if walking else 2.0)
    copies(gigs["logo"], 60)
    seen, after, pages = [], "", []
    while True:
        page = page_of(wished("logo", sort=sort, after=after))
        pages.append(page)
        seen += [card.id for card in page.cards]
        if not (after := page.after):
            break
    assert len(seen) == len(set(seen)) == 62
    assert [page.count for page in pages] == [62, 62, 62]
    assert page_of(wished("logo", sort=sort, before=pages[2].before)).cards == pages[1].cards
    assert page_of(wished("logo", sort=sort, before=pages[1].before)).cards == pages[0].cards
    assert pages[0].before == pages[-1].after == ""


def test_the_best_end_after_two_hundred_and_say_so(gigs: dict[str, Gig]) -> None:
    copies(gigs["logo"], 220)
    last = page_of(wished("logo", after="192"))
    assert (len(last.cards), last.after, last.cut, last.count) == (8, "", True, 222)
    assert page_of(wished("logo", after="200")).before == ""
    assert page_of(wished("logo", after="24")).cut is False


def test_counts_no_more_than_a_thousand(gigs: dict[str, Gig]) -> None:
    copies(gigs["logo"], 1_005)
    assert page_of(wished("logo")).count_words == "more than 1,000 gigs"
    assert page_of(Wish(sort="price")).count_words == "more than 1,000 gigs"
    assert page_of(wished("business")).count_words == "1 gig"


@pytest.mark.parametrize(
    ("share", "size", "wanted", "walks"),
    [(0.3, 1e6, 200, True), (0.02, 1e6, 200, True), (0.01, 1e6, 200, False), (0.02, 1e4, 200, False),
     (0.06, 1e4, 200, True)],
)  # fmt: skip
def test_walks_when_that_reads_less(share: float, size: float, wanted: int, walks: bool) -> None:
    assert fulltext.walks(share, size, wanted) is walks


@only_postgres
def test_looks_how_common_a_question_is(gigs: dict[str, Gig]) -> None:
    look = fulltext.look(Gig.objects.all(), Terms.of("logo"), ["-published_at", "-id"])
    assert (look.words, round(look.share, 2)) == (True, 0.67)
    assert fulltext.look(Gig.objects.all(), Terms.of("the"), ["-id"]).words is False
    assert fulltext.look(Gig.objects.none(), Terms.of("logo"), ["-id"]) == Look(
        words=True, share=0, near=0, size=1
    )


@only_postgres
def test_the_vector_holds_words_places_and_nothing_of_a_suspended_seller(
    gigs: dict[str, Gig], seller: User
) -> None:
    def vector() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT search FROM gigs_gig WHERE id = %s", [gigs["film"].pk])
            return str(cursor.fetchone()[0])

    User.objects.filter(pk=seller.pk).update(languages=["en", "sl"])
    assert "'@country=si'" in vector()
    assert "'@language=en' '@language=sl'" in vector()
    assert "'anim':" in vector()
    User.objects.filter(pk=seller.pk).update(suspended_at=clock.now())
    assert vector() == "None"
    noted = set(SellerPlace.objects.values_list("kind", "code"))
    assert noted == {("country", "si"), ("language", "en"), ("language", "sl")}


@only_postgres
def test_a_text_cannot_pretend_to_be_a_place(seller: User) -> None:
    User.objects.filter(pk=seller.pk).update(country="")
    made_gig(seller=seller, description="@country=fr '@country=fr' x@country=fr.com /@country=fr", live=True)
    assert page_of(Wish(Terms.of(country="FR"))).count == 0
