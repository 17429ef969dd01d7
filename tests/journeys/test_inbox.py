"""Two browsers side by side: a buyer and a seller write to each other."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from offers.models import Attachment, Conversation, Message
from offers.operations.replies import save_reply
from tests.factories.gigs import live_gig_with_milestones
from tests.factories.offers import conversation_of, picture, written
from tests.journeys.browsing import Watch
from tests.journeys.conftest import Person

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SOON = 20_000


def say(page: Page, text: str) -> None:
    page.get_by_label("Message to").fill(text)
    page.get_by_role("button", name="Send message").click()
    expect(page.get_by_role("log")).to_contain_text(text)
    expect(page.get_by_label("Message to")).to_have_value("")


def talk_in_the_list(page: Page) -> Locator:
    """The seller's line of the conversation."""
    talks = page.get_by_role("navigation", name="Conversations")
    return talks.get_by_role("link", name=re.compile("Bea Buyer"))


def begin_from_a_gig(buys: Page, sells: Page, slug: str) -> None:
    """The buyer begins from the gig; the seller's list and badge hear of it without a reload."""
    buys.goto(f"/gigs/{slug}/")
    buys.get_by_role("link", name="Contact seller").first.click()
    buys.get_by_label("Message").fill("Can you do it by May? See https://a.example/brief")
    buys.get_by_role("button", name="Send message").click()
    expect(buys.get_by_role("log").get_by_role("link", name="https://a.example/brief")).to_be_visible()
    talk = talk_in_the_list(sells)
    expect(talk).to_be_visible(timeout=SOON)
    expect(sells.locator("#unread-badge")).to_contain_text("1")
    expect(sells).to_have_title(re.compile(r"^\(1\) "))


def open_the_conversation(buys: Page, sells: Page) -> None:
    """Opening it is seen by the buyer, and the number goes."""
    talk = talk_in_the_list(sells)
    talk.click()
    expect(sells.get_by_role("log")).to_contain_text("Can you do it by May?")
    expect(sells).not_to_have_title(re.compile(r"^\("))
    expect(buys.get_by_role("log")).to_contain_text("Read", timeout=SOON)


def answer_with_a_quick_reply(buys: Page, sells: Page) -> None:
    """The seller answers with a quick reply; what the buyer is typing meanwhile stays."""
    buys.get_by_label("Message to").fill("And one more th")
    sells.get_by_label("Message to").fill("Yes, gladly.")
    sells.get_by_role("button", name="Quick replies").click()
    sells.get_by_role("button", name=re.compile("^Thanks")).click()
    expect(sells.get_by_label("Message to")).to_have_value("Yes, gladly.\n\nThank you for asking.")
    sells.get_by_label("Message to").press("Control+Enter")
    expect(buys.get_by_role("log")).to_contain_text("Yes, gladly.", timeout=SOON)
    expect(buys.get_by_label("Message to")).to_have_value("And one more th")


def write_in_two_windows(buys: Page, watch: Watch) -> None:
    """The draft outlives the page, and two windows do not write over each other."""
    expect(buys.get_by_text("Draft saved")).to_be_visible()
    other = buys.context.new_page()
    other.goto(buys.url)
    expect(other.get_by_label("Message to")).to_have_value("And one more th")
    other.get_by_label("Message to").fill("From the other window")
    expect(other.locator("#draft-state input")).to_have_value("2")
    watch.expects(409)
    buys.get_by_label("Message to").fill("From this window")
    warning = buys.locator("#composer").get_by_role("alert")
    expect(warning).to_contain_text("There it says: “From the other window”")
    expect(buys.get_by_label("Message to")).to_have_value("From this window")
    warning.get_by_role("button", name="Keep this text").click()
    expect(warning).to_be_hidden()
    other.reload()
    expect(other.get_by_label("Message to")).to_have_value("From this window")
    other.close()


def send_files(buys: Page, sells: Page, photo: Path, note: Path) -> None:
    """A picture arrives with its preview, and is a download."""
    buys.get_by_label("Files").set_input_files([photo, note])
    say(buys, "Here is the lamp")
    preview = sells.get_by_role("log").locator("img")
    expect(preview).to_be_visible(timeout=SOON)
    assert preview.evaluate("(image) => image.decode().then(() => image.naturalWidth)") == 480
    with sells.expect_download() as downloaded:
        sells.get_by_role("link", name=re.compile("lamp.png")).click()
    assert downloaded.value.path().read_bytes() == photo.read_bytes()
    assert Attachment.objects.count() == 2


