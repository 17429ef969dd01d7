"""Checkout, pay, deliver and revision refuse what they cannot take: nothing is charged, nothing half stored."""

import itertools
import uuid
from collections import Counter
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from gigs.models import Gig
from orders.models import Delivery, Intent, Order, SavedCard
from orders.states import Act
from tests.bad_input.garbage import NOT_COMMANDS, NOT_VERSIONS
from tests.bad_input.pages import form_at, rows, shows
from tests.factories.gigs import priced
from tests.orders import stories

pytestmark = pytest.mark.django_db
CARD = {"card": "new", "number": "4242 4242 4242 4242", "expiry": "09/39", "cvc": "123", "keep": "on"}
BAD_CARDS = [
    {"number": ""},
    {"number": "4242 4242 4242 4241"},
    {"number": "٤٢٤٢ ٤٢٤٢ ٤٢٤٢ ٤٢٤٢"},
    {"number": "4" * 400},
    {"number": "4242\x004242"},
    {"number": "4.242424242424242e15"},
    {"expiry": ""},
    {"expiry": "13/39"},
    {"expiry": "00/39"},
    {"expiry": "01/20"},
    {"expiry": "٠٩/٣٩"},
    {"expiry": "9/99999999"},
    {"cvc": ""},
    {"cvc": "1"},
    {"cvc": "12345"},
    {"cvc": "١٢٣"},
    {"card": ""},
    {"card": "x"},
    {"card": str(uuid.uuid4())},
    {"card": "\x00"},
]


def refused(client: Client, address: str, data: dict[str, Any], *, typed: str = "", status: int = 422) -> Any:
    held = rows()
    answer = client.post(address, data)
    assert answer.status_code == status, (address, data)
    assert shows(answer, typed)
    assert rows() == held
    return answer


def stored_files() -> list[str]:
    try:
        return default_storage.listdir("deliveries")[1]
    except FileNotFoundError:
        return []


@pytest.fixture
def checkout(gig: Gig) -> str:
    return f"/gigs/{gig.slug}/order/"


def test_a_bad_card_orders_nothing(buying: Client, checkout: str) -> None:
    data = form_at(buying, checkout) | CARD
    for bad in BAD_CARDS:
        refused(buying, checkout, data | bad)


def test_somebody_elses_card_is_no_choice(buying: Client, checkout: str, outsider: User) -> None:
    card = stories.card_of(outsider)
    refused(buying, checkout, form_at(buying, checkout) | {"card": str(card.pk)})


FORGED = [
    ("plan", "free", 422),
    ("plan", "", 422),
    ("package", "gold", 404),
    ("package", "\x00", 404),
    ("package", "b" * 400, 404),
    ("version", "99999", 409),
    ("version", "", 409),
    *(("version", value, None) for value in NOT_VERSIONS),
    *(("command", value, 422) for value in NOT_COMMANDS),
]


def test_a_forged_checkout_orders_nothing(buying: Client, checkout: str) -> None:
    data = form_at(buying, checkout) | CARD | {"keep": []}
    for name, value, status in FORGED:
        answer = buying.post(checkout, data | {name: value})
        assert answer.status_code in ({status} if status else {409, 422}), (name, value)
    assert not Order.objects.exists()
    assert not Intent.objects.exists()
    assert not SavedCard.objects.filter(removed_at=None).exists()


def test_a_price_that_moved_is_shown_before_anything_is_charged(
    buying: Client, checkout: str, gig: Gig
) -> None:
    data = form_at(buying, checkout) | CARD
    priced(gig, [(20_000, 12, 2)])
    answer = buying.post(checkout, data)
    assert answer.status_code == 409
    assert shows(answer, "$211.00")
    assert not Order.objects.exists()
    assert not Intent.objects.exists()


def test_the_same_checkout_twice_is_one_order(buying: Client, checkout: str) -> None:
    data = form_at(buying, checkout) | CARD
    first, second = (buying.post(checkout, data) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert (Order.objects.count(), Intent.objects.count(), SavedCard.objects.count()) == (1, 1, 1)


def test_a_bad_card_pays_nothing(buying: Client, seller: User, buyer: User) -> None:
    order = stories.order_of(seller, buyer, milestones=2, number=stories.DECLINED)
    address = f"/orders/{order.number}/pay/"
    data = form_at(buying, address) | CARD
    for bad in BAD_CARDS:
        refused(buying, address, data | bad)


def test_the_same_payment_twice_is_one_charge(buying: Client, seller: User, buyer: User) -> None:
    order = stories.order_of(seller, buyer, milestones=2, number=stories.DECLINED)
    address = f"/orders/{order.number}/pay/"
    data = form_at(buying, address) | CARD
    assert [buying.post(address, data).status_code for _ in range(2)] == [302, 302]
    assert Intent.objects.filter(status="succeeded").count() == 1


def delivery(client: Client, order: Order, **more: Any) -> dict[str, Any]:
    data = form_at(client, f"/orders/{order.number}/deliver/")
    return data | {"message": "Typed message", "link": ""} | more


@pytest.fixture
def order(seller: User, buyer: User) -> Order:
    return stories.order_of(seller, buyer, milestones=2)


@pytest.fixture
def deliver(order: Order) -> str:
    return f"/orders/{order.number}/deliver/"


def files(count: int, content: bytes = b"work") -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(f"part-{n}.txt", content) for n in range(count)]


