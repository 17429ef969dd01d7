"""What the header of every page shows of this app."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.queries import unread_count


def header(request: HttpRequest) -> dict[str, object]:
    """The bell's badge of a signed-in member (one query, when a template reads it); nothing for visitors (none)."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"bell_unread": 0}
    return {"bell_unread": SimpleLazyObject(lambda: unread_count(user.pk))}
