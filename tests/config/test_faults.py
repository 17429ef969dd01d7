"""Every error answers in the site's own words: a page, or one line for a request that swaps a part."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFilesSent
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django import Settings

from accounts.models import User
from config import urls
from config.shared.faults import SAYINGS, too_many
from tests.journeys.forms import parse

pytestmark = pytest.mark.django_db
FRAGMENT = {"HX-Request": "true"}
TITLES = {
    400: "That request could not be read",
    403: "This is not yours to open",
    404: "Nothing at this address",
    413: "That is too large",
    429: "A little slower, please",
    500: "Something broke on our side",
    503: "Back in a moment",
}


def _raises(fault: Exception) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        raise fault

    return view


urlpatterns = [
    *urls.urlpatterns,
    path("fault/403/", _raises(PermissionDenied("Only the buyer may do that."))),
    path("fault/413/", _raises(RequestDataTooBig())),
    path("fault/414/", _raises(TooManyFilesSent())),
    path("fault/429/", too_many),
    path("fault/500/", _raises(RuntimeError("a bug"))),
    path("fault/503/", _raises(OperationalError("no database"))),
]
handler400, handler403, handler404 = urls.handler400, urls.handler403, urls.handler404
handler500 = urls.handler500


@pytest.fixture
def visitor(settings: Settings) -> Client:
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


def _ask(visitor: Client, status: int, **headers: str) -> Any:
    if status == 400:
        answer = visitor.get("/", headers={"Host": "evil.example", **headers})
    else:
        answer = visitor.get(f"/fault/{status}/", headers=headers)
    assert answer.status_code == status
    return answer


@pytest.mark.parametrize("status", TITLES)
def test_a_fault_has_a_page_of_its_own(status: int, visitor: Client) -> None:
    root, faults = parse(_ask(visitor, status).content.decode())
    assert faults == []
    assert [one.text for one in root.find("h1")] == [TITLES[status]]
    assert root.find("title")[0].text == f"{TITLES[status]} · Milepost"
    assert len(root.find("main")) == 1


@pytest.mark.parametrize("status", TITLES)
def test_a_fault_in_a_fragment_is_one_line(status: int, visitor: Client) -> None:
    answer = _ask(visitor, status, **FRAGMENT)
    html = answer.content.decode()
    assert (answer["HX-Retarget"], answer["HX-Reswap"]) == ("#toasts", "beforeend")
    assert "<html" not in html
    assert "<main" not in html
    said = SAYINGS[status] if status != 403 else "Only the buyer may do that."
    assert said in html


@pytest.mark.parametrize("status", [400, 500, 503, 413])
def test_a_fault_asks_nothing_of_the_database(status: int, visitor: Client, buyer: User) -> None:
    visitor.force_login(buyer, backend="allauth.account.auth_backends.AuthenticationBackend")
    html = _ask(visitor, status).content.decode()
    assert buyer.label not in html
    assert 'href="/inbox/"' not in html


@pytest.mark.parametrize("status", [429, 503])
def test_what_passes_says_when_to_come_back(status: int, visitor: Client) -> None:
    assert _ask(visitor, status)["Retry-After"] == "60"


def test_too_many_files_are_too_large(visitor: Client) -> None:
    assert visitor.get("/fault/414/").status_code == 413


def test_a_member_sees_the_way_on_in_the_header(visitor: Client, buyer: User) -> None:
    visitor.force_login(buyer, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert 'href="/inbox/"' in _ask(visitor, 404).content.decode()


def test_a_form_without_its_token_is_told_why(buyer: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(buyer, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = strict.post("/notifications/read/", {})
    assert answer.status_code == 403
    assert "The page was open for too long, or this browser refuses cookies." in answer.content.decode()
