"""The form of an acceptance as a browser sends it: session, CSRF cookie and token, one-time id, version, round."""

import uuid
from datetime import timedelta
from functools import cache
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.crypto import get_random_string

from accounts.models import User
from config.shared import clock
from tests.bench.load import Request
from tests.bench.pool import Waiting

CHOICE = "later"


def posts(orders: list[Waiting]) -> list[Request]:
    """A form for each order, each in a session of its own: what one keeps for its next page cannot pile up."""
    until = clock.now() + timedelta(days=1)
    keys = [get_random_string(32, "abcdefghijklmnopqrstuvwxyz0123456789") for _ in orders]
    Session.objects.bulk_create(
        Session(session_key=key, session_data=_signed_in(order.buyer_id), expire_date=until)
        for key, order in zip(keys, orders, strict=True)
    )
    return [_post(order, key) for order, key in zip(orders, keys, strict=True)]


@cache
def _signed_in(user_id: int) -> str:
    """The content of a session in which this member is signed in."""
    content = {
        SESSION_KEY: str(user_id),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: User.objects.get(pk=user_id).get_session_auth_hash(),
    }
    return str(SessionStore().encode(content))


def _post(order: Waiting, session_key: str) -> Request:
    secret = get_random_string(32)
    fields = {
        "csrfmiddlewaretoken": _token(secret),
        "command": uuid.uuid4(),
        "version": order.version,
        "round": order.round,
    }
    cookies = f"{settings.SESSION_COOKIE_NAME}={session_key}; {settings.CSRF_COOKIE_NAME}={secret}"
    return Request(
        path=reverse("orders:order_accept_as", args=[order.number, CHOICE]),
        method="POST",
        body=urlencode(fields),
        headers={"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies},
    )


def _token(secret: str) -> str:
    """The masked token that a form carries for the secret in the cookie."""
    request = HttpRequest()
    request.META["CSRF_COOKIE"] = secret
    return get_token(request)
