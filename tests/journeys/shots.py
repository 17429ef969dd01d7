"""``make shots``: pictures of every page, as everybody sees it, into the ignored folder ``shots/``.

``python -m tests.journeys.shots [words…]`` pictures only what has one of the words in its name (``buyer/order``). The
demo market is loaded once and kept in ``shots/.market``; remove that folder after a change of the tables.
"""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHOTS = ROOT / "shots"
MARKET = SHOTS / ".market"

os.environ.pop("DATABASE_URL", None)  # pictures are taken of a market of their own
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs an event loop in this thread

import django  # noqa: E402
from django.conf import settings  # noqa: E402

MARKET.mkdir(parents=True, exist_ok=True)
settings.DATABASES["default"]["NAME"] = str(MARKET / "market.sqlite3")
settings.MEDIA_ROOT = MARKET / "media"
settings.ACCOUNT_RATE_LIMITS = False
django.setup()

from django.contrib.staticfiles.handlers import StaticFilesHandler  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test.testcases import LiveServerThread  # noqa: E402
from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from accounts.models import User  # noqa: E402
from tests.journeys.browsing import (  # noqa: E402
    DESKTOP,
    NO_BROWSER,
    PHONE,
    chromium,
    launch_options,
    sign_in,
)
from tests.journeys.showing import show  # noqa: E402
from tests.journeys.sights import ROLES, Sight, person_of, sights  # noqa: E402

SIZES = {"390": PHONE, "1280": DESKTOP}
THEMES = ("light", "dark")


def main(words: list[str]) -> int:
    """Take the pictures. Returns the exit code: 1 when a page could not be shown."""
    if chromium() is None:
        print(NO_BROWSER)  # noqa: T201 - a command talks on the console
        return 1
    call_command("migrate", verbosity=0)
    call_command("load_demo", "--if-empty")
    faults: list[str] = []
    with _server() as url, sync_playwright() as driver:
        browser = driver.chromium.launch(**launch_options())
        for role in ROLES:
            faults += _walk(browser, url, role, words)
        browser.close()
    print("\n".join([*faults, f"The pictures are in {SHOTS.name}/"]))  # noqa: T201
    return 1 if faults else 0


@contextmanager
def _server() -> Iterator[str]:
    thread = LiveServerThread("localhost", StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    try:
        yield f"http://{thread.host}:{thread.port}"
    finally:
        thread.terminate()


def _walk(browser: Browser, url: str, role: str, words: list[str]) -> list[str]:
    chosen = [one for one in sights(role) if not words or any(word in f"{role}/{one.name}" for word in words)]
    if not chosen:
        return []
    person = person_of(role)
    return [
        fault
        for size in SIZES
        for theme in THEMES
        for fault in _round(browser, url, size, theme, role, person, chosen)
    ]


def _round(
    browser: Browser, url: str, size: str, theme: str, role: str, person: User | None, chosen: list[Sight]
) -> list[str]:
    context = browser.new_context(
        base_url=url,
        viewport=SIZES[size],
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
    )
    page, faults = context.new_page(), []
    if person is not None:
        sign_in(page, person)
    for sight in chosen:
        folder = SHOTS / role
        folder.mkdir(exist_ok=True)
        try:
            show(page, sight)
            page.screenshot(path=folder / f"{slug(sight.name)}-{size}-{theme}.png", full_page=not sight.opens)
        except Exception as error:  # noqa: BLE001 - the others are wanted all the same
            faults.append(f"{role}/{sight.name} {size} {theme}: {str(error).splitlines()[0]}")
    context.close()
    return faults


def slug(name: str) -> str:
    """A name as part of a file name."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
