"""A live server, Debian's Chromium, and people signed in to both."""

import os
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.journeys.browsing import DESKTOP, NO_BROWSER, WAIT_MS, Watch, chromium, launch_options, sign_in

Visitor = Callable[..., Page]
Person = Callable[..., Page]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Chromium as Debian has it. Its driver runs an event loop in this thread, which makes Django think it is async."""
    if chromium() is None:
        pytest.skip(NO_BROWSER)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
        "true"  # for the rest of this process: the loop stays until its end
    )
    expect.set_options(timeout=WAIT_MS)
    return launch_options()


@pytest.fixture(autouse=True)
def _as_on_the_demo(settings: Settings) -> None:
    """Mails go to /mails/ (pytest-django puts a mailbox of its own), and a story may sign in oftener than people do."""
    settings.EMAIL_BACKEND = "accounts.mailbox.DemoMailbox"
    settings.ACCOUNT_RATE_LIMITS = False


@pytest.fixture
def watch(live_server: LiveServer) -> Iterator[Watch]:
    """Fails the story when a page did what no page may."""
    watch = Watch(urlsplit(live_server.url).netloc)
    yield watch
    assert watch.faults == []


@pytest.fixture
def visitor(browser: Browser, live_server: LiveServer, watch: Watch) -> Iterator[Visitor]:
    """Opens a browser of its own for somebody who is not signed in."""
    contexts = []

    def enter(**options: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, **{"viewport": DESKTOP, **options})
        context.set_default_timeout(WAIT_MS)
        watch.over(context)
        contexts.append(context)
        return context.new_page()

    yield enter
    for context in contexts:
        context.close()


@pytest.fixture
def person(visitor: Visitor) -> Person:
    """Opens a browser of its own for a member, signed in through the real page."""

    def enter(user: User, **options: Any) -> Page:
        page = visitor(**options)
        sign_in(page, user)
        return page

    return enter
