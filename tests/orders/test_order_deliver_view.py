"""Handing in."""

import re
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from config.shared.errors import Stale
from orders.models import Delivery, DeliveryFile, Event, Order
from orders.operations.delivering import deliver
from orders.states import Act
from tests.factories.orders import accepted, delivered, fresh, order_in, placed_order, press
from tests.orders.pages import act_url, opened, sent, signed_in

pytestmark = pytest.mark.django_db


def in_the_storage() -> set[str]:
    found = default_storage.listdir("deliveries")[1] if default_storage.exists("deliveries") else ()
    return {f"deliveries/{name}" for name in found}


def test_takes_several_files_and_a_message(buyer: User, seller: User) -> None:
    order = order_in("in_progress", buyer, seller)
    files = [SimpleUploadedFile("a.txt", b"one"), SimpleUploadedFile("b\u202e<x>.txt", b"two")]
    answer = sent(signed_in(seller), act_url(order, "deliver/"), message="Both files.", files=files)
    assert answer.status_code == 302
    assert Delivery.objects.get().message == "Both files."
    assert sorted(DeliveryFile.objects.values_list("name", flat=True)) == ["a.txt", "b_x_.txt"]


def test_the_same_form_twice_delivers_once_and_leaves_no_file_behind(buyer: User, seller: User) -> None:
    order = order_in("in_progress", buyer, seller)
    client, url, before = signed_in(seller), act_url(order, "deliver/"), in_the_storage()
    form = {**opened(client, url), "message": "Here."}
    for _ in "ab":
        answer = client.post(url, {**form, "files": SimpleUploadedFile("a.txt", b"one")})
        assert answer["Location"] == act_url(order)
    assert {DeliveryFile.objects.get().stored.name} == in_the_storage() - before


def test_asks_for_a_file_or_a_link_and_keeps_the_message(buyer: User, seller: User) -> None:
    order = order_in("in_progress", buyer, seller)
    answer = sent(signed_in(seller), act_url(order, "deliver/"), message="Look at it.")
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Add at least one file or a link" in html
    assert "Look at it." in html
    assert not Delivery.objects.exists()


def test_asks_for_the_files_again_when_something_else_was_wrong(buyer: User, seller: User) -> None:
    order = order_in("in_progress", buyer, seller)
    answer = sent(
        signed_in(seller), act_url(order, "deliver/"), message=" ", files=SimpleUploadedFile("a.txt", b"one")
    )
    assert answer.status_code == 422
    assert "Choose your files again" in answer.content.decode()


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "ftp://example.test/a", "data:text/html,x", "https://"]
)
def test_takes_only_http_links(link: str, buyer: User, seller: User) -> None:
    order = order_in("in_progress", buyer, seller)
    answer = sent(signed_in(seller), act_url(order, "deliver/"), message="Here.", link=link)
    assert answer.status_code == 422
    assert answer.content.decode().count("Write the whole address") == 1
    assert not Delivery.objects.exists()


def test_the_final_delivery_shows_what_was_accepted_before(buyer: User, seller: User) -> None:
    order = order_in("in_progress", buyer, seller, milestones=2)
    for name in ("draft.txt", "text.txt"):
        upload = SimpleUploadedFile(name, b"one")
        sent(signed_in(seller), act_url(order, "deliver/"), message="Here.", files=upload)
        if name == "draft.txt":
            sent(signed_in(buyer), act_url(order, "revision/"), text="Longer, please.")
    order = fresh(accepted(fresh(order.pk), Act.ACCEPT_AND_CONTINUE).pk)
    html = signed_in(seller).get(act_url(order, "deliver/")).content.decode()
    assert "Accepted before" in html
    assert "text.txt" in html
    assert "draft.txt" not in html  # it was sent back


def test_a_file_too_large_is_refused_and_nothing_is_stored(
    buyer: User, seller: User, settings: pytest.FixtureRequest
) -> None:
    settings.UPLOAD_MAX_BYTES = 2  # type: ignore[attr-defined]
    order = order_in("in_progress", buyer, seller)
    upload = SimpleUploadedFile("a.txt", b"three")
    answer = sent(signed_in(seller), act_url(order, "deliver/"), message="Here.", files=upload)
    assert answer.status_code == 422
    assert "is larger than" in answer.content.decode()
    assert not Delivery.objects.exists()


def test_the_last_milestone_wants_the_tick_that_it_is_the_full_project(buyer: User, seller: User) -> None:
    order = placed_order(buyer, seller, milestones=2)
    order = fresh(accepted(delivered(order), Act.ACCEPT_AND_CONTINUE).pk)
    client, url = signed_in(seller), act_url(order, "deliver/")
    page = client.get(url).content.decode()
    assert "Deliver final work" in page
    assert "This is the full project" in page
    typed = {"message": "All of it.", "link": "https://example.test/all"}
    refused = client.post(url, {**opened(client, url), **typed})
    assert refused.status_code == 422
    assert "Confirm that this is the full project." in refused.content.decode()
    assert client.post(url, {**opened(client, url), **typed, "whole": "on"}).status_code == 302
    assert Delivery.objects.latest("at").final is True