def test_files_that_are_too_many_too_large_or_empty_deliver_nothing(
    selling: Client, order: Order, deliver: str, settings: Any
) -> None:
    settings.UPLOAD_MAX_BYTES = 100
    before = stored_files()
    for count, content in ((1, b"x" * 101), (1, b""), (21, b"work"), (0, b"")):
        data = delivery(selling, order, files=files(count, content))
        refused(selling, deliver, data, typed="Typed message")
    good = delivery(selling, order, files=[*files(1), *files(1, b"x" * 101)])
    refused(selling, deliver, good, typed="Typed message")
    assert stored_files() == before


NO_LINKS = ("javascript:alert(1)", "file:///etc/passwd", "https://", "x", "https://\x00", "data:,x")


def test_a_link_that_is_none_delivers_nothing(selling: Client, order: Order, deliver: str) -> None:
    data = delivery(selling, order)
    for link in (*NO_LINKS, "https://a.test/" + "p" * 500):
        refused(selling, deliver, data | {"link": link}, typed="Typed message")


def test_a_link_carries_no_direction_marks(selling: Client, order: Order, deliver: str) -> None:
    selling.post(deliver, delivery(selling, order, link="https://a.test/\u202egpj.exe"))
    assert "\u202e" not in "".join(Delivery.objects.values_list("link", flat=True))


def test_a_message_that_is_none_delivers_nothing(selling: Client, order: Order, deliver: str) -> None:
    data = delivery(selling, order, link="https://a.test/kept")
    for message in ("", " \n\t", "\x00\u202e", "\u200b\u2800", "m" * 5_001):
        refused(selling, deliver, data | {"message": message}, typed="https://a.test/kept")


def test_a_delivery_is_stored_once(selling: Client, order: Order, deliver: str) -> None:
    data = delivery(selling, order, link="https://a.test/")
    assert [selling.post(deliver, data).status_code for _ in range(2)] == [302, 302]
    assert Delivery.objects.count() == 1
    assert selling.post(deliver, data | {"command": str(uuid.uuid4())}).status_code == 409
    assert Delivery.objects.count() == 1


def test_a_form_that_cannot_be_read_delivers_nothing(selling: Client, order: Order, deliver: str) -> None:
    data = delivery(selling, order, link="https://a.test/")
    for value in NOT_COMMANDS:
        refused(selling, deliver, data | {"command": value}, typed="Typed message")


def test_a_stale_delivery_comes_back_with_what_was_typed(
    selling: Client, buying: Client, order: Order, deliver: str
) -> None:
    data = delivery(selling, order, link="https://a.test/")
    stories.deliver(order)
    stories.revise(order, "Other blue, please.")
    answer = refused(selling, deliver, data, typed="Typed message", status=409)
    again = {name: value for name, value in data.items() if name not in {"command", "version"}}
    fresh = form_at(selling, deliver)
    assert shows(answer, "https://a.test/")
    assert (
        selling.post(deliver, again | {"command": fresh["command"], "version": fresh["version"]}).status_code
        == 302
    )


def test_a_revision_of_a_delivery_that_was_not_seen_changes_nothing(buying: Client, order: Order) -> None:
    stories.deliver(order)
    address = f"/orders/{order.number}/revision/"
    held, data = rows(), form_at(buying, address) | {"text": "Typed wish"}
    for seen in ("", "0", "-1", "9", "x", "٢", "9" * 400):
        answer = buying.post(address, data | {"round": seen})
        assert answer.status_code in {409, 422}
        assert shows(answer, "Typed wish")
    assert rows() == held
    assert stories.current(order).status == "delivered"


def test_a_revision_without_a_wish_changes_nothing(buying: Client, order: Order) -> None:
    stories.deliver(order)
    address = f"/orders/{order.number}/revision/"
    data = form_at(buying, address)
    for text in ("", " ", "\x00\u202e", "t" * 5_001):
        refused(buying, address, data | {"text": text})


def test_a_revision_twice_uses_one(buying: Client, order: Order) -> None:
    stories.deliver(order)
    address = f"/orders/{order.number}/revision/"
    data = form_at(buying, address) | {"text": "Please."}
    assert [buying.post(address, data).status_code for _ in range(2)] == [302, 302]
    assert stories.current(order).revisions_used == 1


def test_an_acceptance_without_its_hidden_fields_moves_no_money(buying: Client, order: Order) -> None:
    stories.deliver(order)
    held = Counter(rows())
    for choice in ("continue", "stop", "later", "final"):
        for data in ({}, {"command": "x"}, {"command": str(uuid.uuid4())}, {"round": "1", "version": "\x00"}):
            assert buying.post(f"/orders/{order.number}/accept/{choice}/", data).status_code in {409, 422}
    assert rows() == held
    assert buying.post(f"/orders/{order.number}/accept/everything/", {}).status_code == 404
    assert stories.current(order).status == "delivered"


def test_a_tick_of_no_substep_is_refused(selling: Client, order: Order) -> None:
    held = rows()
    for kind, index in itertools.product(("substeps", "stages"), (5, 2**63, 10**30)):
        data = {"command": str(uuid.uuid4()), "version": str(order.version), "done": "on"}
        assert selling.post(f"/orders/{order.number}/{kind}/{index}/", data).status_code == 409
    assert rows() == held


def test_an_accepted_milestone_is_accepted_once(buying: Client, order: Order) -> None:
    stories.deliver(order)
    address = f"/orders/{order.number}/accept/later/"
    data = form_at(buying, address)
    assert [buying.post(address, data).status_code for _ in range(2)] == [302, 302]
    events = order.events.filter(act=Act.ACCEPT_DECIDE_LATER).count()
    assert events == 1
