"""Is a request a person who opens a page? Told from the request alone; nothing of it is kept."""

import re

from django.http import HttpRequest

from config.shared.pages import wants_fragment

_MACHINE = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|preview|fetch|monitor|scan|headless|lighthouse|curl|wget|python|java/|\+http",
    re.IGNORECASE,
)
"""Words by which the obvious machines name themselves."""


def is_visit(request: HttpRequest) -> bool:
    """A whole page opened in a browser: no HEAD, no fragment, nothing fetched in advance, no obvious machine."""
    return request.method == "GET" and not (
        wants_fragment(request) or _in_advance(request) or _by_a_machine(request)
    )


def _in_advance(request: HttpRequest) -> bool:
    purposes = (request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz"))
    return any("prefetch" in purpose.lower() or "prerender" in purpose.lower() for purpose in purposes)


def _by_a_machine(request: HttpRequest) -> bool:
    name = request.headers.get("User-Agent", "")
    return not name or _MACHINE.search(name) is not None
