"""Turns refusals that a view lets through into answers in words, and activates the viewer's time zone."""

import zoneinfo
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from config.shared.errors import Refusal
from config.shared.pages import wants_fragment

Next = Callable[[HttpRequest], HttpResponse]


class RefusalMiddleware:
    """Answers a Refusal with its status and sentence: a page, or a small alert inside a fragment."""

    def __init__(self, get_response: Next) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; refusals come back through ``process_exception``."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say a refusal in words."""
        if not isinstance(exception, Refusal):
            return None
        template = "shared/refusal.html#alert" if wants_fragment(request) else "shared/refusal.html"
        return render(request, template, {"message": exception.message}, status=exception.status_code)


class ReadableAddressMiddleware:
    """Drops the NULs from what an address asks: no column holds one, and PostgreSQL will not even look for it.

    Texts of forms lose them in their fields, where what was typed can be shown again.
    """

    def __init__(self, get_response: Next) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Clean the query before anybody reads it."""
        query = request.META.get("QUERY_STRING", "")
        while "%00" in query:  # again, for one that taking another out puts together
            query = request.META["QUERY_STRING"] = query.replace("%00", "")
        return self.get_response(request)


class TimeZoneMiddleware:
    """Times are shown in the viewer's zone; visitors see UTC."""

    def __init__(self, get_response: Next) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate the member's zone for this request only."""
        with timezone.override(_zone_of(request)):
            return self.get_response(request)


def _zone_of(request: HttpRequest) -> zoneinfo.ZoneInfo | None:
    name = getattr(request.user, "time_zone", "") if request.user.is_authenticated else ""
    try:
        return zoneinfo.ZoneInfo(name) if name else None
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return None
