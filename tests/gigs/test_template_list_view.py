"""Templates on the tab: chosen, taken back, saved, renamed, deleted; with htmx and without JavaScript."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from gigs.models import Gig, WorkflowTemplate
from gigs.operations import save_template
from tests.factories.gigs import live_gig_with_milestones, made_gig, with_milestones

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def shop(client: Client, seller: User) -> Client:
    client.force_login(seller)
    return client


def address(gig: Gig, rest: str = "") -> str:
    return f"/selling/gigs/{gig.slug}/description/{rest}"


def platform() -> WorkflowTemplate:
    return WorkflowTemplate.objects.get(name="Bank loan plan")


def keep(owner: User, name: str = "My way") -> WorkflowTemplate:
    return save_template(gig_id=live_gig_with_milestones(owner).pk, owner_id=owner.pk, name=name)


def test_an_empty_gig_offers_both_beginnings(shop: Client, seller: User) -> None:
    html = shop.get(address(made_gig(seller=seller))).content.decode()
    assert "Start from scratch" in html
    assert re.search(r'<a class="btn[^"]*" href="[^"]*/templates/" data-dialog>.*?Use a template</a>', html)
    assert "Save as template" not in html


def test_lists_templates_with_their_rails_as_dialog_and_as_page(
    shop: Client, seller: User, outsider: User
) -> None:
    gig = made_gig(seller=seller, live=True)
    keep(seller)
    keep(outsider, "Not yours")
    page, part = shop.get(address(gig, "templates/")), shop.get(address(gig, "templates/"), headers=HTMX)
    for answer in (page, part):
        html = answer.content.decode()
        assert "Intake and data room" in html
        assert "Interview with the founders" in html
        assert "$36.00" in html
        assert "Your gig is live: customers see them at once." in html
        assert "My way" in html
        assert "Not yours" not in html
        assert "Product hero animation" not in html
    assert "<!doctype html>" in page.content.decode()
    assert "<!doctype html>" not in part.content.decode()
    assert "data-hx-post" in part.content.decode()
    assert "/templates/" not in "".join(re.findall(r'data-hx-post="([^"]*)"', page.content.decode()))


def test_a_template_that_staff_switched_off_is_not_listed_and_not_used(shop: Client, seller: User) -> None:
    gig, hidden = made_gig(seller=seller), platform()
    WorkflowTemplate.objects.filter(pk=hidden.pk).update(active=False)
    assert hidden.name not in shop.get(address(gig, "templates/")).content.decode()
    answer = shop.post(address(gig, f"templates/{hidden.pk}/use/"), {"version": gig.version}, headers=HTMX)
    assert answer.status_code == 409
    assert "not offered any more" in answer.content.decode()
    assert not gig.milestones.exists()


def test_using_one_from_the_dialog_swaps_the_tabs_part_and_can_be_undone(shop: Client, seller: User) -> None:
    gig = made_gig(seller=seller, live=True)
    answer = shop.post(
        address(gig, f"templates/{platform().pk}/use/"), {"version": gig.version}, headers=HTMX
    )
    html = answer.content.decode()
    assert (answer.status_code, answer["HX-Retarget"]) == (200, "#milestones")
    assert "5 milestones of “Bank loan plan” are added and live on your gig." in html
    assert "A gig has at most 5 milestones." in html
    assert "Pay per milestone" in shop.get(f"/gigs/{gig.slug}/").content.decode()
    gig.refresh_from_db()
    back = shop.post(address(gig, "templates/undo/"), {"version": gig.version}, headers=HTMX)
    assert back.status_code == 200
    assert "Use a template" in back.content.decode()
    assert not gig.milestones.exists()
    stale = shop.post(address(gig, "templates/undo/"), {"version": gig.version}, headers=HTMX)
    assert stale.status_code == 409


def test_using_one_without_javascript_keeps_what_was_typed_on_the_tab(shop: Client, seller: User) -> None:
    gig = made_gig(seller=seller)
    typed = {"description": "Half a sentence", "content_version": gig.content_version}
    page = shop.post(address(gig, "templates/"), typed, follow=True)
    assert page.redirect_chain[0][0].endswith("/templates/")
    posted = {"version": gig.version}
    html = shop.post(address(gig, f"templates/{platform().pk}/use/"), posted, follow=True).content.decode()
    assert "Half a sentence" in html
    assert "5 milestones of “Bank loan plan” are added." in html
    again = shop.get(address(gig)).content.decode()
    assert "are added" not in again


def test_a_gig_with_milestones_is_refused_in_a_sentence(shop: Client, seller: User) -> None:
    gig = made_gig(seller=seller)
    before = {"version": gig.version}
    gig = with_milestones(gig, 1)
    html = shop.get(address(gig, "templates/")).content.decode()
    assert "Use this template" not in html
    assert "This gig has milestones already" in html
    for headers in ({}, HTMX):
        answer = shop.post(address(gig, f"templates/{platform().pk}/use/"), before, headers=headers)
        assert answer.status_code == 409
        assert "This gig has milestones already. Remove them first" in answer.content.decode()
    assert gig.milestones.count() == 1


def test_a_gig_that_is_not_eligible_sees_the_reason_and_no_button(shop: Client, seller: User) -> None:
    gig = made_gig(seller=seller, packages=[(100_00, 12, 1)])
    html = shop.get(address(gig, "templates/")).content.decode()
    assert "Use this template" not in html
    assert "more than $100.00" in html
    answer = shop.post(address(gig, f"templates/{platform().pk}/use/"), {"version": gig.version})
    assert answer.status_code == 409
    assert "more than $100.00" in answer.content.decode()


def test_saves_the_workflow_under_a_name_that_starts_as_the_gigs(shop: Client, seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    assert "Save as template" in shop.get(address(gig)).content.decode()
    form = shop.get(address(gig, "templates/new/"), headers=HTMX).content.decode()
    assert 'value="Write your business plan"' in form
    answer = shop.post(address(gig, "templates/new/"), {"name": "  My   way "}, headers=HTMX)
    assert (answer.status_code, answer["HX-Retarget"]) == (200, "#milestones")
    assert "“My way” is saved." in answer.content.decode()
    template = WorkflowTemplate.objects.get(owner=seller)
    assert list(template.milestones.values_list("name", flat=True)) == ["Research", "Outline", "First draft"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "Give the template a name."),
        ("x" * 81, "Keep it within 80 characters (it has 81)."),
        ("\u200b", "Give the template a name."),
        ("My way", "You have a template of this name."),
    ],
)
def test_a_name_that_cannot_be_is_422_beside_the_field(
    shop: Client, seller: User, name: str, words: str
) -> None:
    keep(seller)
    gig = live_gig_with_milestones(seller)
    for headers in ({}, HTMX):
        answer = shop.post(address(gig, "templates/new/"), {"name": name}, headers=headers)
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert "HX-Retarget" not in answer
    assert WorkflowTemplate.objects.filter(owner=seller).count() == 1


def test_the_limit_and_an_empty_workflow_are_said(shop: Client, seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    for number in range(20):
        save_template(gig_id=gig.pk, owner_id=seller.pk, name=f"Way {number}")
    answer = shop.post(address(gig, "templates/new/"), {"name": "One more"}, headers=HTMX)
    assert answer.status_code == 409
    assert "You have 20 templates, which is the limit." in answer.content.decode()
    empty = shop.post(address(made_gig(seller=seller), "templates/new/"), {"name": "Nothing"})
    assert empty.status_code == 409
    assert "Save a milestone first." in empty.content.decode()


def test_renames_and_deletes_own_ones(shop: Client, seller: User) -> None:
    gig, template = made_gig(seller=seller), keep(seller)
    rename = address(gig, f"templates/{template.pk}/rename/")
    html = shop.post(rename, {"name": "Better"}, headers=HTMX).content.decode()
    assert "The template is called “Better” now." in html
    bad = shop.post(rename, {"name": ""}, headers=HTMX)
    assert bad.status_code == 422
    assert "Give the template a name." in bad.content.decode()
    delete = address(gig, f"templates/{template.pk}/delete/")
    html = shop.post(delete, follow=True).content.decode()
    assert "“Better” is deleted." in html
    assert shop.post(delete, headers=HTMX).status_code == 409
    assert not WorkflowTemplate.objects.filter(owner=seller).exists()


@pytest.mark.parametrize("act", ["use", "rename", "delete"])
def test_somebody_elses_template_is_404(shop: Client, seller: User, outsider: User, act: str) -> None:
    gig, foreign = made_gig(seller=seller), keep(outsider)
    posted = {"version": gig.version, "name": "Mine now"}
    for headers in ({}, HTMX):
        answer = shop.post(address(gig, f"templates/{foreign.pk}/{act}/"), posted, headers=headers)
        assert answer.status_code == 404
    foreign.refresh_from_db()
    assert (foreign.name, foreign.milestones.count()) == ("My way", 3)
    assert not gig.milestones.exists()


def test_the_platforms_templates_cannot_be_renamed_or_deleted(shop: Client, seller: User) -> None:
    gig = made_gig(seller=seller)
    for act in ("rename", "delete"):
        posted: dict[str, Any] = {"name": "Mine now"}
        assert shop.post(address(gig, f"templates/{platform().pk}/{act}/"), posted).status_code == 404
    assert platform().name == "Bank loan plan"


def test_html_in_a_name_is_shown_as_text(shop: Client, seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    shop.post(address(gig, "templates/new/"), {"name": "<b onclick=x>bold</b>"})
    html = shop.get(address(gig, "templates/")).content.decode()
    assert "<b onclick" not in html
    assert "&lt;b onclick" in html
