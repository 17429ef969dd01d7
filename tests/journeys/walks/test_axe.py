"""Every page of the site before axe, in both themes and on two widths; no sideways scroll; targets for thumbs."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.journeys.browsing import DESKTOP, PHONE, SMALLEST, WAIT_MS, sign_in
from tests.journeys.showing import show
from tests.journeys.sights import Sight, person_of
from tests.journeys.walks.parts import EVERY_PART, Faults, Part

pytestmark = pytest.mark.axe
AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
EVERY_RULE: dict[str, Any] = {"runOnly": {"type": "tag", "values": WCAG}}
CONTRAST: dict[str, Any] = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
ROUNDS = (
    (DESKTOP, "milepost", EVERY_RULE),
    (DESKTOP, "milepost-dark", CONTRAST),
    (PHONE, "milepost", CONTRAST),
    (PHONE, "milepost-dark", EVERY_RULE),
)
"""Only colours differ between the themes, so each width sees all rules once."""

OF_DJANGO = {"milepost": "light", "milepost-dark": "dark"}
"""What the admin's own switch calls the themes."""
AT_REST = "*, ::before, ::after { transition: none !important; animation: none !important }"
"""Else axe reads colours that are on their way from one theme to the other."""
RUN = """async (options) => (await axe.run(document, {...options, resultTypes: ["violations"]})).violations.map(
  (fault) => `${fault.id}: ${fault.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`)"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL_TARGETS = """() => [...document.querySelectorAll(
    "button, .btn, .icon-button, select, input:not([type=hidden]), summary, .nav-link, .tab, .menu-item")]
  .filter((one) => one.checkVisibility({visibilityProperty: true}) && !one.closest("iframe, .sr-only, .prose"))
  .map((one) => [one, (one.matches("[type=checkbox], [type=radio]") ? one.closest("label") ?? one : one)])
  .map(([one, target]) => [one, target.getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && box.height > 1 && box.height < 43.5)
  .map(([one, box]) => `${Math.round(box.height)} px: ${one.outerHTML.slice(0, 120)}`)"""


@EVERY_PART
def test_no_page_fails(browser: Browser, site: LiveServer, part: Part) -> None:
    faults = Faults(part)
    # the only context without the site's CSP: axe comes in as a script of the test's
    context = browser.new_context(
        base_url=site.url, viewport=DESKTOP, bypass_csp=True, reduced_motion="reduce"
    )
    context.set_default_timeout(WAIT_MS)
    page, person = context.new_page(), person_of(part.role)
    if person is not None:
        sign_in(page, person)
    for sight in part.sights():
        for fault in _judged(page, sight, ours=part.role != "staff"):
            faults.add(fault, sight)
    context.close()
    faults.tell()


def _judged(page: Page, sight: Sight, *, ours: bool) -> list[str]:
    page.set_viewport_size(DESKTOP)
    show(page, sight)
    page.add_script_tag(path=AXE)
    page.add_style_tag(content=AT_REST)
    faults = []
    for size, theme, options in ROUNDS:
        page.set_viewport_size(size)
        name = theme if ours else OF_DJANGO[theme]
        page.evaluate("(theme) => { document.documentElement.dataset.theme = theme }", name)
        faults += [f"{size['width']} {theme} {fault}" for fault in page.evaluate(RUN, options)]
    if ours:
        faults += [f"at 390: {fault}" for fault in page.evaluate(SMALL_TARGETS)]
    page.set_viewport_size(SMALLEST)
    if over := page.evaluate(SIDEWAYS):
        faults.append(f"scrolls {over} px sideways at 360")
    return faults
