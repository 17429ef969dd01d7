"""``/robots.txt``: what search engines leave alone, and where the map of the site is."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from config.shared.access import Policy, declared
from config.shared.sharing import absolute

PRIVATE = (
    "/accounts/",
    "/admin/",
    "/buying/",
    "/calendar/",
    "/design/",
    "/favourites/",
    "/gigs/*/favourite/",
    "/gigs/*/order/",
    "/health/",
    "/inbox/",
    "/mails/",
    "/notifications/",
    "/offers/",
    "/orders/",
    "/selling/",
    "/subscriptions/",
    "/webhooks/",
)


@declared(Policy.PUBLIC)
@require_safe
def robots(_: HttpRequest) -> HttpResponse:
    """Everything that belongs to somebody is closed; sign-in guards it, this only saves crawlers the way."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in PRIVATE),
        "",
        f"Sitemap: {absolute('/sitemap.xml')}",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
