"""The whole path without JavaScript: forms, links and redirects only."""

import re
from collections.abc import Mapping

import pytest
from django.test import Client

from accounts.models import User
from gigs.models import Gig, Milestone, Subcategory
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


class Editor:
    """What the seller's browser knows without JavaScript: the page that it shows, and where its forms go."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.html = ""
        self.base = ""

    def show(self, tab: str) -> str:
        self.html = self.client.get(f"{self.base}/{tab}/").content.decode()
        return self.html

    def open(self, form: str, **typed: str) -> str:
        """Press a button that shows an empty form on the Description tab."""
        answer = self.client.post(f"{self.base}/description/{form}/new/", {"open": "1", **typed})
        self.html = answer.content.decode()
        return self.html

    def send(self, path: str, values: Mapping[str, object], *carried: str) -> str:
        """Send a form with what the page carries in these hidden fields; where it leads."""
        data = {**values, **{name: hidden(self.html, name) for name in carried}}
        answer = self.client.post(f"{self.base}/{path}/", data)
        assert answer.status_code == 302
        return str(answer["Location"])


@pytest.fixture
def editor(client: Client, seller: User) -> Editor:
    client.force_login(seller)
    return Editor(client)


def new_gig(editor: Editor) -> Gig:
    trade = Subcategory.objects.get(slug="business-plans")
    answer = editor.client.post("/selling/gigs/new/", {"title": "write your plan", "subcategory": trade.pk})
    gig = Gig.objects.get()
    editor.base = f"/selling/gigs/{gig.slug}"
    assert (answer.status_code, answer["Location"]) == (302, f"{editor.base}/pricing/")
    assert gig.title == "I will write your plan"
    editor.show("pricing")
    assert editor.send("pricing", PACKAGE, "version") == f"{editor.base}/description/"
    return gig


def add_milestone(editor: Editor, name: str, package: int) -> None:
    assert "Milestone name" in editor.open("milestones", description="Typed, not saved.")
    assert "Typed, not saved." in editor.html
    values = {
        "description": "Typed, not saved.",
        "open_milestone": "new",
        "milestone-name": name,
        "milestone-packages": [package],
        "milestone-zoom": "on",
    }
    editor.send("description/milestones/new", values, "milestone-version")
    assert "Typed, not saved." in editor.show("description")


def add_substep(editor: Editor, milestone: Milestone, package: int) -> None:
    editor.open(f"milestones/{milestone.pk}/substeps")
    values = {
        "open_substep": f"{milestone.pk}-new",
        "substep-name": "Interviews",
        "substep-packages": [package],
    }
    editor.send(f"description/milestones/{milestone.pk}/substeps/new", values, "substep-version")
    assert milestone.substeps.get().name == "Interviews"


def save_and_continue(editor: Editor) -> str:
    editor.show("description")
    values = {
        "description": "A plan that banks read.",
        "payments_shown": "1",
        "milestone_payments": "on",
    }
    return editor.send("description", values, "content_version", "version")


def test_leads_from_an_empty_account_to_a_live_gig_with_two_milestones(editor: Editor) -> None:
    assert "Create your first gig" in editor.client.get("/selling/gigs/").content.decode()
    gig = new_gig(editor)
    package = gig.packages.get().pk
    assert "Start from scratch" in editor.show("description")
    for name in ("Research", "Writing"):
        add_milestone(editor, name, package)
    add_substep(editor, gig.milestones.get(position=1), package)

    assert save_and_continue(editor) == f"{editor.base}/requirements/"
    assert editor.send("requirements", {}) == f"{editor.base}/gallery/"
    assert editor.send("gallery", {}) == f"{editor.base}/publish/"
    assert "Everything is there." in editor.show("publish")
    assert editor.send("publish/publish", {}, "command", "version") == f"/gigs/{gig.slug}/"
    gig.refresh_from_db()
    assert gig.state == GigState.ACTIVE
    assert gig.milestone_payments

    html = Client().get(f"/gigs/{gig.slug}/").content.decode()
    assert "Pay per milestone: $94.95 now" in html
    assert "Interviews" in html
