import uuid
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from config.shared import clock
from offers.models import Conversation, Seat
from offers.operations import mark_read, system_line
from offers.operations.message_drafts import DraftMoved, keep_draft
from offers.operations.seats import archive
from tests.factories.accounts import UserFactory
from tests.factories.offers import conversation_of, written

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def conversation(buyer: User, seller: User) -> Conversation:
    return conversation_of(buyer, seller)


def seat_of(conversation: Conversation, user: User) -> Seat:
    return Seat.objects.get(conversation=conversation, user=user)


def draft(client: Client, conversation: Conversation, **data: Any) -> Any:
    return client.post(f"/inbox/{conversation.pk}/draft/", data, headers=HTMX)


def test_boxes_hold_what_they_say(client: Client, buyer: User) -> None:
    people = UserFactory.create_batch(4)
    talks = [conversation_of(buyer, person) for person in people]
    for talk, person in zip(talks, people, strict=True):
        written(talk, person, f"from {person.label}")
    client.force_login(buyer)
    client.get(f"/inbox/{talks[0].pk}/")
    client.post(f"/inbox/{talks[1].pk}/star/", {"on": "1"})
    client.post(f"/inbox/{talks[2].pk}/archive/", {"on": "1"})

    def shown(box: str) -> set[Any]:
        return {
            entry.conversation_id for entry in client.get("/inbox/", {"box": box}).context["page"].entries
        }

    assert shown("") == shown("nonsense") == {talks[0].pk, talks[1].pk, talks[3].pk}
    assert shown("unread") == {talks[1].pk, talks[3].pk}
    assert shown("starred") == {talks[1].pk}
    assert shown("archived") == {talks[2].pk}
    client.post(f"/inbox/{talks[1].pk}/star/", {"on": "0"})
    client.post(f"/inbox/{talks[2].pk}/archive/", {"on": "0"})
    assert shown("starred") == shown("archived") == set()


def test_a_star_pressed_with_htmx_answers_with_itself(
    client: Client, buyer: User, conversation: Conversation
) -> None:
    client.force_login(buyer)
    page = client.post(f"/inbox/{conversation.pk}/star/", {"on": "1"}, headers=HTMX).content.decode()
    assert 'aria-pressed="true"' in page
    assert "<html" not in page
    assert seat_of(conversation, buyer).starred


def test_what_is_archived_comes_back_with_a_message_and_not_with_a_system_line(
    buyer: User, seller: User, conversation: Conversation
) -> None:
    written(conversation, seller)
    archive(conversation_id=conversation.pk, user_id=buyer.pk, archived=True)
    system_line(conversation.pk, "The order ended.", "/orders/MP-X/", clock.now())
    assert seat_of(conversation, buyer).archived
    assert seat_of(conversation, buyer).unread == 0
    assert not seat_of(conversation, seller).archived
    written(conversation, seller, "One more thing")
    assert (seat_of(conversation, buyer).archived, seat_of(conversation, buyer).unread) == (False, 1)


def test_archiving_makes_nothing_read_for_the_other(
    client: Client, buyer: User, seller: User, conversation: Conversation
) -> None:
    message = written(conversation, seller)
    archive(conversation_id=conversation.pk, user_id=buyer.pk, archived=True)
    client.force_login(seller)
    assert client.get(f"/inbox/{conversation.pk}/").context["read"] == 0
    client.force_login(buyer)
    client.get(f"/inbox/{conversation.pk}/")
    client.force_login(seller)
    assert client.get(f"/inbox/{conversation.pk}/").context["read"] == message.pk


def test_only_what_was_seen_is_read(buyer: User, seller: User, conversation: Conversation) -> None:
    first = written(conversation, seller, "seen")
    written(conversation, seller, "not yet")
    seat = seat_of(conversation, buyer)
    mark_read(seat=seat, at=clock.now(), up_to=first.pk)
    assert (seat_of(conversation, buyer).unread, seat_of(conversation, buyer).read_to) == (1, first.pk)
    mark_read(seat=seat, at=clock.now())
    assert seat_of(conversation, buyer).unread == 0


def test_an_older_page_reads_nothing(
    client: Client, buyer: User, seller: User, conversation: Conversation
) -> None:
    message = written(conversation, seller)
    client.force_login(buyer)
    client.get(f"/inbox/{conversation.pk}/?before={message.pk + 1}")
    assert seat_of(conversation, buyer).unread == 1


