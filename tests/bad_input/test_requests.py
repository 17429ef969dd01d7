"""Requests that no browser sends: broken bodies, broken headers, broken cookies."""

import pytest
from django.test import Client

from accounts.models import User
from offers.models import Message
from tests.factories.offers import conversation_of

pytestmark = pytest.mark.django_db

BODIES = [
    ("application/x-www-form-urlencoded", b"body=\xff\xfe&command=\xc3\x28"),
    ("application/x-www-form-urlencoded; charset=nonsense", b"body=x"),
    ("application/x-www-form-urlencoded; charset=utf-16", b"body=x"),
    ("application/x-www-form-urlencoded", b"&&&===%00=%00&%"),
    ("application/x-www-form-urlencoded", b"a=1&" * 1_500),
    ("multipart/form-data", b"no boundary"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data"),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="body"\r\n\r\n\xff\x00\r\n--x--\r\n',
    ),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="\x00"\r\n\r\nx\r\n--x--\r\n',
    ),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\nx\r\n' * 120 + b"--x--\r\n",
    ),
    ("application/json", b'{"body": "x"}'),
    ("text/plain", b"x"),
    ("", b"x"),
    ("application/x-www-form-urlencoded", b"body=" + b"y" * 3_000_000),
]
HEADERS = [
    {"HX-Request": "true", "HX-Current-URL": "http://["},
    {"HX-Request": "true", "HX-Current-URL": "http://testserver/\x7f?%00"},
    {"HX-Request": "true", "HX-Current-URL": "javascript:alert(1)"},
    {"HX-Request": "true", "HX-Current-URL": "//testserver//evil.test/"},
    {"Referer": "http://[::1"},
    {"Referer": "http://testserver//evil.test/"},
    {"HX-Request": "maybe", "HX-Boosted": "x"},
    {"HX-Target": "\x7f" * 2_000},
    {"Accept-Language": "xx-\x7f," * 500},
    {"Cookie": "sessionid=\x7f; csrftoken=;;;=; messages=x"},
    {"If-Modified-Since": "never", "Range": "bytes=9-1"},
]


def test_a_body_that_cannot_be_read_is_refused(buying: Client, buyer: User, seller: User) -> None:
    address = f"/inbox/{conversation_of(buyer, seller).pk}/"
    for kind, body in BODIES:
        answer = buying.generic("POST", address, body, content_type=kind)
        assert answer.status_code in {400, 413, 422}, (kind, body[:60], answer.status_code)
    assert not Message.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_broken_headers_never_break_a_page(buying: Client, buyer: User, method: str) -> None:
    for headers in HEADERS:
        for client in (Client(), buying):
            for address in ("/", "/inbox/", "/selling/gigs/new/", "/notifications/read/", "/accounts/login/"):
                answer = getattr(client, method)(address, headers=headers)
                assert answer.status_code < 500, (address, headers)
                goal = answer.headers.get("Location", "") + answer.headers.get("HX-Redirect", "")
                assert "evil.test" not in goal.replace("%2F", "/").partition("?next=//")[2], (
                    address,
                    headers,
                )
        buying.force_login(buyer)


@pytest.mark.parametrize(
    "goal",
    ["//evil.test/", "/\\evil.test", "https://evil.test/", "@evil.test", "/\t/evil.test", "javascript:x"],
)
def test_a_way_back_stays_on_the_site(buyer: User, goal: str) -> None:
    client = Client()
    data = {"login": buyer.email, "password": "milepost-demo", "next": goal}
    for answer in (client.post("/accounts/login/", data), client.post("/accounts/welcome/", {"next": goal})):
        assert "evil.test" not in answer.headers.get("Location", "").partition("?")[0]
        assert not answer.headers.get("Location", "").startswith("javascript")


def test_a_nul_in_an_address_is_as_if_it_were_not_there(buying: Client, seller: User) -> None:
    assert buying.get("/gigs/?q=%00plan%00&category=%00").status_code == 200
    assert buying.get(f"/inbox/new/?to={seller.handle}%00").status_code == 200
    for address in ("/media/%00", "/media/gigs/%00.webp", "/people/%00/", "/gigs/%00/", "/%00"):
        assert buying.get(address).status_code == 404
