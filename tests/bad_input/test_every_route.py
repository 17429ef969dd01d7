"""Garbage to every route of the URL resolver: an answer in words, no fault of the program, nothing stored."""

import itertools
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from config.shared.access import Policy
from tests.access.routes import Route, site_routes
from tests.access.world import World, build
from tests.bad_input import garbage
from tests.bad_input.pages import forms_on, rows, text_of

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"
BUSY = {"health_ready"}
"""Says 503 by design."""
READ = {
    "gigs:gig_list": (
        "q",
        "category",
        "subcategory",
        "price_min",
        "price_max",
        "days",
        "milestones",
        "sort",
        "after",
        "before",
    ),
    "gigs:gig_detail": ("package",),
    "offers:inbox": ("before",),
    "offers:conversation_detail": ("before",),
    "offers:message_poll": ("after",),
    "offers:conversation_start": ("gig", "to"),
    "offers:offer_new": ("gig", "kind", "draft", "replaces"),
    "orders:checkout": ("package", "plan"),
    "orders:buying": ("before",),
    "orders:order_detail": ("shown",),
    "accounts:notification_list": ("before",),
    "accounts:notification_badge": ("shown",),
    "accounts:mail_list": ("to",),
    "accounts:welcome": ("next",),
    "account_login": ("next",),
}
"""What pages read from their address."""
SOME = ("%00", "%ff", str(garbage.HUGE), "9999-12-31T23:59:59-14:00~1")


SHARES = pytest.mark.parametrize(
    "share", [pytest.param(5, id="a fifth"), pytest.param(1, id="all", marks=pytest.mark.deep)]
)
"""A fifth of the requests on every run, spread over all routes; all of them where time is no matter."""


@pytest.fixture
def world(buyer: User, seller: User) -> World:
    return build(buyer, seller)


@pytest.fixture
def clients(buyer: User, seller: User) -> dict[str, Client]:
    made = {name: Client(raise_request_exception=False) for name in ("buyer", "seller", "visitor")}
    made["buyer"].force_login(buyer)
    made["seller"].force_login(seller)
    return made


def routes() -> Iterator[Route]:
    return (route for route in site_routes() if route.name not in BUSY)


def address_of(route: Route, world: World) -> str:
    return reverse(route.name, kwargs=world.arguments(route.name, set(route.parameters)))


def client_for(route: Route, clients: dict[str, Client]) -> Client:
    """Somebody who gets past the door."""
    if route.name.startswith(("account_", "mfa_")) and route.policy is Policy.PUBLIC:
        return clients["visitor"]
    buys = route.policy is Policy.BUYER_SIDE or route.name in {"orders:checkout", "offers:conversation_start"}
    return clients["buyer" if buys else "seller"]


def ask(client: Client, method: str, address: str, data: Any = None, **headers: str) -> int:
    """The status of one request that leaves nothing behind, in database and browser."""
    return _asked(client, method, address, data, headers, None)[0]


def post(client: Client, address: str, data: Any, held: Counter[str]) -> tuple[int, str]:
    """The status of a POST, and what it stored beyond ``held`` although it was refused."""
    return _asked(client, "POST", address, data, {}, held)


def _asked(
    client: Client, method: str, address: str, data: Any, headers: dict[str, str], held: Counter[str] | None
) -> tuple[int, str]:
    cookies = client.cookies.output()
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]  # charging refuses any other transaction around it
    with block:
        body = urlencode(data or {}, doseq=True, errors="surrogatepass")
        answer = client.generic(method, address, body, content_type=FORM, headers=headers)
        page = text_of(answer)
        refused = held is not None and answer.status_code >= 400
        stored = str(dict(rows() - held)) if refused and held is not None and rows() != held else ""
        transaction.set_rollback(True)
    client.cookies.load(cookies.replace("Set-Cookie: ", "").replace("\r\n", "; "))
    assert "Traceback" not in page
    return answer.status_code, stored


