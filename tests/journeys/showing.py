"""Brings a sight before the eye."""

from playwright.sync_api import Page

from tests.journeys.sights import Sight

AT_REST_MS = 300
SERVER_FAULT = 500


def show(page: Page, sight: Sight) -> None:
    """Go to a page, and open what it is about. Raises RuntimeError when the server fails."""
    answer = page.goto(sight.path)
    if answer is not None and answer.status >= SERVER_FAULT:
        message = f"{answer.status} at {sight.path}"
        raise RuntimeError(message)
    if not sight.opens:
        return
    if sight.opens == "Messages":
        page.locator("summary", has_text="Messages").click()
        return
    page.locator("#order-live").get_by_role("link", name=sight.opens, exact=True).first.click()
    page.locator("dialog[open] h2").first.wait_for()
    page.wait_for_timeout(AT_REST_MS)
