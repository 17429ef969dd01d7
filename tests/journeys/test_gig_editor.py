"""A seller at the editor: the gig beside the form, lists ordered by hand, removals undone, pictures sent."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Locator, Page, expect

from accounts.models import User
from gigs.models import Gig
from gigs.operations import QuestionDraft, add_question, move_question
from tests.factories.gigs import live_gig_with_milestones, made_gig
from tests.gigs.pictures import jpeg
from tests.journeys.browsing import PHONE, Watch
from tests.journeys.conftest import Person

pytestmark = pytest.mark.journey
COVERS = "([one, y]) => { const box = one.getBoundingClientRect(); return box.top <= y && y <= box.bottom; }"
ACTIVE = "() => document.activeElement.closest('li')?.id ?? document.activeElement.id"


def asked(gig: Gig, *texts: str) -> Gig:
    for text in texts:
        gig.refresh_from_db()
        add_question(
            gig_id=gig.pk,
            owner_id=gig.seller_id,
            content_version=gig.content_version,
            draft=QuestionDraft(text),
        )
    gig.refresh_from_db()
    return gig


def drag(page: Page, item: Locator, onto: Locator) -> None:
    """Take an item by its handle and let it go on another one, once the list has made room for it there."""
    taken = item.element_handle()
    start = item.locator("[data-handle]").bounding_box()
    end = onto.bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    aim = end["y"] + (end["height"] - 6 if end["y"] > start["y"] else 6)
    page.mouse.move(end["x"] + end["width"] / 2, aim, steps=12)
    for nudge in range(40):
        page.mouse.move(end["x"] + end["width"] / 2 + nudge % 3, aim, steps=2)
        if page.evaluate(COVERS, [taken, aim]):
            break
        page.wait_for_timeout(50)
    page.mouse.up()


def texts_of(gig: Gig) -> list[str]:
    return list(gig.questions.values_list("text", flat=True))


def test_questions_are_dragged_to_a_place_that_is_told(person: Person, seller: User) -> None:
    gig = asked(made_gig(seller=seller), "One", "Two", "Three")
    page = person(seller, reduced_motion="reduce")
    page.goto(f"/selling/gigs/{gig.slug}/requirements/")
    rows = page.locator("#questions li")
    drag(page, rows.nth(2), rows.nth(0))
    expect(page.locator("#live")).to_have_text("Moved “Three” to place 1 of 3.")
    expect(rows.nth(0)).to_contain_text("Three")
    assert texts_of(gig) == ["Three", "One", "Two"]
    assert page.evaluate(ACTIVE) == f"question-{gig.questions.get(position=1).pk}"
    page.get_by_role("button", name="Move “One” down").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#live")).to_have_text("Moved “One” to place 3 of 3.")
    expect(page.get_by_role("button", name="Move “One” up")).to_be_focused()


def test_a_drop_on_a_page_that_is_old_shows_the_fresh_list(
    person: Person, seller: User, watch: Watch
) -> None:
    gig = asked(made_gig(seller=seller), "One", "Two", "Three")
    page = person(seller)
    page.goto(f"/selling/gigs/{gig.slug}/requirements/")
    first = gig.questions.get(position=1)
    move_question(
        gig_id=gig.pk,
        owner_id=seller.pk,
        content_version=gig.content_version,
        question_id=first.pk,
        direction="3",
    )
    watch.expects(409)
    rows = page.locator("#questions li")
    drag(page, rows.nth(0), rows.nth(1))
    expect(page.get_by_text("This changed while the page was open.")).to_be_visible()
    assert texts_of(gig) == ["Two", "Three", "One"]
    expect(rows.nth(2)).to_contain_text("One")


def test_milestones_are_dragged_too(person: Person, seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    page = person(seller)
    page.goto(f"/selling/gigs/{gig.slug}/description/")
    cards = page.locator("#milestones > ol > li")
    cards.nth(0).scroll_into_view_if_needed()
    page.mouse.wheel(0, 200)
    drag(page, cards.nth(1), cards.nth(0))
    expect(page.locator("#live")).to_have_text("Moved “Outline” to place 1 of 3.")
    names = gig.milestones.order_by("position").values_list("name", flat=True)
    assert list(names) == ["Outline", "Research", "First draft"]


def test_the_preview_follows_what_is_typed_and_leaves_the_focus(person: Person, seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    page = person(seller)
    page.goto(f"/selling/gigs/{gig.slug}/overview/")
    preview = page.get_by_role("complementary", name="Preview")
    expect(preview).to_contain_text("Basic: 3 milestones")
    page.get_by_label("Title").fill("I will write <b>plans</b>")
    expect(preview).to_contain_text("I will write <b>plans</b>")
    expect(page.get_by_label("Title")).to_be_focused()
    expect(page.locator("#live")).to_have_text("")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"/selling/gigs/{gig.slug}/pricing/")
    page.get_by_role("group", name="Basic").get_by_label("Price").fill("300")
    expect(preview).to_contain_text("$100.00")
    page.get_by_role("group", name="Standard").get_by_label("Offer this package").uncheck()
    expect(preview).not_to_contain_text("Standard")
    assert Gig.objects.get(pk=gig.pk).from_minor == 18_000


def test_on_a_phone_the_preview_opens_in_a_dialog(person: Person, seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    page = person(seller, viewport=PHONE)
    page.goto(f"/selling/gigs/{gig.slug}/overview/")
    expect(page.get_by_role("complementary", name="Preview")).to_be_hidden()
    page.get_by_label("Title").fill("I will write it all")
    page.get_by_role("link", name="View gig").click()
    expect(page.get_by_role("dialog", name="Preview")).to_contain_text("I will write it all")
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="View gig")).to_be_focused()
    expect(page.get_by_label("Title")).to_have_value("I will write it all")


def test_a_removed_question_comes_back_by_keyboard(person: Person, seller: User) -> None:
    gig = asked(made_gig(seller=seller), "One", "Two")
    page = person(seller)
    page.goto(f"/selling/gigs/{gig.slug}/requirements/")
    page.get_by_role("button", name="Remove “One”").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("“One” is removed.")).to_be_visible()
    assert texts_of(gig) == ["Two"]
    expect(page.locator("#questions:focus, #questions :focus")).to_have_count(1)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#questions li")).to_have_count(2)
    assert texts_of(gig) == ["One", "Two"]


def test_pictures_are_sent_dragged_told_and_brought_back(
    person: Person, seller: User, tmp_path: Path
) -> None:
    files = []
    for number, width in enumerate((900, 500, 420)):
        files.append(tmp_path / f"{number}.jpg")
        files[-1].write_bytes(jpeg((width, 300)))
    gig = made_gig(seller=seller)
    page = person(seller)
    page.goto(f"/selling/gigs/{gig.slug}/gallery/")
    page.get_by_label("Add pictures").set_input_files(files[:2])
    pictures = page.locator("#gallery li")
    expect(pictures).to_have_count(2)
    expect(pictures.nth(0).locator("img")).to_have_attribute("srcset", re.compile(r"400w, .* 800w, .* 900w"))
    drag(page, pictures.nth(1), pictures.nth(0))
    expect(page.locator("#live")).to_have_text("Moved it to place 1 of 2.")
    assert list(gig.images.values_list("width", flat=True)) == [500, 900]
    page.get_by_role("button", name="Remove picture 1").click()
    expect(pictures).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    expect(pictures).to_have_count(2)
    page.get_by_label("What picture 2 shows").fill("A plan")
    page.get_by_label("Add pictures").set_input_files(files[2])
    page.get_by_role("button", name="Save and continue").click()
    expect(page).to_have_url(re.compile("/publish/$"))
    assert list(gig.images.values_list("width", "alt")) == [(500, ""), (900, "A plan"), (420, "")]


def test_a_warning_comes_only_when_something_is_unsaved(person: Person, seller: User) -> None:
    gig = asked(made_gig(seller=seller), "One")
    page = person(seller)
    warned: list[str] = []

    def agree(dialog: Dialog) -> None:
        warned.append(dialog.type)
        dialog.accept()

    page.on("dialog", agree)
    address = f"/selling/gigs/{gig.slug}/overview/"
    page.goto(address)
    page.get_by_label("Title").fill("Something else")
    page.get_by_label("Title").fill(gig.title)
    page.get_by_role("link", name="Pricing").click()
    expect(page).to_have_url(re.compile("/pricing/$"))
    assert warned == []
    page.goto(address)
    page.get_by_label("Tags").click()
    page.keyboard.type("plan,bank")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Remove bank")).to_be_visible()
    page.get_by_role("link", name="Pricing").click()
    expect(page).to_have_url(re.compile("/pricing/$"))
    assert warned == ["beforeunload"]


def test_tags_are_chips_that_are_saved(person: Person, seller: User) -> None:
    gig = made_gig(seller=seller)
    page = person(seller)
    page.goto(f"/selling/gigs/{gig.slug}/overview/")
    page.get_by_label("Tags").fill("plan, bank, loan")
    page.get_by_role("button", name="Remove bank").click()
    page.get_by_role("button", name="Save and continue").click()
    expect(page).to_have_url(re.compile("/pricing/$"))
    gig.refresh_from_db()
    assert gig.tags == ["plan", "loan"]


def test_a_draft_is_left_and_gone_on_with_at_what_is_missing(person: Person, seller: User) -> None:
    gig = made_gig(seller=seller, description="")
    page = person(seller)
    page.goto("/selling/gigs/")
    page.get_by_role("link", name="Write a description.").click()
    expect(page.get_by_label("About this gig")).to_be_focused()
    page.goto("/selling/gigs/")
    page.get_by_role("link", name=f"Delete “{gig.title}”").click()
    dialog = page.get_by_role("dialog", name="Delete this draft?")
    dialog.get_by_role("button", name="Keep it").click()
    expect(dialog).to_be_hidden()
    page.get_by_role("link", name=f"Delete “{gig.title}”").click()
    dialog.get_by_role("button", name="Delete draft").click()
    expect(page.get_by_text("is deleted.")).to_be_visible()
    assert not Gig.objects.filter(pk=gig.pk).exists()


def test_enter_saves_the_open_card_and_cancel_leads_back_to_it(person: Person, seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    first = gig.milestones.get(position=1)
    page = person(seller)
    page.goto(f"/selling/gigs/{gig.slug}/description/")
    page.get_by_label("About this gig").fill("Not saved yet.")
    page.get_by_role("button", name="Edit “Research”").click()
    expect(page.get_by_label("Milestone name")).to_be_focused()
    page.keyboard.type("Reading")
    page.keyboard.press("Enter")
    expect(page.locator(f"#milestone-{first.pk}")).to_be_focused()
    expect(page.locator(f"#milestone-{first.pk}")).to_contain_text("Reading")
    expect(page.get_by_label("About this gig")).to_have_value("Not saved yet.")
    assert Gig.objects.get(pk=gig.pk).description != "Not saved yet."
    page.get_by_role("button", name="Edit “Outline”").click()
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator(f"#milestone-{gig.milestones.get(position=2).pk}")).to_be_focused()


def test_what_is_left_of_a_line_is_counted(person: Person, seller: User) -> None:
    page = person(seller)
    page.goto("/selling/gigs/new/")
    expect(page.get_by_text("Up to 80 characters")).to_be_visible()
    page.get_by_label("Title").fill("I will write plans")
    expect(page.get_by_text("62 characters left")).to_be_visible()


def test_a_finger_drags_milestones_and_finds_the_crosses_of_tags(person: Person, seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    page = person(seller, viewport=PHONE, has_touch=True, reduced_motion="reduce")
    page.goto(f"/selling/gigs/{gig.slug}/overview/")
    page.get_by_label("Tags").fill("bank, plan,")
    cross = page.get_by_role("button", name="Remove bank").bounding_box()
    assert cross is not None
    assert min(cross["width"], cross["height"]) >= 44
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"/selling/gigs/{gig.slug}/description/")
    cards = page.locator("#milestones > ol > li")
    cards.nth(0).evaluate("card => scrollBy(0, card.getBoundingClientRect().top - 120)")
    finger = page.context.new_cdp_session(page)
    start, end = cards.nth(0).locator("[data-handle]").bounding_box(), cards.nth(1).bounding_box()
    assert start is not None
    assert end is not None
    x, y, far = start["x"] + 12, start["y"] + 12, end["y"] + end["height"] * 0.75

    def touch(kind: str, *points: dict[str, float]) -> None:
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})
        page.wait_for_timeout(30)

    touch("touchStart", {"x": x, "y": y})
    for step in range(1, 13):
        touch("touchMove", {"x": x, "y": y + (far - y) * step / 12})
    touch("touchEnd")
    expect(page.locator("#live")).to_have_text("Moved “Research” to place 2 of 3.")
    names = gig.milestones.order_by("position").values_list("name", flat=True)
    assert list(names) == ["Outline", "Research", "First draft"]
