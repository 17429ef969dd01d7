"""The private calendar: its page of settings, and the feed that calendar apps fetch."""

import hashlib

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_POST, require_safe

from accounts.access import member
from config.shared import clock
from config.shared.access import Policy, declared
from config.shared.pages import render_page
from orders.operations.feeds import end_feed, make_feed
from orders.queries.feeds import address_of, calendar_of, member_of_feed

FRESH_FOR = 900
"""Seconds for which a calendar app need not ask again."""


OLD_DIED = "This is your new address. The one that you used before leads nowhere now."


@declared(Policy.MEMBER)
@require_safe
def calendar_settings(request: HttpRequest) -> HttpResponse:
    """The member's own address, to be copied; made anew or switched off."""
    path = address_of(member(request).pk)
    address = f"{settings.SITE_URL}{path}" if path else ""
    context = {
        "is_on": path is not None,
        "address": address,
        "subscribe": "webcal:" + address.partition(":")[2] if address else "",
    }
    answer = render_page(request, "orders/calendar_settings.html", context)
    answer["Cache-Control"] = "private, no-store"
    return answer


@declared(Policy.MEMBER)
@require_POST
def calendar_make(request: HttpRequest) -> HttpResponse:
    """A new address; the old one dies."""
    user_id = member(request).pk
    words = OLD_DIED if address_of(user_id) else "Your calendar feed is on."
    make_feed(user_id=user_id, at=clock.now())
    messages.success(request, words)
    return redirect("orders:calendar_settings")


@declared(Policy.MEMBER)
@require_POST
def calendar_end(request: HttpRequest) -> HttpResponse:
    """No address at all."""
    end_feed(user_id=member(request).pk)
    messages.success(request, "Your calendar feed is off.")
    return redirect("orders:calendar_settings")


@declared(Policy.PUBLIC)
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar behind a secret address; 404 for every other one."""
    user = member_of_feed(token)
    if user is None:
        raise Http404
    content = calendar_of(user, clock.now())
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = f"private, max-age={FRESH_FOR}"
    answer["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "no-referrer"
    return get_conditional_response(request, etag=answer["ETag"], response=answer) or answer
