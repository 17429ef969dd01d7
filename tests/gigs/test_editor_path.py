"""The whole path without JavaScript: forms, links and redirects only."""

import re

import pytest
from django.test import Client

from accounts.models import User
from gigs.models import Gig, Subcategory
from gigs.states import GigState

pytestmark = pytest.mark.django_db

PACKAGE = {
    "basic-name": "Starter plan",
    "basic-description": "Ten pages.",
    "basic-price": "180",
    "basic-days": "9",
    "basic-revisions": "2",
    "standard-revisions": "1",
    "premium-revisions": "1",
}


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found, f"no hidden field {name}"
    return found[1]


def test_leads_from_an_empty_account_to_a_live_gig_with_two_milestones(client: Client, seller: User) -> None:
    client.force_login(seller)
    assert "Create your first gig" in client.get("/selling/gigs/").content.decode()

    trade = Subcategory.objects.get(slug="business-plans")
    answer = client.post("/selling/gigs/new/", {"title": "write your plan", "subcategory": trade.pk})
    gig = Gig.objects.get()
    base = f"/selling/gigs/{gig.slug}"
    assert (answer.status_code, answer["Location"]) == (302, f"{base}/pricing/")
    assert gig.title == "I will write your plan"

    html = client.get(f"{base}/pricing/").content.decode()
    answer = client.post(f"{base}/pricing/", {**PACKAGE, "version": hidden(html, "version")})
    assert (answer.status_code, answer["Location"]) == (302, f"{base}/description/")

    html = client.get(f"{base}/description/").content.decode()
    assert "Start from scratch" in html
    tab = f"{base}/description"
    html = client.post(
        f"{tab}/milestones/new/", {"open": "1", "description": "Typed, not saved."}
    ).content.decode()
    assert "Milestone name" in html
    assert "Typed, not saved." in html

    basic = gig.packages.get().pk
    for name in ("Research", "Writing"):
        answer = client.post(
            f"{tab}/milestones/new/",
            {
                "description": "Typed, not saved.",
                "open_milestone": "new",
                "milestone-name": name,
                "milestone-version": hidden(html, "milestone-version"),
                "milestone-packages": [basic],
                "milestone-zoom": "on",
            },
        )
        assert answer.status_code == 302
        html = client.get(f"{tab}/").content.decode()
        assert "Typed, not saved." in html
        html = client.post(f"{tab}/milestones/new/", {"open": "1"}).content.decode()

    first = gig.milestones.get(position=1)
    html = client.post(f"{tab}/milestones/{first.pk}/substeps/new/", {"open": "1"}).content.decode()
    answer = client.post(
        f"{tab}/milestones/{first.pk}/substeps/new/",
        {
            "open_substep": f"{first.pk}-new",
            "substep-name": "Interviews",
            "substep-version": hidden(html, "substep-version"),
            "substep-packages": [basic],
        },
    )
    assert answer.status_code == 302
    assert first.substeps.get().name == "Interviews"

    html = client.get(f"{tab}/").content.decode()
    answer = client.post(
        f"{tab}/",
        {
            "description": "A plan that banks read.",
            "content_version": hidden(html, "content_version"),
            "version": hidden(html, "version"),
            "payments_shown": "1",
            "milestone_payments": "on",
        },
    )
    assert (answer.status_code, answer["Location"]) == (302, f"{base}/requirements/")
    assert client.post(f"{base}/requirements/", {})["Location"] == f"{base}/gallery/"
    assert client.post(f"{base}/gallery/", {})["Location"] == f"{base}/publish/"
    html = client.get(f"{base}/publish/").content.decode()
    assert "Everything is there." in html
    answer = client.post(
        f"{base}/publish/publish/", {"command": hidden(html, "command"), "version": hidden(html, "version")}
    )
    assert (answer.status_code, answer["Location"]) == (302, f"/gigs/{gig.slug}/")
    gig.refresh_from_db()
    assert gig.state == GigState.ACTIVE
    assert gig.milestone_payments

    html = Client().get(f"/gigs/{gig.slug}/").content.decode()
    assert "Pay per milestone: $94.95 now" in html
    assert "Interviews" in html