@SHARES
def test_every_page_reads_any_address(world: World, clients: dict[str, Client], share: int) -> None:
    names = sorted({name for names in READ.values() for name in names} | {"page", "open", "undo", "version"})
    wrong = []
    for route, value in itertools.islice(itertools.product(routes(), SOME), 0, None, share):
        query = "&".join(f"{name}={value}" for name in names)
        status = ask(client_for(route, clients), "GET", f"{address_of(route, world)}?{query}")
        wrong += [f"{route.name} {value[:60]}: {status}"] if status >= 500 else []
    assert not wrong, "\n".join(wrong)


@SHARES
def test_each_name_in_an_address_takes_anything(world: World, clients: dict[str, Client], share: int) -> None:
    wrong = []
    reads = ((route, name) for route in routes() for name in READ.get(route.name, ()))
    for (route, name), value in itertools.islice(itertools.product(reads, garbage.QUERIES), 0, None, share):
        headers = {"HX-Request": "true"} if len(value) % 2 else {}
        address = f"{address_of(route, world)}?{name}={value}"
        status = ask(client_for(route, clients), "GET", address, **headers)
        wrong += [f"{route.name} {name}={value[:60]}: {status}"] if status >= 500 else []
    assert not wrong, "\n".join(wrong)


@SHARES
def test_every_address_takes_a_foreign_or_impossible_object(
    world: World, clients: dict[str, Client], share: int
) -> None:
    wrong, held = [], rows()
    objects = ((route, arguments) for route in routes() for arguments in strange(route, world))
    for route, arguments in itertools.islice(objects, 0, None, share):
        address, client = reverse(route.name, kwargs=arguments), client_for(route, clients)
        got = ask(client, "GET", address)
        status, stored = post(client, address, {}, held)
        wrong += [f"{address[:90]}: {got} {status} {stored}"] if max(got, status) >= 500 or stored else []
    assert not wrong, "\n".join(wrong)


def strange(route: Route, world: World) -> Iterator[dict[str, Any]]:
    """The arguments of a route with one of them out of this world."""
    known = world.arguments(route.name, set(route.parameters))
    for name, value in known.items():
        if str(value).isdecimal() or name == "key":
            yield from ({**known, name: number} for number in garbage.NUMBERS)
        elif name in {"offer_id", "conversation_id", "attachment_id", "file_id"}:
            yield {**known, name: "00000000-0000-0000-0000-000000000000"}
        elif name in {"slug", "handle", "number", "choice", "direction", "action"}:
            yield from ({**known, name: text} for text in ("nobody", "-", "x" * 400))


@SHARES
def test_every_form_takes_an_empty_body_and_any_value(
    world: World, clients: dict[str, Client], share: int
) -> None:
    wrong, held = [], rows()
    for route in routes():
        client, address = client_for(route, clients), address_of(route, world)
        address += world.queries.get(route.name, "")
        if ask(client, "POST", address) == 405:
            continue
        fields = fields_of(client, address, world)
        for body in ({}, *itertools.islice(bodies(fields), 0, None, share)):
            status, stored = post(client, address, body, held)
            wrong += [f"{address} {str(body)[:150]}: {status} {stored}"] if status >= 500 or stored else []
    assert not wrong, "\n".join(wrong)


def fields_of(client: Client, address: str, world: World) -> dict[str, Any]:
    """What the form on this page would send; for an address without a page, what such buttons send."""
    with transaction.atomic():
        answer = client.get(address)
        found = forms_on(text_of(answer)) if answer.status_code == 200 else []
        transaction.set_rollback(True)
    path = address.partition("?")[0]
    fields: dict[str, Any] = next(
        (dict(form.fields) for form in found if form.action.partition("?")[0] in {path, ""}), {}
    )
    plain: dict[str, Any] = {
        "command": "6a1bdc5e-5c35-4a0f-8a65-2d5b5d6f0a11",
        "version": "1",
        "content_version": "1",
    }
    fields = fields or {**plain, "undo": "x", "done": "on", "until": "1", "next": "/", "gig": world.gig.slug}
    return {name: values for name, values in fields.items() if name != "csrfmiddlewaretoken"}


def bodies(fields: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every field garbage; and each field alone, the others as they stand, with values that take turns."""
    for value in garbage.TEXTS[:2]:
        yield dict.fromkeys(fields, value)
    turns = itertools.cycle(garbage.TEXTS)
    for name in fields:
        yield {**fields, name: []}
        yield from ({**fields, name: next(turns)} for _ in range(2))
