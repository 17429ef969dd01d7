"""Every route declares who may open it, and every kind of person gets exactly that (product.md 1)."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from config.shared.access import OPEN, Policy
from tests.access.routes import Route, admin_routes, site_routes
from tests.access.world import World, build

PEOPLE = ("visitor", "outsider", "staff", "buyer", "seller")
STRANGERS = ("outsider", "staff")
BELONGS_TO = {
    "accounts:notification_detail": "buyer",
    "orders:card_prefer": "buyer",
    "orders:card_remove": "buyer",
}
NOT_FOUND_FOR_ALL = {"media"}
NEEDS_A_STAGE = {"account_email_verification_sent", "account_confirm_login_code", "mfa_authenticate"}
"""Pages in the middle of signing in: a visitor who is not there is led to the beginning."""
NOTHING_WITHOUT_MORE = {
    "offers:offer_new",  # an empty form names no gig
    "gigs:milestone_restore",  # nor a removal
    "gigs:substep_restore",
    "gigs:faq_restore",
    "gigs:question_restore",
    "gigs:image_restore",
    "mfa_deactivate_totp",  # and who has no authenticator has nothing to see or to switch off
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
}


@pytest.fixture
def world(buyer: User, seller: User) -> World:
    """One of everything."""
    return build(buyer, seller)


@pytest.fixture
def clients(buyer: User, seller: User, outsider: User, staff: User) -> dict[str, Client]:
    """A browser for each person."""
    made = {"visitor": Client()}
    for name, user in {"buyer": buyer, "seller": seller, "outsider": outsider, "staff": staff}.items():
        made[name] = Client()
        made[name].force_login(user)
    return made


def expected(policy: Policy, person: str, *, owner: str) -> str:
    """What a person gets: open, login, missing (404) or forbidden (403)."""
    if policy in OPEN:
        return "open"
    if person == "visitor":
        return "login"
    if policy == Policy.MEMBER:
        return "open"
    if person in STRANGERS or (policy == Policy.OWNER and person != owner):
        return "missing"
    wrong_side = {Policy.BUYER_SIDE: "seller", Policy.SELLER_SIDE: "buyer"}.get(policy)
    return "forbidden" if person == wrong_side else "open"


def ask(client: Client, address: str, method: str) -> str:
    """One request that leaves nothing behind, in database and browser; its answer in one word."""
    cookies = client.cookies.output()
    with transaction.atomic():
        answer = getattr(client, method)(address)
        if answer.streaming:
            list(answer.streaming_content)
        transaction.set_rollback(True)
    client.cookies.load(cookies.replace("Set-Cookie: ", "").replace("\r\n", "; "))
    status, target = answer.status_code, answer.headers.get("Location", "")
    if status in {301, 302} and target.startswith(settings.LOGIN_URL):
        return "login"
    words = {404: "missing", 403: "forbidden", 405: "other method"}
    return words.get(
        status, "open" if status < 500 or address == reverse("health_ready") else f"error {status}"
    )


def test_every_route_declares_a_policy() -> None:
    assert [route.name for route in site_routes() if route.policy is None] == []


@pytest.mark.django_db
def test_every_person_gets_what_every_route_declares(world: World, clients: dict[str, Client]) -> None:
    wrong = [fault for route in site_routes() for fault in faults_of(route, world, clients)]
    assert not wrong, "\n".join(wrong)


def faults_of(route: Route, world: World, clients: dict[str, Client]) -> Iterator[str]:
    """Each person and method whose answer is not the declared one."""
    assert route.policy is not None
    address = reverse(route.name, kwargs=world.arguments(route.name, set(route.parameters)))
    address += world.queries.get(route.name, "")
    for person in PEOPLE:
        answers = {method: ask(clients[person], address, method) for method in ("get", "post")}
        known = {method: answer for method, answer in answers.items() if answer != "other method"}
        if not known:
            yield f"{route.name}: {person} has no method"
        wanted = wanted_of(route, person)
        for method, answer in known.items():
            missing = answer == "missing" and route.name in NOTHING_WITHOUT_MORE
            if answer != wanted and not (missing and wanted == "open"):
                yield f"{route.name}: {person} {method} got {answer}, declared {wanted} ({route.policy.name})"


def wanted_of(route: Route, person: str) -> str:
    """The declared answer, but for objects that belong to one person only."""
    assert route.policy is not None
    if route.name in NOT_FOUND_FOR_ALL:
        return "missing"
    if route.name == "account_confirm_password_reset_code" or (
        route.name in NEEDS_A_STAGE and person == "visitor"
    ):
        return "login"
    return expected(route.policy, person, owner=BELONGS_TO.get(route.name, "seller"))


@pytest.mark.django_db
def test_the_admin_opens_to_staff_only(clients: dict[str, Client]) -> None:
    for route in admin_routes():
        if route.parameters or route.name in {"admin:login", "admin:logout", "admin:jsi18n"}:
            continue
        address = reverse(route.name)
        for person in ("visitor", "outsider", "buyer", "seller"):
            assert clients[person].get(address).status_code in {302, 403}, (route.name, person)
        answer = clients["staff"].get(address)
        assert answer.status_code < 500, route.name


@pytest.mark.django_db
@pytest.mark.parametrize("person", ["visitor", "outsider", "buyer", "seller", "staff"])
def test_an_order_that_does_not_exist_and_one_of_others_look_the_same(
    person: str, world: World, clients: dict[str, Client]
) -> None:
    there = clients[person].get(f"/orders/{world.order.number}/")
    nowhere = clients[person].get("/orders/MP-NOWHERE2/")
    if person in {"outsider", "staff"}:
        assert (there.status_code, nowhere.status_code) == (404, 404)
        assert world.order.title not in there.content.decode()
    elif person == "visitor":
        assert (there.status_code, nowhere.status_code) == (302, 302)
    else:
        assert (there.status_code, nowhere.status_code) == (200, 404)
