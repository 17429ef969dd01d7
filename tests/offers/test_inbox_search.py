from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from offers.queries.search import search
from tests.factories.accounts import UserFactory
from tests.factories.offers import conversation_of, written

pytestmark = pytest.mark.django_db


def names(found: Any) -> list[str]:
    return [entry.name for entry in found.people]


def words(found: Any) -> list[str]:
    return [hit.words for hit in found.messages]


def test_finds_people_by_the_beginning_of_any_of_their_names(buyer: User, seller: User) -> None:
    written(conversation_of(buyer, seller), seller)
    for text in ("sam", "Sell", "sam sel", "SAM-SELLER", " sam "):
        assert names(search(buyer.pk, text)) == ["Sam Seller"], text
    assert names(search(buyer.pk, "bea")) == []
    assert names(search(buyer.pk, "sam bea")) == []


def test_finds_words_in_the_messages_of_both(buyer: User, seller: User) -> None:
    conversation = conversation_of(buyer, seller)
    written(conversation, seller, "The lamp is ready")
    written(conversation, buyer, "Which lamp, the green one?")
    assert words(search(buyer.pk, "lamp")) == ["Which lamp, the green one?", "The lamp is ready"]
    assert words(search(buyer.pk, "green lamp")) == ["Which lamp, the green one?"]
    assert words(search(buyer.pk, "lamp carpet")) == []


def test_finds_nothing_of_others(buyer: User, seller: User, outsider: User) -> None:
    written(conversation_of(buyer, seller), seller, "The lamp is ready")
    assert search(outsider.pk, "lamp").messages == ()
    assert search(outsider.pk, "sam").people == ()


def test_a_member_with_a_new_name_is_found_by_it(buyer: User, seller: User) -> None:
    written(conversation_of(buyer, seller), seller)
    User.objects.filter(pk=seller.pk).update(display_name="Zora Zimmer")
    assert names(search(buyer.pk, "zim")) == ["Zora Zimmer"]
    assert names(search(buyer.pk, "sam")) == ["Zora Zimmer"], "the handle is still sam-seller"


@pytest.mark.parametrize(
    "text", ["", "  ", "'", "':*", "@1", "& | !", "%", "_", "\x00", "'1:sam':*", "<->", "\u202e"]
)
def test_signs_are_no_words(buyer: User, seller: User, text: str) -> None:
    written(conversation_of(buyer, seller), seller, "The lamp is ready")
    assert search(buyer.pk, text).messages == ()


def test_shows_the_words_around_the_first_hit(buyer: User, seller: User) -> None:
    written(conversation_of(buyer, seller), seller, f"{'before ' * 30}lantern{' after' * 40}")
    (hit,) = search(buyer.pk, "lantern").messages
    assert "lantern" in hit.words
    assert hit.words.startswith("…")
    assert hit.words.endswith("…")


def test_the_page_leads_to_the_message(
    client: Client, buyer: User, seller: User, django_assert_max_num_queries: Any
) -> None:
    conversation = conversation_of(buyer, seller)
    message = written(conversation, seller, "The lamp is ready")
    client.force_login(buyer)
    with django_assert_max_num_queries(6):
        page = client.get("/inbox/?search=lamp").content.decode()
    address = f"/inbox/{conversation.pk}/?before={message.pk + 1}"
    assert f"{address}#message-{message.pk}" in page
    assert f'id="message-{message.pk}"' in client.get(address).content.decode()
    assert "Nothing found" in client.get("/inbox/?search=carpet").content.decode()


def test_is_bounded(buyer: User) -> None:
    for person in UserFactory.create_batch(25, display_name="Ana Many"):
        written(conversation_of(buyer, person), person, "lamp")
    found = search(buyer.pk, "ana")
    assert len(found.people) == 10
    assert len(search(buyer.pk, "lamp").messages) == 20
