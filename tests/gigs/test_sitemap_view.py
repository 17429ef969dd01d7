"""The map of the site."""

import xml.etree.ElementTree as ET
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from config.shared import clock
from gigs.models import Category, Gig, Subcategory
from gigs.operations import deny_gig, pause_gig
from gigs.queries import sitemap
from tests.factories.accounts import UserFactory
from tests.factories.gigs import click_of, made_gig

pytestmark = pytest.mark.django_db
SITE = "https://milepost.example"


@pytest.fixture(autouse=True)
def _site(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """One file holds everything, however high a database has counted its ids by now."""
    settings.SITE_URL = SITE
    monkeypatch.setattr(sitemap, "STRETCH", 10**9)


def addresses(path: str) -> list[str]:
    answer = Client().get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    return [str(node.text) for node in ET.fromstring(answer.content).iter() if node.tag.endswith("}loc")]  # noqa: S314 - our own


def test_the_index_names_every_file(seller: User, monkeypatch: pytest.MonkeyPatch) -> None:
    made_gig(seller=seller, live=True)
    files = addresses("/sitemap.xml")
    assert files == [
        f"{SITE}/sitemap-pages.xml",
        f"{SITE}/sitemap-gigs-0.xml",
        f"{SITE}/sitemap-people-0.xml",
    ]
    monkeypatch.setattr(sitemap, "STRETCH", 1)
    last = Gig.objects.latest("pk").pk
    assert f"{SITE}/sitemap-gigs-{last}.xml" in addresses("/sitemap.xml")
    assert f"{SITE}/sitemap-gigs-{last + 1}.xml" not in addresses("/sitemap.xml")


def test_lists_gigs_on_sale_and_no_other(seller: User, outsider: User, staff: User) -> None:
    shown = made_gig(seller=seller, live=True)
    made_gig(seller=seller)
    paused, denied = (made_gig(seller=seller, live=True) for _ in range(2))
    pause_gig(gig_id=paused.pk, click=click_of(paused))
    deny_gig(gig_id=denied.pk, actor_id=staff.pk, reason="Copied.", at=clock.now())
    made_gig(seller=outsider, live=True)
    User.objects.filter(pk=outsider.pk).update(suspended_at=clock.now())
    assert addresses("/sitemap-gigs-0.xml") == [f"{SITE}/gigs/{shown.slug}/"]
    assert addresses("/sitemap-people-0.xml") == [f"{SITE}/people/{seller.handle}/"]


def test_lists_categories_and_subcategories() -> None:
    found = addresses("/sitemap-pages.xml")
    assert len(found) == 2 + Category.objects.count() + Subcategory.objects.count()
    assert f"{SITE}/gigs/?subcategory=business-plans" in found


def test_a_file_costs_one_statement_and_holds_one_stretch(
    seller: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    gigs = [made_gig(seller=seller, live=True) for _ in range(3)]
    monkeypatch.setattr(sitemap, "STRETCH", 2)
    number = gigs[0].pk // 2
    wanted = [f"{SITE}/gigs/{gig.slug}/" for gig in gigs if gig.pk // 2 == number]
    with CaptureQueriesContext(connection) as captured:
        assert addresses(f"/sitemap-gigs-{number}.xml") == wanted
    assert len(captured) == 1


def test_a_file_that_is_far_away_is_empty_or_missing() -> None:
    UserFactory.create()
    assert addresses("/sitemap-gigs-999.xml") == []
    for number in ("1000000001", "9" * 40, "-1", "x"):
        assert Client().get(f"/sitemap-gigs-{number}.xml").status_code == 404
        assert Client().get(f"/sitemap-people-{number}.xml").status_code == 404
