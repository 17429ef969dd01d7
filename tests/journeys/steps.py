"""What people do again and again, by the words on the page."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

SUCCESS = "4242 4242 4242 4242"
DECLINED = "4000 0000 0000 0002"
FIRST_ONLY = "4000 0000 0000 0341"
AUTHENTICATE = "4000 0025 0000 3155"
ORDER = re.compile(r"/orders/MP-\w{8}/$")


def type_card(page: Page | Locator, number: str = SUCCESS) -> None:
    """A card that is not saved yet."""
    another = page.get_by_label("Another card")
    if another.count():
        another.check()
    page.get_by_label("Card number").fill(number)
    page.get_by_label("Expiry date").fill("12/39")
    page.get_by_label("Security code").fill("123")


def number_of(page: Page) -> str:
    """The number of the order that the page shows."""
    expect(page).to_have_url(ORDER)
    return page.url.rstrip("/").rsplit("/", 1)[-1]


def press(page: Page, name: str | re.Pattern[str]) -> Locator:
    """Press a button of the order page that opens its act in a dialog; gives the dialog."""
    page.locator("#order-live").get_by_role("link", name=name, exact=isinstance(name, str)).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    return dialog


def confirm(dialog: Locator, name: str | re.Pattern[str]) -> None:
    """Press the button in the dialog; it leads on."""
    dialog.get_by_role("button", name=name).click()
    expect(dialog).to_be_hidden()


def deliver(page: Page, file: Path, *, message: str = "Here it is.", final: bool = False) -> None:
    """The seller hands in what is current, with a message and a file."""
    label = "Deliver final work" if final else "Deliver milestone"
    page.locator("#order-live").get_by_role("link", name=label).click()
    page.get_by_label("Message").fill(message)
    page.get_by_label("Files").set_input_files(file)
    if final:
        page.get_by_label("This is the full project").check()
    page.get_by_role("button", name=label).click()
    expect(page.locator("#order-live")).to_contain_text("Delivered")


def state_of(page: Page, milestone: str) -> Locator:
    """The post of a milestone on the rail of the order page."""
    rail = page.get_by_role("list", name="Milestones of this order")
    return rail.get_by_role("listitem").filter(has_text=re.compile(rf"^\s*\d?\s*{re.escape(milestone)}"))