def test_a_draft_stays_until_it_is_sent(
    client: Client, buyer: User, seller: User, conversation: Conversation
) -> None:
    client.force_login(buyer)
    assert "Draft saved" in draft(client, conversation, body="Half a", draft_version="0").content.decode()
    page = client.get(f"/inbox/{conversation.pk}/")
    assert "Half a</textarea>" in page.content.decode()
    assert page.context["draft_version"] == 1
    data = {"command": str(uuid.uuid4()), "body": "Half a sentence", "draft_version": "1"}
    client.post(f"/inbox/{conversation.pk}/", data)
    assert (seat_of(conversation, buyer).draft, seat_of(conversation, buyer).draft_version) == ("", 2)
    assert seat_of(conversation, seller).draft == ""


def test_a_second_window_writes_over_nothing(client: Client, buyer: User, conversation: Conversation) -> None:
    client.force_login(buyer)
    draft(client, conversation, body="From one window", draft_version="0")
    answer = draft(client, conversation, body="From another", draft_version="0")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "There it says: “From one window”" in page
    assert 'name="draft_version" value="0"' in page
    assert seat_of(conversation, buyer).draft == "From one window"
    assert draft(client, conversation, body="From one window", draft_version="0").status_code == 200
    assert (
        draft(client, conversation, body="From another", draft_version="0", overwrite="1").status_code == 200
    )
    assert seat_of(conversation, buyer).draft == "From another"


def test_sending_from_one_window_leaves_the_draft_of_another(
    client: Client, buyer: User, conversation: Conversation
) -> None:
    client.force_login(buyer)
    draft(client, conversation, body="Kept elsewhere", draft_version="0")
    data = {"command": str(uuid.uuid4()), "body": "Sent here", "draft_version": "0"}
    page = client.post(f"/inbox/{conversation.pk}/", data, headers=HTMX).content.decode()
    assert seat_of(conversation, buyer).draft == "Kept elsewhere"
    assert "Kept elsewhere</textarea>" in page


def test_a_draft_that_was_sent_does_not_come_back(buyer: User, conversation: Conversation) -> None:
    keep_draft(conversation_id=conversation.pk, user_id=buyer.pk, text="Sent", version=0)
    keep_draft(conversation_id=conversation.pk, user_id=buyer.pk, text="", version=1)
    with pytest.raises(DraftMoved):
        keep_draft(conversation_id=conversation.pk, user_id=buyer.pk, text="Sent", version=1)
    assert seat_of(conversation, buyer).draft == ""


def test_without_javascript_a_draft_is_saved_by_a_button_and_a_conflict_shows_both(
    client: Client, buyer: User, conversation: Conversation
) -> None:
    client.force_login(buyer)
    address = f"/inbox/{conversation.pk}/draft/"
    answer = client.post(address, {"body": "First", "draft_version": "0"})
    assert answer["Location"] == f"/inbox/{conversation.pk}/"
    refused = client.post(address, {"body": "Second", "draft_version": "0"})
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "Second</textarea>" in page
    assert "There it says: “First”" in page


def test_an_endless_draft_is_not_kept(client: Client, buyer: User, conversation: Conversation) -> None:
    client.force_login(buyer)
    assert draft(client, conversation, body="x" * 5_001, draft_version="0").status_code == 422
    assert seat_of(conversation, buyer).draft == ""


def test_the_badge_answers_only_when_the_number_moved(
    client: Client, buyer: User, seller: User, conversation: Conversation
) -> None:
    client.force_login(buyer)
    assert client.get("/inbox/unread/?known=0", headers=HTMX).status_code == 204
    written(conversation, seller)
    page = client.get("/inbox/unread/?known=0", headers=HTMX).content.decode()
    assert 'data-unread="1"' in page
    assert client.get("/inbox/unread/?known=1", headers=HTMX).status_code == 204


def test_the_list_answers_only_when_it_looks_another_way(
    client: Client, buyer: User, seller: User, conversation: Conversation
) -> None:
    written(conversation, seller, "first words")
    client.force_login(buyer)
    stamp = client.get("/inbox/").context["page"].stamp
    assert client.get(f"/inbox/?known={stamp}", headers=HTMX).status_code == 204
    written(conversation, seller, "second words")
    answer = client.get(f"/inbox/?known={stamp}", headers=HTMX)
    assert "second words" in answer.content.decode()
    assert 'id="unread-badge"' in answer.content.decode()
    beside = client.get(f"/inbox/?beside={conversation.pk}&known=x", headers=HTMX)
    assert 'aria-current="page"' in beside.content.decode()
    assert client.get("/inbox/?beside=nonsense&known=x", headers=HTMX).status_code == 200
