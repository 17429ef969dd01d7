"""Error pages: what happened, what was kept, what to do; a page, or one line for a request that swaps a part.

Django calls these instead of its own (config/urls.py names them). 400, 413, 500 and 503 ask nothing of the
database, the session or a context processor, for they answer when one of these has failed.
"""

import sys

from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.cache import patch_vary_headers

from config.shared.pages import wants_fragment

SAYINGS = {
    400: "That request could not be read. Nothing was changed.",
    403: "That is not yours to do, or the page was open for too long. Load it again.",
    404: "That is not there any more. Load the page again.",
    413: "That is too large. Nothing was sent.",
    429: "That was a little fast. Wait a minute and try again.",
    500: "Something broke on our side. It was reported; load the page again before you repeat it.",
    503: "Milepost cannot be reached for now. Try again in a few minutes.",
}
RETRY_SECONDS = 60
CLOSED_TOO_LONG = "The page was open for too long, or this browser refuses cookies."


def fault(request: HttpRequest, status: int, words: str = "", *, bare: bool = False) -> HttpResponse:
    """The answer of an error: its page, or a toast for a request that swaps a part.

    ``words`` says more than the page does. ``bare``: without the request, so that no context processor runs.
    """
    name, context = f"{status}.html", {"words": words}
    if wants_fragment(request):
        name, context = "components/toast.html", {"kind": "error", "text": words or SAYINGS[status]}
    content = loader.render_to_string(name, context, None if bare else request)
    answer = HttpResponse(content, status=status)
    patch_vary_headers(answer, ["HX-Request"])
    if name.startswith("components"):
        answer["HX-Retarget"], answer["HX-Reswap"] = "#toasts", "beforeend"
    if status in {429, 503}:
        answer["Retry-After"] = str(RETRY_SECONDS)
    return answer


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400; 413 when there was too much of it."""
    too_large = isinstance(exception, RequestDataTooBig | TooManyFilesSent)
    return fault(request, 413 if too_large else 400, bare=True)


def forbidden(request: HttpRequest, exception: PermissionDenied) -> HttpResponse:
    """403, with the sentence of whoever refused."""
    return fault(request, 403, str(exception))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without its token: signed in or out in another tab, or cookies are off."""
    del reason  # for the log, which has it
    return fault(request, 403, CLOSED_TOO_LONG)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404; never a hint at what exists."""
    del exception
    return fault(request, 404)


def too_many(request: HttpRequest) -> HttpResponse:
    """429."""
    return fault(request, 429)


def server_error(request: HttpRequest) -> HttpResponse:
    """500; 503 when the database does not answer."""
    away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    return fault(request, 503 if away else 500, bare=True)
