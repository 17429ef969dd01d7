"""Every page of the site as everybody sees it: valid, no wider than its window, fit for a thumb, no violation."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Response
from pytest_django.live_server_helper import LiveServer

from orders.demo.loading import load_market
from tests.journeys.browsing import SMALLEST, WAIT_MS, Watch, sign_in
from tests.journeys.showing import show
from tests.journeys.sights import ROLES, Sight, person_of, sights
from tests.journeys.validity import faults_of

pytestmark = pytest.mark.axe
WIDEST: Any = {"width": 1440, "height": 900}
MADE_BY_DJANGO = frozenset({"staff"})
"""The admin's own templates are not ours to make valid."""
VIOLATIONS = """addEventListener("securitypolicyviolation", (event) => {
  console.error(`policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`) })"""
SIDEWAYS = """() => {
  const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (over <= 0) return "";
  const wide = [...document.querySelectorAll("body *")].filter(
    (one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1);
  return `${over} px too wide: ${wide.slice(-1).map((one) => one.outerHTML.slice(0, 120))}`; }"""
SMALL_TARGETS = """() => [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary")]
  .filter((one) => one.checkVisibility({visibilityProperty: true}) && !one.closest(".sr-only, .skip-link"))
  .filter((one) => !(one.matches("a") && getComputedStyle(one).display === "inline"))
  .map((one) => [one, one.matches("[type=checkbox], [type=radio]") ? one.closest("label") ?? one : one])
  .map(([one, target]) => [one, target.getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && box.height > 1 && (box.height < 43.5 || box.width < 43.5))
  .map(([one, box]) => `${Math.round(box.width)} x ${Math.round(box.height)} px: ${one.outerHTML.slice(0, 140)}`)"""


@pytest.fixture
def market(transactional_db: None) -> None:
    """The demo market: it has something in every state."""
    load_market(watch=lambda _: None)


def test_every_page_fits(browser: Browser, live_server: LiveServer, market: None, watch: Watch) -> None:
    faults: dict[str, list[str]] = {}
    watch.expects(404)
    for role in ROLES:
        context = browser.new_context(base_url=live_server.url, viewport=SMALLEST, reduced_motion="reduce")
        context.set_default_timeout(WAIT_MS)
        context.add_init_script(VIOLATIONS)
        watch.over(context)
        page, person = context.new_page(), person_of(role)
        if person is not None:
            sign_in(page, person)
        for sight in sights(role):
            for fault in _judged(page, sight, ours=role not in MADE_BY_DJANGO):
                faults.setdefault(fault, []).append(f"{role}/{sight.name}")
        context.close()
    if faults:
        lines = [f"{fault}\n    on {', '.join(places)}" for fault, places in faults.items()]
        pytest.fail("\n".join([f"{len(lines)} faults", *lines]), pytrace=False)


def _judged(page: Page, sight: Sight, *, ours: bool) -> list[str]:
    answers: list[Response] = []

    def note(answer: Response) -> None:
        answers.append(answer)

    page.on("response", note)
    page.set_viewport_size(SMALLEST)
    show(page, sight)
    page.remove_listener("response", note)
    faults = []
    if ours:
        faults += [f"at 360: {fault}" for fault in page.evaluate(SMALL_TARGETS)]
        faults += [f"invalid: {fault}" for answer in answers for fault in _written(answer)]
    for width, size in ((360, SMALLEST), (1440, WIDEST)):
        page.set_viewport_size(size)
        if over := page.evaluate(SIDEWAYS):
            faults.append(f"at {width}: {over}")
    return faults


def _written(answer: Response) -> list[str]:
    if answer.request.resource_type not in {"document", "xhr"} or "html" not in answer.headers.get(
        "content-type", ""
    ):
        return []
    if answer.status in range(300, 400) or answer.status == 204:
        return []
    html = answer.text()
    return faults_of(html, fragment="<html" not in html[:400])
