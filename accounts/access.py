"""Who acts: the signed-in member of a request."""

from typing import cast

from django.http import Http404, HttpRequest

from accounts.models import User
from accounts.queries import person_by_handle


def member(request: HttpRequest) -> User:
    """The signed-in member; only for views that ``declared`` sign-in."""
    return cast("User", request.user)


def person(handle: str) -> User:
    """The member with this handle, or 404."""
    found = person_by_handle(handle)
    if found is None:
        raise Http404
    return found
