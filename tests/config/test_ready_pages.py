"""Pages kept ready for visitors: nobody sees another one's, and none outlives what it was made of."""

from collections.abc import Iterator
from itertools import count

import pytest
from django.conf import settings as site
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import RequestFactory
from django.utils.safestring import SafeString
from pytest_django import Settings

from config.shared.ready_pages import ready_for_visitors, ready_part


@pytest.fixture(autouse=True)
def shelf(settings: Settings) -> Iterator[None]:
    settings.READY_PAGE_SECONDS = 60
    yield
    caches["ready"].clear()


class Page:
    """A view that numbers its renderings."""

    def __init__(self, stamp: object = 1) -> None:
        self.stamp, self.numbers = stamp, count(1)
        self.token = False
        self.status = 200
        self.view = ready_for_visitors(lambda **_: self.stamp)(self.render)

    def render(self, request: HttpRequest, **_: str) -> HttpResponse:
        words = get_token(request) if self.token else "words"
        return HttpResponse(f"{next(self.numbers)} {words}", status=self.status)

    def get(
        self, path: str = "/gigs/a/", *, cookies: dict[str, str] | None = None, part: bool = False
    ) -> str:
        request = RequestFactory().get(path, headers={"HX-Request": "true"} if part else {})
        request.COOKIES.update(cookies or {})
        return self.view(request, slug="a").content.decode()


def test_a_second_visitor_gets_the_kept_page() -> None:
    page = Page()
    assert [page.get(), page.get()] == ["1 words", "1 words"]


def test_a_changed_stamp_renders_anew_at_once() -> None:
    page = Page()
    page.get()
    page.stamp = 2
    assert page.get() == "2 words"


def test_each_address_has_a_page_of_its_own() -> None:
    page = Page()
    assert [page.get(), page.get("/gigs/a/?package=premium"), page.get()] == ["1 words", "2 words", "1 words"]


@pytest.mark.parametrize("cookie", [site.SESSION_COOKIE_NAME, "messages"])
def test_whoever_brings_a_session_or_is_to_be_told_gets_a_page_of_his_own_and_leaves_none(
    cookie: str,
) -> None:
    page = Page()
    member = {cookie: "x"}
    assert [page.get(cookies=member), page.get(), page.get(cookies=member)] == [
        "1 words",
        "2 words",
        "3 words",
    ]


def test_a_part_is_never_kept_nor_answered_with_a_page() -> None:
    page = Page()
    assert [page.get(), page.get(part=True), page.get(part=True)] == ["1 words", "2 words", "3 words"]


@pytest.mark.parametrize("cookies", [{}, {site.CSRF_COOKIE_NAME: "t" * 32}])
def test_a_page_with_a_token_is_never_kept(cookies: dict[str, str]) -> None:
    page = Page()
    page.token = True
    assert page.get(cookies=cookies)[0] == "1"
    assert page.get()[0] == "2"


def test_only_a_page_that_was_found_is_kept() -> None:
    page = Page()
    page.status = 404
    page.get()
    page.status = 200
    assert page.get() == "2 words"


def test_nothing_is_kept_without_a_stamp() -> None:
    page = Page(stamp=None)
    assert [page.get(), page.get()] == ["1 words", "2 words"]


def test_the_answer_says_what_it_varies_with() -> None:
    page = Page()
    answers = [page.view(RequestFactory().get("/gigs/a/"), slug="a") for _ in range(2)]
    assert [answer["Vary"] for answer in answers] == ["Cookie, HX-Request"] * 2


def test_a_site_may_keep_none(settings: Settings) -> None:
    settings.READY_PAGE_SECONDS = 0
    page = Page()
    assert [page.get(), page.get()] == ["1 words", "2 words"]


def test_a_part_is_rendered_once_for_the_same_makings(settings: Settings) -> None:
    settings.READY_PART_SECONDS = 60
    numbers = count(1)

    def render() -> SafeString:
        return SafeString(f"<b>{next(numbers)}</b>")

    assert [ready_part(1, render), ready_part(1, render), ready_part(2, render)] == [
        "<b>1</b>",
        "<b>1</b>",
        "<b>2</b>",
    ]
    assert isinstance(ready_part(1, render), SafeString)


def test_no_part_is_kept_where_none_shall_be(settings: Settings) -> None:
    settings.READY_PART_SECONDS = 0
    numbers = count(1)
    assert [ready_part(1, lambda: SafeString(next(numbers))) for _ in range(2)] == ["1", "2"]
