"""The browser of the journeys, and the watch that it is kept under."""

import os
import shutil
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response, ViewportSize

from accounts.models import User
from tests.factories.accounts import PASSWORD

ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NO_BROWSER = "a journey wants Chromium: apt-get install chromium, or set CHROMIUM=/path/to/it"
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
SMALLEST: ViewportSize = {"width": 360, "height": 740}
WAIT_MS = 15_000
_A_STATUS = "Failed to load resource: the server responded with a status of"


def chromium() -> str | None:
    """Where the browser is; None when there is none."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium")


def launch_options() -> dict[str, Any]:
    """How Debian's Chromium is started. Wants ``chromium()``."""
    return {"executable_path": chromium(), "args": ARGS}


@dataclass
class Watch:
    """Everything a page must not do: errors on the console (a violated CSP is one), 5xx, talk to another host.

    4xx is a fault as well unless the story ``expects`` it.
    """

    host: str
    faults: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)

    def expects(self, *statuses: int) -> None:
        """The story leads to these answers."""
        self.expected.update(statuses)

    def over(self, context: BrowserContext) -> None:
        """Begin to watch all pages of a context."""
        context.on("console", self._console)
        context.on("weberror", lambda error: self.faults.append(f"uncaught: {error.error}"))
        context.on("request", self._request)
        context.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        # a status stands in the responses already, with its address
        if message.type == "error" and not message.text.startswith(_A_STATUS):
            self.faults.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != self.host:
            self.faults.append(f"another host: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.faults.append(f"{response.status}: {response.request.method} {response.url}")


def sign_in(page: Page, user: User, password: str = PASSWORD) -> None:
    """Through the real page, as everybody does."""
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(user.email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)
