from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from offers.models import Conversation, QuickReply, Seat
from offers.operations.replies import TooManyReplies, save_reply
from tests.factories.offers import conversation_of

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def conversation(buyer: User, seller: User) -> Conversation:
    return conversation_of(buyer, seller)


def test_are_written_changed_and_removed(client: Client, seller: User) -> None:
    client.force_login(seller)
    assert client.post("/inbox/replies/", {"name": "Thanks", "body": "Thank you."}).status_code == 302
    reply = QuickReply.objects.get()
    assert "Thank you." in client.get(f"/inbox/replies/{reply.pk}/").content.decode()
    client.post(f"/inbox/replies/{reply.pk}/", {"name": "Thanks", "body": "Many thanks."})
    assert QuickReply.objects.get().body == "Many thanks."
    client.post(f"/inbox/replies/{reply.pk}/remove/")
    assert not QuickReply.objects.exists()


@pytest.mark.parametrize(
    "data", [{"name": "", "body": "x"}, {"name": "x", "body": " "}, {"name": "thanks", "body": "x"}]
)
def test_a_reply_without_words_or_with_a_name_that_is_taken_is_refused(
    client: Client, seller: User, data: dict[str, str]
) -> None:
    save_reply(user_id=seller.pk, name="Thanks", body="Thank you.")
    client.force_login(seller)
    assert client.post("/inbox/replies/", data).status_code == 422
    assert QuickReply.objects.count() == 1


def test_there_is_room_for_so_many(seller: User, settings: Any) -> None:
    settings.QUICK_REPLIES_MAX = 1
    save_reply(user_id=seller.pk, name="One", body="x")
    with pytest.raises(TooManyReplies, match="1 quick"):
        save_reply(user_id=seller.pk, name="Two", body="x")


def test_one_is_put_below_what_was_typed_and_nothing_is_sent(
    client: Client, seller: User, conversation: Conversation
) -> None:
    reply = save_reply(user_id=seller.pk, name="Thanks", body="Thank you.")
    client.force_login(seller)
    assert "Thanks" in client.get(f"/inbox/{conversation.pk}/replies/", headers=HTMX).content.decode()
    data = {"body": "Dear Bea,", "insert": reply.pk, "draft_version": "0"}
    page = client.post(f"/inbox/{conversation.pk}/draft/", data, headers=HTMX).content.decode()
    assert "Dear Bea,\n\nThank you.</textarea>" in page
    assert Seat.objects.get(user=seller).draft == "Dear Bea,\n\nThank you."
    assert not conversation.messages.exists()


def test_without_javascript_the_text_is_kept_on_the_way(
    client: Client, seller: User, conversation: Conversation
) -> None:
    reply = save_reply(user_id=seller.pk, name="Thanks", body="Thank you.")
    client.force_login(seller)
    address = f"/inbox/{conversation.pk}/draft/"
    answer = client.post(address, {"body": "Dear Bea,", "replies": "1", "draft_version": "0"})
    assert answer["Location"] == f"/inbox/{conversation.pk}/replies/"
    assert f'name="insert" value="{reply.pk}"' in client.get(answer["Location"]).content.decode()
    client.post(address, {"insert": reply.pk})
    assert "Dear Bea,\n\nThank you." in client.get(f"/inbox/{conversation.pk}/").content.decode()


def test_those_of_others_are_not_found(
    client: Client, buyer: User, seller: User, conversation: Conversation
) -> None:
    reply = save_reply(user_id=seller.pk, name="Thanks", body="Thank you.")
    client.force_login(buyer)
    assert client.get(f"/inbox/replies/{reply.pk}/").status_code == 404
    assert client.post(f"/inbox/replies/{reply.pk}/remove/").status_code == 404
    assert client.post(f"/inbox/{conversation.pk}/draft/", {"insert": reply.pk}).status_code == 404
    assert QuickReply.objects.exists()
