"""Every page of the site as everybody sees it: valid, no wider than its window, fit for a thumb, no violation."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Response
from pytest_django.live_server_helper import LiveServer

from tests.journeys.browsing import SMALLEST, WAIT_MS, Watch, sign_in
from tests.journeys.showing import show
from tests.journeys.sights import Sight, person_of
from tests.journeys.validity import faults_of
from tests.journeys.walks.parts import EVERY_PART, Faults, Part

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


@EVERY_PART
def test_every_page_fits(browser: Browser, site: LiveServer, part: Part) -> None:
    faults, watch = Faults(part), Watch(urlsplit(site.url).netloc)
    watch.expects(404)
    context = browser.new_context(base_url=site.url, viewport=SMALLEST, reduced_motion="reduce")
    context.set_default_timeout(WAIT_MS)
    context.add_init_script(VIOLATIONS)
    watch.over(context)
    page, person = context.new_page(), person_of(part.role)
    if person is not None:
        sign_in(page, person)
    for sight in part.sights():
        for fault in _judged(page, sight, ours=part.role not in MADE_BY_DJANGO):
            faults.add(fault, sight)
    context.close()
    faults.tell()
    assert watch.faults == []


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
