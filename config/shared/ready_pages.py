"""Whole pages kept ready for visitors, so that a page that thousands open is rendered once.

Only for who brings no session and has nothing to be told: such a page holds nothing of anybody (no name, no zone but
UTC, no message), and one that holds a token is never kept. A kept page is served while its ``stamp`` stands, which one
cheap read makes anew for every request, and for at most ``READY_PAGE_SECONDS``: that bounds the age of what the stamp
leaves out (a date "if ordered now", a similar gig). Each process keeps its own few, in ``CACHES["ready"]``.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString

View = Callable[..., HttpResponse]
Stamp = Callable[..., object]
VARIES = ("Cookie", "HX-Request")


def ready_for_visitors(stamp: Stamp) -> Callable[[View], View]:
    """Keep a view's pages ready. ``stamp(*route)`` tells what they are made of; None: not to be kept."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            made_of = stamp(*args, **kwargs) if _is_plain(request) else None
            if made_of is None:
                return view(request, *args, **kwargs)
            key = _key(request, made_of)
            response = _taken(key) or _put(key, request, view(request, *args, **kwargs))
            patch_vary_headers(response, VARIES)
            return response

        return answered

    return decorate


def ready_part(made_of: object, render: Callable[[], SafeString]) -> SafeString:
    """A part that is the same for everybody; kept while what it is made of stands, at most READY_PART_SECONDS."""
    key = hashlib.sha256(f"part\n{made_of!r}".encode()).hexdigest()
    held: SafeString | None = caches["ready"].get(key)
    if held is None:
        held = render()
        caches["ready"].set(key, held, settings.READY_PART_SECONDS)
    return held


def _is_plain(request: HttpRequest) -> bool:
    """A visitor looks at a whole page, and pages are kept at all."""
    if not settings.READY_PAGE_SECONDS:
        return False
    looks = request.method in {"GET", "HEAD"} and "HX-Request" not in request.headers
    return looks and not {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name} & request.COOKIES.keys()


def _key(request: HttpRequest, made_of: object) -> str:
    asked = f"{request.build_absolute_uri()}\n{made_of!r}"
    return hashlib.sha256(asked.encode(errors="surrogateescape")).hexdigest()


def _taken(key: str) -> HttpResponse | None:
    held = caches["ready"].get(key)
    return HttpResponse(held) if held is not None else None


def _put(key: str, request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Keep it, if it is a page for everybody: without a token a visitor who has no cookie yet gets none."""
    bare = settings.CSRF_COOKIE_NAME not in request.COOKIES and "CSRF_COOKIE" not in request.META
    if bare and not response.cookies and response.status_code == HTTPStatus.OK:
        caches["ready"].set(key, response.content)
    return response
