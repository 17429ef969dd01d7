"""The tab "Description & FAQ": stays, says why, loses nothing."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from gigs.models import Gig
from gigs.operations import edit_milestone
from gigs.operations.milestones import MilestoneDraft
from tests.factories.gigs import live_gig_with_milestones, made_gig

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
PLAIN: dict[str, str] = {}


@pytest.fixture
def shop(client: Client, seller: User) -> Client:
    client.force_login(seller)
    return client


def address(gig: Gig, rest: str = "") -> str:
    return f"/selling/gigs/{gig.slug}/description/{rest}"


def card(gig: Gig, key: str = "new", **more: Any) -> dict[str, Any]:
    return {
        "open_milestone": key,
        "milestone-name": "Typed name",
        "milestone-description": "Typed text",
        "milestone-version": gig.version,
        "milestone-packages": list(gig.packages.values_list("pk", flat=True)),
        "description": "Typed description",
        "content_version": gig.content_version,
        **more,
    }


def test_is_closed_with_the_reason_and_the_way_out(shop: Client, seller: User) -> None:
    cheap = made_gig(seller=seller, packages=[(100_00, 10, 1)])
    html = shop.get(address(cheap)).content.decode()
    assert "more than $100.00" in html
    assert f"/selling/gigs/{cheap.slug}/pricing/" in html
    assert "Start from scratch" not in html
    logo = made_gig(seller=seller, trade="logo-design")
    html = shop.get(address(logo)).content.decode()
    assert "Change the subcategory" in html
    assert (
        "Gigs in 3D Product Animation, Business Plans, Desktop Applications, Producers &amp; Composers and "
        "Social Media Marketing can."
    ) in html


def test_an_invalid_card_is_422_and_keeps_every_word(shop: Client, seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    posted = card(gig) | {"milestone-name": "", "milestone-packages": []}
    for headers in (PLAIN, HTMX):
        answer = shop.post(address(gig, "milestones/new/"), posted, headers=headers)
        html = answer.content.decode()
        assert answer.status_code == 422
        assert "Give the milestone a name." in html
        assert "Choose at least one package." in html
        assert "Typed text" in html
    assert gig.milestones.count() == 3


def test_a_forged_package_is_422(shop: Client, seller: User, outsider: User) -> None:
    gig, other = live_gig_with_milestones(seller), made_gig(seller=outsider)
    foreign = list(other.packages.values_list("pk", flat=True))
    answer = shop.post(address(gig, "milestones/new/"), card(gig) | {"milestone-packages": foreign})
    assert answer.status_code == 422
    assert gig.milestones.count() == 3


def test_a_foreign_milestone_and_a_foreign_gig_are_404(shop: Client, seller: User, outsider: User) -> None:
    gig, other = live_gig_with_milestones(seller), live_gig_with_milestones(outsider)
    foreign = other.milestones.get(position=1)
    assert shop.get(address(gig, f"milestones/{foreign.pk}/")).status_code == 404
    assert shop.post(address(gig, f"milestones/{foreign.pk}/"), card(gig, str(foreign.pk))).status_code == 404
    assert shop.post(address(gig, f"milestones/{foreign.pk}/remove/?version=1")).status_code == 404
    assert (
        shop.post(address(gig, f"milestones/{foreign.pk}/move/up/"), {"version": gig.version}).status_code
        == 404
    )
    assert shop.get(address(other)).status_code == 404
    assert shop.post(address(other, "milestones/new/"), card(other)).status_code == 404
    foreign.refresh_from_db()
    assert (foreign.name, foreign.position) == ("Research", 1)


def test_a_stale_card_is_409_with_the_fresh_one_beside_what_was_typed(shop: Client, seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    milestone = gig.milestones.get(position=1)
    packages = frozenset(gig.packages.values_list("pk", flat=True))
    edit_milestone(
        gig_id=gig.pk,
        owner_id=seller.pk,
        milestone_id=milestone.pk,
        version=1,
        draft=MilestoneDraft("By the other tab", package_ids=packages),
    )
    posted = card(gig, str(milestone.pk), **{"milestone-version": 1})
    answer = shop.post(address(gig, f"milestones/{milestone.pk}/"), posted, headers=HTMX)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "As it stands now: By the other tab" in html
    assert 'value="Typed name"' in html
    assert 'name="milestone-version" value="2"' in html


def test_a_milestone_removed_meanwhile_can_be_saved_as_new(shop: Client, seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    milestone = gig.milestones.get(position=1)
    shop.post(address(gig, f"milestones/{milestone.pk}/remove/?version=1"))
    posted = card(gig, str(milestone.pk), **{"milestone-version": 1})
    answer = shop.post(address(gig, f"milestones/{milestone.pk}/"), posted, headers=HTMX)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert 'name="open_milestone" value="new"' in html
    assert 'value="Typed name"' in html


def test_save_and_continue_stays_with_an_unsaved_card(shop: Client, seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    answer = shop.post(address(gig), card(gig, version=gig.version))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "This milestone is not saved yet." in html
    assert "Typed description" in html
    assert 'value="Typed name"' in html
    gig.refresh_from_db()
    assert gig.description != "Typed description"


def test_save_and_continue_stays_with_one_milestone_and_passes_with_none(shop: Client, seller: User) -> None:
    one = live_gig_with_milestones(seller, milestones=1)
    posted = {"description": "Typed description", "content_version": one.content_version}
    answer = shop.post(address(one), posted)
    assert answer.status_code == 422
    assert "Add a second milestone" in answer.content.decode()
    none = made_gig(seller=seller)
    posted = {"description": "Typed description", "content_version": none.content_version}
    assert shop.post(address(none), posted)["Location"].endswith("/requirements/")


def test_save_and_continue_stays_with_a_milestone_whose_only_package_went(shop: Client, seller: User) -> None:
    gig = live_gig_with_milestones(seller, milestones=2)
    premium = gig.packages.get(tier="premium")
    shop.post(address(gig, "milestones/new/"), card(gig) | {"milestone-packages": [premium.pk]})
    premium.delete()
    posted = {"description": "Typed description", "content_version": gig.content_version}
    answer = shop.post(address(gig), posted)
    assert answer.status_code == 422
    assert "“Typed name” belongs to no package any more." in answer.content.decode()


def test_save_and_continue_refuses_a_stale_description_beside_the_fresh_one(
    shop: Client, seller: User
) -> None:
    gig = made_gig(seller=seller)
    posted = {"description": "Typed description", "content_version": gig.content_version - 1}
    answer = shop.post(address(gig), posted)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "A plan that a bank will read to the end." in html
    assert "Typed description" in html


def test_enter_in_the_only_open_card_saves_it(shop: Client, seller: User) -> None:
    gig = live_gig_with_milestones(seller, milestones=2)
    answer = shop.post(address(gig), card(gig, enter="1"))
    assert answer.status_code == 302
    assert gig.milestones.get(position=3).name == "Typed name"


def test_the_sixth_has_no_button_and_is_refused(shop: Client, seller: User) -> None:
    gig = live_gig_with_milestones(seller, milestones=5)
    html = shop.get(address(gig)).content.decode()
    assert "Add a milestone" not in html
    assert "at most 5 milestones" in html
    answer = shop.post(address(gig, "milestones/new/"), card(gig), headers=HTMX)
    assert answer.status_code == 409
    assert "at most 5 milestones" in answer.content.decode()


def test_a_removal_offers_to_undo_with_and_without_htmx(shop: Client, seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    first = gig.milestones.get(position=1)
    html = shop.post(
        address(gig, f"milestones/{first.pk}/remove/?version=1"), {}, follow=True
    ).content.decode()
    assert "“Research” is removed." in html
    token = html.split('name="undo_milestone" value="')[1].split('"')[0]
    gig.refresh_from_db()
    answer = shop.post(
        address(gig, "milestones/restore/"), {"undo_milestone": token, "version": gig.version}, headers=HTMX
    )
    assert answer.status_code == 200
    assert list(gig.milestones.values_list("name", flat=True)) == ["Research", "Outline", "First draft"]
    assert (
        shop.post(address(gig, "milestones/restore/"), {"undo_milestone": "forged", "version": 1}).status_code
        == 404
    )


def test_fragments_are_fragments_and_pages_are_pages(shop: Client, seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    for rest in (
        "milestones/",
        "milestones/new/",
        f"milestones/{gig.milestones.get(position=1).pk}/",
        "faq/new/",
    ):
        page, part = shop.get(address(gig, rest)), shop.get(address(gig, rest), headers=HTMX)
        assert "<!doctype html>" in page.content.decode()
        assert "<!doctype html>" not in part.content.decode()
        assert "HX-Request" in part["Vary"]


def test_the_switch_is_saved_at_once(shop: Client, seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    html = shop.post(address(gig, "milestones/payments/"), {}, headers=HTMX).content.decode()
    assert "Off: customers pay the whole price" in html
    gig.refresh_from_db()
    assert not gig.milestone_payments


def test_html_in_every_text_is_shown_as_text(shop: Client, seller: User) -> None:
    gig = live_gig_with_milestones(seller, milestones=2)
    shop.post(address(gig, "milestones/new/"), card(gig, **{"milestone-name": "<b onclick=x>bold</b>"}))
    assert "<b onclick" not in shop.get(address(gig)).content.decode()
    assert "<b onclick" not in shop.get(f"/gigs/{gig.slug}/").content.decode()


def test_faq_is_added_edited_moved_and_removed_in_place(shop: Client, seller: User) -> None:
    gig = made_gig(seller=seller)
    for question in ("One", "Two"):
        gig.refresh_from_db()
        posted = {
            "open_faq": "new",
            "faq-question": question,
            "faq-answer": "Yes.",
            "content_version": gig.content_version,
        }
        assert shop.post(address(gig, "faq/new/"), posted).status_code == 302
    second = gig.faq.get(position=2)
    gig.refresh_from_db()
    shop.post(address(gig, f"faq/{second.pk}/move/up/"), {"content_version": gig.content_version})
    assert list(gig.faq.values_list("question", flat=True)) == ["Two", "One"]
    gig.refresh_from_db()
    stale = {"content_version": gig.content_version - 1}
    assert shop.post(address(gig, f"faq/{second.pk}/remove/"), stale).status_code == 409
    shop.post(address(gig, f"faq/{second.pk}/remove/"), {"content_version": gig.content_version})
    assert list(gig.faq.values_list("question", "position")) == [("One", 1)]