def block_and_unblock(buys: Page, sells: Page) -> None:
    """A block ends it for both, and is taken back."""
    conversation = Conversation.objects.get()
    sells.locator("summary", has_text="More").click()
    sells.get_by_role("link", name="Block Bea Buyer").click()
    sells.get_by_role("dialog").get_by_role("button", name="Block Bea Buyer").click()
    expect(sells.get_by_text("You blocked Bea Buyer.")).to_be_visible()
    buys.get_by_label("Message to").fill("Still there?")
    buys.get_by_role("button", name="Send message").click()
    expect(buys.locator("#composer")).to_contain_text("Sam Seller cannot be reached at the moment.")
    expect(buys.get_by_label("Message to")).to_have_value("Still there?")
    assert not conversation.messages.filter(body="Still there?").exists()
    sells.get_by_role("button", name="Unblock").click()
    expect(sells.get_by_label("Message to")).to_be_visible()
    buys.get_by_role("button", name="Send message").click()
    expect(sells.get_by_role("log")).to_contain_text("Still there?", timeout=SOON)
    assert Message.objects.filter(kind=Message.Kind.TEXT).count() == 4


def test_two_people_write_to_each_other(
    buyer: User, seller: User, person: Person, watch: Watch, tmp_path: Path
) -> None:
    gig = live_gig_with_milestones(seller)
    save_reply(user_id=seller.pk, name="Thanks", body="Thank you for asking.")
    photo, note = tmp_path / "lamp.png", tmp_path / "note.txt"
    photo.write_bytes(picture())
    note.write_text("About the lamp")
    buys, sells = person(buyer), person(seller)
    sells.goto("/inbox/")
    begin_from_a_gig(buys, sells, gig.slug)
    open_the_conversation(buys, sells)
    answer_with_a_quick_reply(buys, sells)
    write_in_two_windows(buys, watch)
    send_files(buys, sells, photo, note)
    block_and_unblock(buys, sells)


def test_nobody_asks_while_nobody_looks(buyer: User, seller: User, person: Person) -> None:
    page = person(buyer)
    page.goto(f"/inbox/{conversation_of(buyer, seller).pk}/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate("Object.defineProperty(document, 'hidden', {get: () => true, configurable: true})")
    page.wait_for_timeout(7_500)
    assert [url for url in asked if "/inbox/" in url] == []
    page.evaluate("() => { delete document.hidden; document.dispatchEvent(new Event('visibilitychange')) }")
    page.wait_for_timeout(1_000)
    assert any("/messages/" in url for url in asked)
    assert any("/inbox/unread/" in url for url in asked)


def test_older_messages_come_when_one_scrolls_up(buyer: User, seller: User, person: Person) -> None:
    conversation = conversation_of(buyer, seller)
    for number in range(70):
        written(conversation, seller, f"words {number:03}")
    page = person(buyer)
    page.goto(f"/inbox/{conversation.pk}/")
    talk = page.get_by_role("region", name="Messages")
    expect(talk.get_by_text("words 069")).to_be_in_viewport()
    expect(talk.get_by_text("words 019")).to_have_count(0)
    page.locator("#messages").evaluate("(place) => place.scrollTo(0, -place.scrollHeight)")
    expect(talk.get_by_text("words 000")).to_have_count(1)
    expect(page.locator(".day-line")).to_have_count(1)
    expect(page.locator("#older-link")).to_have_count(0)


def test_without_javascript_everything_is_there(buyer: User, seller: User, person: Person) -> None:
    conversation = conversation_of(buyer, seller)
    written(conversation, seller, "Hello Bea")
    save_reply(user_id=buyer.pk, name="Thanks", body="Thank you.")
    page = person(buyer, java_script_enabled=False)
    page.goto("/inbox/")
    page.get_by_role("button", name="Star the conversation with Sam Seller").click()
    page.get_by_label("Message to").fill("Dear Sam,")
    page.get_by_role("button", name="Quick replies").click()
    page.get_by_role("button", name=re.compile("^Thanks")).click()
    expect(page.get_by_label("Message to")).to_have_value("Dear Sam,\n\nThank you.")
    page.get_by_role("button", name="Send message").click()
    expect(page.get_by_role("log")).to_contain_text("Dear Sam,")
    page.get_by_role("button", name="Archive").click()
    expect(page.get_by_role("main")).to_contain_text("No conversations yet")
    page.get_by_role("link", name="Starred").click()
    expect(page.get_by_role("navigation", name="Conversations")).to_contain_text("Sam Seller")