def test_says_what_the_seller_gets(buyer: User, seller: User) -> None:
    order = order_in("in_progress", buyer, seller)
    html = signed_in(seller).get(act_url(order, "deliver/")).content.decode()
    for words in ("−$12.00", "$48.00", "8 days"):
        assert words in html


FIVE = [f"https://files.example.test/{n}" for n in range(1, 6)]


def test_takes_links_one_on_each_line_and_shows_each(buyer: User, seller: User) -> None:
    order = order_in("in_progress", buyer, seller)
    typed = "\r\n".join([*FIVE[:2], "", f"  {FIVE[1]} ", "files.example.test/3"])
    assert sent(signed_in(seller), act_url(order, "deliver/"), message="Here.", link=typed).status_code == 302
    assert Delivery.objects.get().links == FIVE[:3]
    html = signed_in(buyer).get(act_url(order)).content.decode()
    assert all(html.count(f'href="{link}"') == 1 for link in FIVE[:3])


def test_takes_five_links_and_no_sixth(buyer: User, seller: User) -> None:
    order = order_in("in_progress", buyer, seller)
    client, url = signed_in(seller), act_url(order, "deliver/")
    six = sent(client, url, message="Here.", link="\n".join([*FIVE, "https://a.test/6"]))
    assert six.status_code == 422
    assert "Keep it within 5 links (these are 6)." in six.content.decode()
    assert sent(client, url, message="Here.", link="\n".join(FIVE)).status_code == 302
    assert Delivery.objects.get().links == FIVE


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ("javascript:alert(1)", "Line 3: Write the whole address"),
        ("https://a.test/" + "p" * 500, "Line 3: This address is too long"),
    ],
)
def test_a_fault_in_a_link_names_its_line_and_keeps_the_others(
    bad: str, says: str, buyer: User, seller: User
) -> None:
    order = order_in("in_progress", buyer, seller)
    typed = "\n".join([FIVE[0], "", bad, FIVE[1]])
    answer = sent(signed_in(seller), act_url(order, "deliver/"), message="Here.", link=typed)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert says in html
    assert FIVE[1] in html
    assert not Delivery.objects.exists()


@pytest.fixture
def stepped(buyer: User, seller: User) -> Order:
    """In progress, with three substeps of which the first is done."""
    order = order_in("in_progress", buyer, seller)
    steps = [{"name": name, "done": name == "Script"} for name in ("Script", "Voice", "Cut")]
    order.milestones.filter(position=1).update(substeps=steps)
    return order


def ticks_told() -> list[tuple[str, bool]]:
    ticked = Event.objects.filter(act="tick_substep").order_by("id")
    return [(event.data["name"], event.data["done"]) for event in ticked]


def test_ticks_substeps_with_the_delivery_and_leaves_an_event_for_each_that_changed(
    stepped: Order, buyer: User, seller: User
) -> None:
    client, url = signed_in(seller), act_url(stepped, "deliver/")
    page = client.get(url).content.decode()
    assert page.count('name="ticked"') == 3
    assert page.count(" checked") == 1
    assert sent(client, url, message="Here.", link=FIVE[0], ticked=["1", "2"]).status_code == 302
    after = [("Script", False), ("Voice", True), ("Cut", True)]
    assert ticks_told() == after
    told = [{"name": name, "done": done} for name, done in after]
    assert stepped.milestones.get(position=1).substeps == told
    assert Delivery.objects.get().substeps == told
    html = signed_in(buyer).get(act_url(stepped)).content.decode()
    shown = html[html.index('id="deliveries-title"') :]
    assert "Voice<span" in shown
    assert "Script</span>" in shown


def test_what_is_refused_ticks_nothing(stepped: Order, seller: User) -> None:
    client, url = signed_in(seller), act_url(stepped, "deliver/")
    for typed in ({"ticked": ["1"]}, {"link": FIVE[0], "ticked": ["3"]}, {"link": FIVE[0], "ticked": ["x"]}):
        answer = sent(client, url, message="Here.", **typed)
        assert answer.status_code == 422
    assert not ticks_told()
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("index", [-1, 3])
def test_no_substep_that_is_none_is_ticked(index: int, stepped: Order, seller: User) -> None:
    typed: dict[str, Any] = {"message": "Here.", "link": FIVE[0], "ticked": [index]}
    with pytest.raises(Stale):
        deliver(order_id=stepped.pk, click=press(seller, fresh(stepped.pk)), **typed)
    assert not ticks_told()


def test_substeps_stay_as_they_are_when_nothing_is_said_of_them(stepped: Order, seller: User) -> None:
    deliver(order_id=stepped.pk, message="Here.", link=FIVE[0], click=press(seller, fresh(stepped.pk)))
    assert [step["done"] for step in Delivery.objects.get().substeps] == [True, False, False]
    assert not ticks_told()


def test_what_was_ticked_stays_when_the_page_comes_back(stepped: Order, seller: User) -> None:
    answer = sent(signed_in(seller), act_url(stepped, "deliver/"), message="Here.", ticked=["2"])
    html = answer.content.decode()
    assert answer.status_code == 422
    assert html.count(" checked") == 1
    assert re.search(r'name="ticked" value="2"[^>]*checked', html)
