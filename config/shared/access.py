"""Who may open a route.

Every view declares it; the access test reads the declarations from the URL resolver.
"""

from collections.abc import Callable
from enum import Enum
from functools import wraps
from typing import Any, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django_htmx.http import HttpResponseClientRedirect

View = Callable[..., HttpResponseBase]


class Policy(Enum):
    """The declared answer of a route to visitor, outsider, the two parties, and staff."""

    PUBLIC = "anybody"
    MEMBER = "whoever is signed in"
    OWNER = "the member whose object it is; 404 for others"
    PARTY = "both parties; 404 for others"
    BUYER_SIDE = "the buying party; 403 for the selling one, 404 for others"
    SELLER_SIDE = "the selling party; 403 for the buying one, 404 for others"
    SYSTEM = "machines: health and webhooks"
    DEMO = "anybody, in demo mode only"


OPEN = frozenset({Policy.PUBLIC, Policy.SYSTEM, Policy.DEMO})


def declared(policy: Policy) -> Callable[[View], View]:
    """Declare a view's policy.

    Enforces sign-in and demo mode. The object check is the loader's in the app's access.py.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if policy is Policy.DEMO and not settings.DEMO:
                raise Http404
            if policy not in OPEN and not request.user.is_authenticated:
                return _to_login(request)
            answer = view(request, *args, **kwargs)
            if policy is not Policy.PUBLIC:
                answer["X-Robots-Tag"] = "noindex"
            return answer

        cast("Any", guarded).policy = policy
        return guarded

    return decorate


def _to_login(request: HttpRequest) -> HttpResponse:
    """An expired session sends the whole page to the login page, never a login form into a fragment."""
    answer = redirect_to_login(way_back(request))
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(answer.url)
    return answer


def way_back(request: HttpRequest) -> str:
    """The page to return to, as a path of this site: the one that was asked for, or the one that the form stood on.

    ``/`` when the browser does not say.
    """
    shown = request.headers.get("HX-Current-URL") or (
        request.method != "GET" and request.headers.get("Referer")
    )
    if not shown:
        return request.get_full_path() if request.method == "GET" else "/"
    try:
        page = urlsplit(shown)
    except ValueError:  # an address like http://[ that only a hand writes
        return "/"
    if page.netloc != request.get_host() or page.path.startswith("//"):
        return "/"
    return f"{page.path}?{page.query}" if page.query else page.path
