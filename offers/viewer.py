"""Who looks, typed."""

from typing import cast

from django.http import HttpRequest

from accounts.models import User


def viewer(request: HttpRequest) -> User:
    """The member behind a request that ``declared`` let through."""
    return cast("User", request.user)
