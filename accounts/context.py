"""What the header of every page shows of this app."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.queries import unread_count

_KEPT = "_accounts_bell_unread"


def header(request: HttpRequest) -> dict[str, object]:
    """The bell's badge of a signed-in member (one query, when a template reads it); nothing for visitors (none)."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"bell_unread": 0}
    kept = getattr(request, _KEPT, None)
    return {"bell_unread": SimpleLazyObject(lambda: unread_count(user.pk)) if kept is None else kept}


def keep_unread(request: HttpRequest, count: int) -> None:
    """A page that has counted the bell's unread entries already lends their number to the header."""
    setattr(request, _KEPT, count)
