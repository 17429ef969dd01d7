"""What a gig's page tells search engines, and sites on which its address is shared."""

import json
from html import unescape
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from gigs.models import FaqEntry, Gig, GigImage
from gigs.operations import pause_gig
from tests.factories.gigs import click_of, live_gig_with_milestones, made_gig
from tests.journeys.forms import Node, parse

pytestmark = pytest.mark.django_db
SITE = "https://milepost.example"


@pytest.fixture(autouse=True)
def _site(settings: Any) -> None:
    settings.SITE_URL = SITE


def head(gig: Gig) -> Node:
    root, faults = parse(Client().get(f"/gigs/{gig.slug}/?package=premium").content.decode())
    assert faults == []
    return root.find("head")[0]


def properties(node: Node) -> dict[str, str]:
    metas = [one.attrs for one in node.find("meta")]
    return {str(a.get("property") or a.get("name")): unescape(a.get("content", "")) for a in metas}


def facts(gig: Gig) -> dict[str, dict[str, Any]]:
    html = Client().get(f"/gigs/{gig.slug}/").content.decode()
    assert html.count("application/ld+json") == 1
    text = html.split('<script type="application/ld+json">')[1].split("</script>")[0]
    graph = json.loads(text)["@graph"]
    return {"Product" if isinstance(p["@type"], list) else p["@type"]: p for p in graph}


def test_names_title_price_cover_and_one_address(seller: User) -> None:
    gig = made_gig(seller=seller, live=True)
    GigImage.objects.create(gig=gig, position=1, file="gigs/abc-1600.webp", width=8, height=5, alt="A plan")
    node = head(gig)
    told = properties(node)
    assert told["og:title"] == gig.title
    assert told["og:url"] == f"{SITE}/gigs/{gig.slug}/"
    assert told["og:image"] == f"{SITE}/media/gigs/abc-800.webp"
    assert told["og:image:alt"] == "A plan"
    assert told["twitter:card"] == "summary_large_image"
    assert told["og:description"] == told["description"]
    assert told["description"].startswith(f"{gig.title} by Sam Seller. From $180.00.")
    canonical = [one.attrs["href"] for one in node.find("link") if one.attrs.get("rel") == "canonical"]
    assert canonical == [f"{SITE}/gigs/{gig.slug}/"]


def test_a_gig_without_a_picture_shows_the_sites(seller: User) -> None:
    assert properties(head(made_gig(seller=seller, live=True)))["og:image"] == f"{SITE}/static/share.png"


def test_tells_what_is_sold_for_how_much_and_what_buyers_thought(seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    assert "aggregateRating" not in facts(gig)["Product"]
    assert "FAQPage" not in facts(gig)
    FaqEntry.objects.create(gig=gig, position=1, question="How long?", answer="Two weeks.")
    Gig.objects.filter(pk=gig.pk).update(rating_sum=27, rating_count=2)
    told = facts(gig)
    offers = told["Product"]["offers"]
    assert [(o["price"], o["priceCurrency"]) for o in offers] == [
        ("180.00", "USD"),
        ("360.00", "USD"),
        ("720.00", "USD"),
    ]
    assert {offer["availability"] for offer in offers} == {"https://schema.org/InStock"}
    rating = told["Product"]["aggregateRating"]
    assert (rating["ratingValue"], rating["reviewCount"]) == (4.5, 2)
    assert [place["name"] for place in told["BreadcrumbList"]["itemListElement"]] == [
        "Gigs",
        gig.subcategory.category.name,
        gig.subcategory.name,
        gig.title,
    ]
    assert told["FAQPage"]["mainEntity"][0]["acceptedAnswer"]["text"] == "Two weeks."


def test_a_paused_gig_is_not_in_stock(seller: User) -> None:
    gig = made_gig(seller=seller, live=True)
    pause_gig(gig_id=gig.pk, click=click_of(gig))
    offers = facts(gig)["Product"]["offers"]
    assert {offer["availability"] for offer in offers} == {"https://schema.org/OutOfStock"}


def test_texts_stay_texts_in_every_place(seller: User) -> None:
    hostile = "I will </script><script>alert(1)</script> & \"quote\" 'you'"
    gig = made_gig(
        seller=seller, title=hostile, description="</title><img src=x onerror=alert(1)>", live=True
    )
    FaqEntry.objects.create(gig=gig, position=1, question="</script>?", answer="<!--<script>")
    User.objects.filter(pk=seller.pk).update(display_name="<b>Sam</b>")
    html = Client().get(f"/gigs/{gig.slug}/").content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "<b>Sam" not in html
    told = facts(gig)
    assert told["Product"]["name"] == hostile
    assert told["FAQPage"]["mainEntity"][0]["name"] == "</script>?"
    assert properties(head(gig))["og:title"] == hostile


def test_a_draft_tells_nothing(client: Client, seller: User) -> None:
    gig = made_gig(seller=seller)
    client.force_login(seller)
    html = client.get(f"/gigs/{gig.slug}/").content.decode()
    assert "og:title" not in html
    assert "ld+json" not in html
    assert "canonical" not in html
