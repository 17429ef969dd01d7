"""A gig's page."""

import re
from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts.models import User
from accounts.operations.standing import suspend_member
from config.shared import clock
from gigs.models import FaqEntry, Gig, GigImage
from gigs.operations import add_substep, deny_gig, keep_favourite, pause_gig
from tests.factories.accounts import UserFactory
from tests.factories.gigs import click_of, live_gig_with_milestones, made_gig, priced, with_milestones
from tests.orders import stories

pytestmark = pytest.mark.django_db

SIGNED_OUT_MOST = 8
SIGNED_IN_MORE = 2


def statements(client: Client, url: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return [query["sql"] for query in captured.captured_queries]


def page(client: Client, gig: Gig, query: str = "") -> str:
    return client.get(f"/gigs/{gig.slug}/{query}").content.decode()


def with_ten_of_everything(gig: Gig) -> Gig:
    """Substeps, questions, similar gigs, and as many pictures as there may be."""
    packages = frozenset(gig.packages.values_list("pk", flat=True))
    for milestone in gig.milestones.all():
        for number in range(10):
            add_substep(
                gig_id=gig.pk,
                owner_id=gig.seller_id,
                milestone_id=milestone.pk,
                version=number + 1,
                name=f"Part {number}",
                package_ids=packages,
            )
    other = UserFactory.create(handle="other-seller")
    for number in range(1, 11):
        FaqEntry.objects.create(gig=gig, position=number, question=f"Question {number}", answer="Answer")
        live_gig_with_milestones(other, milestones=2, basic_minor=10_000 + number * 1_500)
    for number in range(1, 4):
        GigImage.objects.create(
            gig=gig, position=number, file=f"gigs/{number}-1600.webp", width=16, height=10
        )
    return gig


@pytest.mark.parametrize("person", [None, "buyer", "seller"])
def test_reads_in_a_constant_number_of_statements(
    person: str | None, seller: User, buyer: User, outsider: User
) -> None:
    client = Client()
    if person:
        client.force_login({"buyer": buyer, "seller": seller}[person])
    stories.order_of(seller, buyer, milestones=2)  # both have an inbox: an empty one is read in another way
    few = statements(client, f"/gigs/{live_gig_with_milestones(seller, milestones=1).slug}/")
    big = with_ten_of_everything(live_gig_with_milestones(seller, milestones=5))
    stories.order_of(seller, outsider, milestones=2)
    many = statements(client, f"/gigs/{big.slug}/")
    assert len(many) == len(few) <= SIGNED_OUT_MOST + (SIGNED_IN_MORE if person else 0), "\n".join(many)
    assert len(set(many)) == len(many)


def test_follows_the_chosen_package(seller: User) -> None:
    gig = live_gig_with_milestones(seller, milestones=2)
    assert "Pay per milestone: $94.95 now" in page(Client(), gig)
    part = Client().get(f"/gigs/{gig.slug}/?package=standard", headers={"HX-Request": "true"})
    html = part.content.decode()
    assert "Pay per milestone: $189.90 now" in html
    assert '<div id="milestones" data-hx-swap-oob="true">' in html
    assert 'id="order-bar" data-hx-swap-oob="true"' in html
    assert f'href="/gigs/{gig.slug}/order/?package=standard"' in html
    assert "<!doctype html>" not in html
    assert "<h1" not in html


def test_a_package_that_is_not_there_shows_the_first_one(seller: User) -> None:
    gig = live_gig_with_milestones(seller, milestones=2)
    for garbage in ("gold", "", "%00", "basic%00", "%F0%9F%92%A9", "a" * 5_000, "basic'--"):
        answer = Client().get(f"/gigs/{gig.slug}/?package={garbage}")
        assert answer.status_code == 200
        assert "Pay per milestone: $94.95 now" in answer.content.decode()
    assert Client().get("/gigs/%00/").status_code == 404


def test_compares_packages_with_their_milestones(seller: User) -> None:
    gig = live_gig_with_milestones(seller, milestones=2)
    gig.milestones.get(position=2).shares.filter(package__tier="basic").delete()
    html = page(Client(), gig)
    table = html[html.index("Packages compared") : html.index("</table>")]
    assert "not in this package" in table
    assert table.count(">Choose ") == 3


def test_shows_one_milestone_but_does_not_sell_by_it(seller: User) -> None:
    html = page(Client(), live_gig_with_milestones(seller, milestones=1))
    assert "Research" in html
    assert "Pay per milestone" not in html


STATES = ("draft", "active", "paused", "denied", "suspended", "left")
PEOPLE = ("visitor", "outsider", "seller", "staff")
MISSING = "missing"
SEEN = {
    "draft": (MISSING, MISSING, "Only you see this page.", "Only its seller and staff see this page."),
    "active": ("", "", "", ""),
    "paused": ("It takes no new orders",) * 2 + ("Customers see this page", "It takes no new orders"),
    "denied": (MISSING, MISSING, "taken off the market: Copied.", "taken off the market: Copied."),
    "suspended": ("cannot take new orders",) * 2 + ("Your account is suspended", "cannot take new orders"),
    "left": (MISSING, MISSING, MISSING, ""),
}
"""What each person reads of a gig in each state; ``left``: the seller closed the account."""


def gig_in(state: str, seller: User, staff: User) -> Gig:
    gig = made_gig(seller=seller, live=state != "draft")
    now = clock.now()
    if state == "paused":
        pause_gig(gig_id=gig.pk, click=click_of(gig))
    elif state == "denied":
        deny_gig(gig_id=gig.pk, actor_id=staff.pk, reason="Copied.", at=now)
    elif state == "suspended":
        suspend_member(actor_id=staff.pk, user_id=seller.pk, reason="Complaints.", at=now)
    elif state == "left":
        User.objects.filter(pk=seller.pk).update(is_active=False)
    return gig


@pytest.mark.parametrize("state", STATES)
def test_everybody_sees_of_every_state_what_they_should(
    state: str, seller: User, outsider: User, staff: User
) -> None:
    gig = gig_in(state, seller, staff)
    users = {"outsider": outsider, "seller": seller, "staff": staff}
    for person, words in zip(PEOPLE, SEEN[state], strict=True):
        client = Client()
        if person in users:
            client.force_login(users[person])
        answer = client.get(f"/gigs/{gig.slug}/")
        html = answer.content.decode()
        if words == MISSING:
            assert answer.status_code == 404, (state, person)
            assert gig.title not in html
            continue
        assert answer.status_code == 200, (state, person)
        assert words in html, (state, person)
        assert ("Order now" in html) == (state == "active" and person != "seller"), (state, person)
        assert ("Contact seller" in html) == (state in {"active", "paused"} and person != "seller")
        assert ('name="robots" content="noindex"' in html) == (state not in {"active", "paused"})
        assert ('property="og:title"' in html) == (state in {"active", "paused"})


def test_the_owner_edits_and_others_order_and_write(client: Client, seller: User) -> None:
    gig = made_gig(seller=seller, live=True)
    client.force_login(seller)
    own, others = page(client, gig), page(Client(), gig)
    assert f"/gigs/{gig.slug}/order/" not in own
    assert f"/gigs/{gig.slug}/favourite/" not in own
    assert f"/selling/gigs/{gig.slug}/overview/" in own
    assert f"/selling/gigs/{gig.slug}/figures/" in own
    assert f'href="/gigs/{gig.slug}/order/?package=basic"' in others
    assert f'href="/inbox/new/?gig={gig.slug}"' in others


def test_hidden_milestones_are_kept_from_customers(seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    gig.subcategory.gig_milestones = False
    gig.subcategory.save(update_fields=["gig_milestones"])
    assert "Research" not in page(Client(), gig)
    assert Gig.objects.get(pk=gig.pk).milestone_count == 3


def test_tells_where_the_seller_is_and_when_work_was_last_handed_in(seller: User, buyer: User) -> None:
    User.objects.filter(pk=seller.pk).update(languages=["de", "sl"], bio="Plans since 1999.")
    gig = made_gig(seller=seller, live=True)
    html = page(Client(), gig)
    for words in ("Slovenia", "German, Slovenian", "Local time", "Member since", "Plans since 1999."):
        assert words in html
    assert "Last delivery" not in html
    stories.deliver(stories.order_of(seller, buyer, milestones=2))
    assert "Last delivery" in page(Client(), gig)


def test_a_visitors_page_holds_nothing_of_this_visitor(seller: User) -> None:
    gig = with_milestones(made_gig(seller=seller, live=True), 3)
    answers = [Client().get(f"/gigs/{gig.slug}/") for _ in range(2)]
    first, second = (re.sub(rb"[0-9]{2}:[0-9]{2}<", b"", answer.content) for answer in answers)
    assert first == second  # but for the minute of the seller's clock
    for answer in answers:
        assert "csrfmiddlewaretoken" not in answer.content.decode()
        assert not answer.cookies
        assert "CSRF_COOKIE" not in answer.wsgi_request.META


def test_the_heart_is_full_for_who_keeps_the_gig(client: Client, seller: User, buyer: User) -> None:
    gig = made_gig(seller=seller, live=True)
    client.force_login(buyer)
    assert 'aria-pressed="false"' in page(client, gig)
    keep_favourite(user_id=buyer.pk, gig_id=gig.pk, at=clock.now())
    assert 'aria-pressed="true"' in page(client, gig)


def test_a_gig_without_packages_has_a_page(client: Client, seller: User) -> None:
    gig = made_gig(seller=seller, packages=())
    client.force_login(seller)
    assert "No packages yet." in page(client, gig)
    priced(gig, [(500, 1, 0)])
    assert "$5.00" in page(client, gig)


@pytest.fixture
def kept_ready(settings: Settings) -> Iterator[None]:
    settings.READY_PAGE_SECONDS = 60
    yield
    caches["ready"].clear()


@pytest.mark.usefixtures("kept_ready")
def test_a_page_kept_ready_costs_one_statement_and_is_the_page(client: Client, seller: User) -> None:
    gig = live_gig_with_milestones(seller, milestones=2)
    first = client.get(f"/gigs/{gig.slug}/")
    with CaptureQueriesContext(connection) as captured:
        second = client.get(f"/gigs/{gig.slug}/")
    assert len(captured.captured_queries) == 1
    assert second.content == first.content
    assert {name: second[name] for name in first.headers if name != "Vary"} == {
        name: first[name] for name in first.headers if name != "Vary"
    }
    assert {"Cookie", "HX-Request"} <= set(second["Vary"].split(", ")) == set(first["Vary"].split(", "))


@pytest.mark.usefixtures("kept_ready")
def test_a_page_kept_ready_never_outlives_a_pause_a_denial_or_a_suspension(
    client: Client, seller: User, staff: User
) -> None:
    gig = live_gig_with_milestones(seller, milestones=2)
    assert "Order now" in page(client, gig)
    pause_gig(gig_id=gig.pk, click=click_of(gig))
    assert "Order now" not in page(client, gig)
    deny_gig(gig_id=gig.pk, actor_id=staff.pk, reason="Not the seller's own work.", at=clock.now())
    assert client.get(f"/gigs/{gig.slug}/").status_code == 404


@pytest.mark.usefixtures("kept_ready")
def test_a_member_is_never_answered_with_the_visitors_page(client: Client, seller: User, buyer: User) -> None:
    gig = live_gig_with_milestones(seller, milestones=2)
    assert "Sign in" in page(client, gig)
    client.force_login(buyer, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert buyer.handle in page(client, gig)
