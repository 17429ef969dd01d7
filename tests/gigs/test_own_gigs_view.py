"""My gigs: where each stands, what a draft lacks, going on, copying, deleting."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from gigs.models import Gig
from tests.factories.gigs import live_gig_with_milestones, made_gig, with_milestones

pytestmark = pytest.mark.django_db
LIST = "/selling/gigs/"


@pytest.fixture
def shop(client: Client, seller: User) -> Client:
    client.force_login(seller)
    return client


def pressed(shop: Client, page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form that goes to ``action``."""
    html = shop.get(page).content.decode()
    form = html.split(f'action="{action}"')[1].split("</form>")[0]
    return dict(re.findall(r'name="(command|version)" value="([^"]*)"', form))


def test_a_draft_says_what_is_missing_and_goes_on_there(shop: Client, seller: User) -> None:
    bare = made_gig(seller=seller, packages=[], description="")
    html = shop.get(LIST).content.decode()
    assert f"/selling/gigs/{bare.slug}/pricing/#id_basic-name" in html
    assert "Write a description." in html
    assert shop.get(f"/selling/gigs/{bare.slug}/")["Location"].endswith("/pricing/")
    priced = made_gig(seller=seller, description="")
    assert shop.get(f"/selling/gigs/{priced.slug}/")["Location"].endswith("/description/")
    whole = made_gig(seller=seller)
    assert shop.get(f"/selling/gigs/{whole.slug}/")["Location"].endswith("/publish/")
    one = with_milestones(made_gig(seller=seller), 1)
    assert shop.get(f"/selling/gigs/{one.slug}/")["Location"].endswith("/description/")
    assert "Add a second milestone" in shop.get(LIST).content.decode()


def test_the_number_of_statements_does_not_grow_with_the_gigs(shop: Client, seller: User) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as caught:
            shop.get(LIST)
        return len(caught)

    with_milestones(made_gig(seller=seller), 2)
    few = statements()
    for _ in range(3):
        with_milestones(made_gig(seller=seller), 2)
        live_gig_with_milestones(seller)
    assert statements() == few


def test_deleting_asks_first_and_twice_is_once(shop: Client, seller: User) -> None:
    gig = made_gig(seller=seller)
    page = f"/selling/gigs/{gig.slug}/delete/"
    assert f'href="{page}" data-dialog' in shop.get(LIST).content.decode()
    assert Gig.objects.filter(pk=gig.pk).exists()
    dialog = shop.get(page, headers={"HX-Request": "true"}).content.decode()
    assert "<!doctype html>" not in dialog
    assert "Delete this draft?" in dialog
    data = pressed(shop, page, page)
    assert [shop.post(page, data).status_code for _ in range(2)] == [302, 302]
    assert not Gig.objects.filter(pk=gig.pk).exists()
    assert "is deleted." in shop.get(LIST).content.decode()


def test_a_draft_that_changed_meanwhile_is_not_deleted(shop: Client, seller: User) -> None:
    gig = made_gig(seller=seller)
    page = f"/selling/gigs/{gig.slug}/delete/"
    data = pressed(shop, page, page)
    with_milestones(gig, 2)
    answer = shop.post(page, data)
    assert answer.status_code == 409
    assert "This changed while the page was open." in answer.content.decode()
    assert Gig.objects.filter(pk=gig.pk).exists()


def test_a_live_gig_has_no_way_to_be_deleted(shop: Client, seller: User) -> None:
    gig = made_gig(seller=seller, live=True)
    page = f"/selling/gigs/{gig.slug}/delete/"
    assert page not in shop.get(LIST).content.decode()
    assert shop.post(page, pressed(shop, page, page)).status_code == 409
    assert Gig.objects.filter(pk=gig.pk).exists()


def test_a_copy_opens_in_the_editor_and_twice_is_one(shop: Client, seller: User) -> None:
    gig = made_gig(seller=seller, live=True)
    page = f"/selling/gigs/{gig.slug}/duplicate/"
    data = pressed(shop, LIST, page)
    places = {shop.post(page, data)["Location"] for _ in range(2)}
    copy = Gig.objects.exclude(pk=gig.pk).get()
    assert places == {f"/selling/gigs/{copy.slug}/overview/"}
    assert shop.post(page, {"command": "x"})["Location"] == LIST
    assert Gig.objects.count() == 2
