"""The bell: list, badge, opening, reading all."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import member
from accounts.operations.bell import open_notification, read_all
from accounts.queries import notification_page, unread_count
from config.shared import clock
from config.shared.access import Policy, declared
from config.shared.pages import render_page


@declared(Policy.MEMBER)
@require_safe
def notification_list(request: HttpRequest) -> HttpResponse:
    """All entries, newest first, a page at a time."""
    before = request.GET.get("before", "")
    page = notification_page(member(request).pk, before)
    older = f"?{urlencode({'before': page.older})}" if page.older else ""
    context = {"page": page, "first_page": not before, "older_url": older}
    return render_page(request, "notifications/notification_list.html", context)


@declared(Policy.OWNER)
@require_safe
@never_cache
def notification_detail(request: HttpRequest, notification_id: int) -> HttpResponse:
    """Open an entry: it counts as read, and its page follows."""
    url = open_notification(user_id=member(request).pk, notification_id=notification_id, at=clock.now())
    if url is None:
        raise Http404
    return HttpResponseRedirect(url)


@declared(Policy.MEMBER)
@require_POST
def notifications_read(request: HttpRequest) -> HttpResponse:
    """Mark everything that the page showed as read."""
    until = request.POST.get("until", "")
    if until.isascii() and until.isdigit() and len(until) < 19:  # noqa: PLR2004 - digits of a 64-bit number
        read_all(user_id=member(request).pk, until_id=int(until), at=clock.now())
    return redirect("accounts:notification_list")


@declared(Policy.PUBLIC)
@require_safe
@never_cache
def notification_badge(request: HttpRequest) -> HttpResponse:
    """The badge for a page that asks now and then; 204 when it is as shown, and for a session that has ended."""
    if not request.user.is_authenticated:
        return HttpResponse(status=204)
    unread = unread_count(member(request).pk)
    if request.GET.get("shown") == str(unread):
        return HttpResponse(status=204)
    return render(request, "notifications/_badge.html", {"bell_unread": unread})
