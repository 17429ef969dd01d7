"""Favourites: the heart, and the list."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from config.shared import clock
from gigs.models import Favourite, Gig
from gigs.operations import OwnGig, deny_gig, keep_favourite, pause_gig
from gigs.queries import cards
from gigs.queries.favourites import PAGE
from tests.factories.accounts import PASSWORD
from tests.factories.gigs import click_of, made_gig

pytestmark = pytest.mark.django_db

FROM_SIGNING_IN = {"Sec-Fetch-Site": "same-origin", "Referer": "http://testserver/accounts/login/?next=/"}


@pytest.fixture
def gig(seller: User) -> Gig:
    return made_gig(seller=seller, live=True)


@pytest.fixture
def member(client: Client, buyer: User) -> Client:
    client.force_login(buyer, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def main(client: Client, path: str) -> str:
    """What stands between header and footer."""
    return client.get(path).content.decode().split("<main")[1].split("</main>")[0]


def kept(user: User) -> list[int]:
    return list(Favourite.objects.filter(user=user).values_list("gig_id", flat=True))


def press(client: Client, gig: Gig, wanted: str = "1", **headers: str) -> int:
    return client.post(f"/gigs/{gig.slug}/favourite/", {"wanted": wanted}, headers=headers).status_code


def test_a_press_saves_and_a_second_one_changes_nothing(member: Client, buyer: User, gig: Gig) -> None:
    assert press(member, gig) == press(member, gig) == 302
    assert kept(buyer) == [gig.pk]
    assert press(member, gig, "0") == press(member, gig, "0") == 302
    assert kept(buyer) == []


def test_without_javascript_it_leads_back_to_where_it_was_pressed(member: Client, gig: Gig) -> None:
    def back_from(referer: str) -> str:
        answer = member.post(
            f"/gigs/{gig.slug}/favourite/", {"wanted": "1"}, headers={"Referer": referer} if referer else {}
        )
        return str(answer["Location"])

    assert back_from("http://testserver/gigs/?q=plan") == "/gigs/?q=plan"
    assert back_from("https://evil.example/gigs/") == f"/gigs/{gig.slug}/"
    assert back_from("") == f"/gigs/{gig.slug}/"


def test_htmx_gets_the_heart_as_it_now_is(member: Client, gig: Gig) -> None:
    answer = member.post(f"/gigs/{gig.slug}/favourite/", {"wanted": "1"}, headers={"HX-Request": "true"})
    html = answer.content.decode()
    assert 'aria-pressed="true"' in html
    assert 'name="wanted" value="0"' in html
    assert "Saved to your favourites." in html
    assert "<!doctype" not in html


def test_a_visitor_signs_in_and_comes_back_with_the_gig_saved(buyer: User, gig: Gig) -> None:
    visitor, path = Client(), f"/gigs/{gig.slug}/favourite/"
    assert f'href="{path}"' in visitor.get(f"/gigs/{gig.slug}/").content.decode()
    to_login = visitor.get(path)
    assert to_login["Location"] == f"/accounts/login/?next={path}"
    signed_in = visitor.post(to_login["Location"], {"login": buyer.email, "password": PASSWORD})
    assert signed_in["Location"] == path
    saved = visitor.get(path, headers=FROM_SIGNING_IN)
    assert saved["Location"] == f"/gigs/{gig.slug}/"
    assert kept(buyer) == [gig.pk]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site", "Referer": "https://evil.example/accounts/login/"},
        {"Sec-Fetch-Site": "same-origin", "Referer": "http://testserver/inbox/1/"},
        {"Sec-Fetch-Site": "same-origin", "Referer": "http://[/accounts/"},
        {**FROM_SIGNING_IN, "Sec-Purpose": "prefetch"},
        {"Referer": "http://testserver/accounts/login/"},
    ],
)
def test_a_link_alone_asks_first_and_saves_nothing(
    headers: dict[str, str], member: Client, buyer: User, gig: Gig
) -> None:
    answer = member.get(f"/gigs/{gig.slug}/favourite/", headers=headers)
    assert answer.status_code == 200
    assert "Save this gig?" in answer.content.decode()
    assert kept(buyer) == []


def test_nobody_keeps_an_own_gig(client: Client, seller: User, gig: Gig) -> None:
    client.force_login(seller)
    assert press(client, gig) == 409
    assert client.get(f"/gigs/{gig.slug}/favourite/", headers=FROM_SIGNING_IN).status_code == 200
    with pytest.raises(OwnGig):
        keep_favourite(user_id=seller.pk, gig_id=gig.pk, at=clock.now())
    assert kept(seller) == []


def test_a_gig_that_is_not_shown_cannot_be_kept(member: Client, seller: User, buyer: User) -> None:
    draft = made_gig(seller=seller)
    assert press(member, draft) == 404
    assert member.get(f"/gigs/{draft.slug}/favourite/").status_code == 404
    assert member.post("/gigs/nothing/favourite/").status_code == 404
    assert kept(buyer) == []


def test_a_token_is_needed(buyer: User, gig: Gig) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(buyer)
    assert press(client, gig) == 403
    assert kept(buyer) == []


def test_the_list_says_what_became_of_every_gig(
    member: Client, buyer: User, seller: User, staff: User
) -> None:
    shown, paused, gone = (
        made_gig(seller=seller, title=f"I will write {name}", live=True) for name in ("one", "two", "three")
    )
    for one in (shown, paused, gone):
        keep_favourite(user_id=buyer.pk, gig_id=one.pk, at=clock.now())
    pause_gig(gig_id=paused.pk, click=click_of(paused))
    deny_gig(gig_id=gone.pk, actor_id=staff.pk, reason="Copied.", at=clock.now())
    html = member.get("/favourites/").content.decode()
    assert html.index("two") < html.index("I will write one")
    assert html.count("Takes no new orders at the moment.") == 1
    assert "A gig that you saved is not offered any more." in html
    assert gone.title not in html
    assert gone.slug not in html
    entry = Favourite.objects.get(gig=gone)
    assert member.post(f"/favourites/{entry.pk}/remove/").status_code == 302
    assert sorted(kept(buyer)) == [shown.pk, paused.pk]


def test_an_entry_of_somebody_else_cannot_be_removed(member: Client, outsider: User, gig: Gig) -> None:
    keep_favourite(user_id=outsider.pk, gig_id=gig.pk, at=clock.now())
    entry = Favourite.objects.get()
    assert member.post(f"/favourites/{entry.pk}/remove/").status_code == 404
    assert member.post("/favourites/99999999999999999999999/remove/").status_code == 404
    assert member.get(f"/favourites/{entry.pk}/remove/").status_code == 405
    assert kept(outsider) == [gig.pk]


def test_the_list_comes_in_pages_of_few_statements(member: Client, buyer: User, seller: User) -> None:
    assert "No favourites yet" in member.get("/favourites/").content.decode()
    gig = made_gig(seller=seller, live=True)
    rows = [
        Gig(seller=seller, subcategory=gig.subcategory, title=f"I will {n}", slug=f"many-{n}", state="active",
            from_minor=500, published_at=gig.published_at)
        for n in range(PAGE + 5)
    ]  # fmt: skip
    made = Gig.objects.bulk_create(rows)
    Favourite.objects.bulk_create(Favourite(user=buyer, gig=one) for one in made)
    with CaptureQueriesContext(connection) as captured:
        first = main(member, "/favourites/")
    assert len([query for query in captured.captured_queries if "gigs_" in query["sql"]]) == 3
    assert first.count('aria-pressed="true"') == PAGE
    cursor = first.split("?before=")[1].split('"')[0]
    assert main(member, f"/favourites/?before={cursor}").count('aria-pressed="true"') == 5
    for garbage in ("x", "-1", "9" * 40, "%00", "1e9", "²"):
        assert member.get(f"/favourites/?before={garbage}").status_code == 200


def test_hearts_of_many_cards_cost_no_statement_and_visitors_get_links(
    buyer: User, seller: User, client: Client
) -> None:
    gigs = [made_gig(seller=seller, live=True) for _ in range(3)]
    keep_favourite(user_id=buyer.pk, gig_id=gigs[1].pk, at=clock.now())
    with CaptureQueriesContext(connection) as captured:
        found = cards(Gig.objects.order_by("pk"), viewer_id=buyer.pk)
    assert [card.kept for card in found] == [False, True, False]
    assert len(captured) == 1
    assert not any(card.kept for card in cards(Gig.objects.all()))
    visitor = client.get(f"/people/{seller.handle}/")
    assert visitor.content.decode().count(">Save to favourites:") == 3
    assert "csrfmiddlewaretoken" not in visitor.content.decode()
    assert "CSRF_COOKIE" not in visitor.wsgi_request.META
    path = f"/people/{seller.handle}/"
    client.force_login(buyer)
    html = main(client, path)
    assert (html.count('aria-pressed="true"'), html.count('aria-pressed="false"')) == (1, 2)
    for elsewhere in ("/gigs/", "/gigs/?q=plan"):
        assert main(client, elsewhere).count('aria-pressed="true"') == 1
    client.force_login(seller)
    assert "aria-pressed" not in main(client, path)
