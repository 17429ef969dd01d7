import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from config.shared import clock
from config.shared.models import Outbox
from offers.models import Attachment, Message, Seat
from offers.operations import system_line
from tests.factories.gigs import live_gig_with_milestones
from tests.factories.offers import conversation_of, sent_offer, written

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def post(client: Client, conversation: Any, body: str = "Hello", **extra: Any) -> Any:
    data = {"command": str(uuid.uuid4()), "body": body, **extra}
    return client.post(f"/inbox/{conversation.pk}/", data)


def test_shows_messages_under_day_lines(client: Client, buyer: User, seller: User) -> None:
    conversation = conversation_of(buyer, seller)
    written(conversation, seller, "First <b>line</b>\nsecond line")
    client.force_login(buyer)
    page = client.get(f"/inbox/{conversation.pk}/").content.decode()
    assert "First &lt;b&gt;line&lt;/b&gt;<br>second line" in page
    assert page.count('class="day-line"') == 1


def test_writes_a_message_and_returns_to_it(client: Client, buyer: User, seller: User) -> None:
    conversation = conversation_of(buyer, seller)
    client.force_login(buyer)
    answer = post(client, conversation, "Can you do it by May?")
    message = Message.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"/inbox/{conversation.pk}/#message-{message.pk}"
    assert (message.sender, message.body) == (buyer, "Can you do it by May?")
    assert Seat.objects.get(user=seller).unread == 1
    assert Seat.objects.get(user=buyer).unread == 0


def test_the_same_form_twice_writes_once(client: Client, buyer: User, seller: User) -> None:
    conversation = conversation_of(buyer, seller)
    client.force_login(buyer)
    data = {"command": str(uuid.uuid4()), "body": "Hello"}
    answers = [client.post(f"/inbox/{conversation.pk}/", data).status_code for _ in range(2)]
    assert answers == [302, 302]
    assert Message.objects.count() == 1
    assert Seat.objects.get(user=seller).unread == 1


def test_a_refused_message_keeps_what_was_typed(client: Client, buyer: User, seller: User) -> None:
    conversation = conversation_of(buyer, seller)
    client.force_login(buyer)
    empty = SimpleUploadedFile("nothing.pdf", b"")
    answer = post(client, conversation, "My long text", files=[empty])
    assert answer.status_code == 422
    assert "My long text" in answer.content.decode()
    assert "is empty" in answer.content.decode()
    assert not Message.objects.exists()


@pytest.mark.parametrize("body", ["", "   \n ", "\u202e\u200f"])
def test_refuses_a_message_without_words(client: Client, buyer: User, seller: User, body: str) -> None:
    conversation = conversation_of(buyer, seller)
    client.force_login(buyer)
    assert post(client, conversation, body).status_code == 422
    assert not Message.objects.exists()


def test_refuses_a_file_that_is_too_large(client: Client, buyer: User, seller: User, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 2**20
    conversation = conversation_of(buyer, seller)
    client.force_login(buyer)
    answer = post(client, conversation, "See", files=[SimpleUploadedFile("big.bin", b"x" * (2**20 + 1))])
    assert answer.status_code == 422
    assert "larger than 1 MiB" in answer.content.decode()
    assert not Attachment.objects.exists()


def test_refuses_a_21st_file(client: Client, buyer: User, seller: User, tmp_path: Any) -> None:
    conversation = conversation_of(buyer, seller)
    client.force_login(buyer)
    files = [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(21)]
    answer = post(client, conversation, "See", files=files)
    assert answer.status_code == 422
    assert "at most 20 files" in answer.content.decode()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_stores_files_under_random_names_and_hands_them_out_as_downloads(
    client: Client, buyer: User, seller: User, outsider: User
) -> None:
    conversation = conversation_of(buyer, seller)
    client.force_login(buyer)
    upload = SimpleUploadedFile(
        "\u202egpj.exe\"'<svg>.svg", b"<svg onload=alert(1)>", content_type="image/svg+xml"
    )
    assert post(client, conversation, "", files=[upload]).status_code == 302
    attachment = Attachment.objects.get()
    assert "svg" not in str(attachment.file.name)
    assert not set(attachment.name) & set("\u202e\"'<>")
    address = f"/inbox/{conversation.pk}/files/{attachment.pk}/"
    answer: Any = client.get(address)
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert b"".join(answer.streaming_content) == b"<svg onload=alert(1)>"
    other = conversation_of(buyer, outsider)
    assert client.get(f"/inbox/{other.pk}/files/{attachment.pk}/").status_code == 404
    client.force_login(outsider)
    assert client.get(address).status_code == 404


def test_opening_marks_as_read_and_allows_the_next_mail(client: Client, buyer: User, seller: User) -> None:
    conversation = conversation_of(buyer, seller)
    for _ in range(3):
        written(conversation, seller)
    assert Outbox.objects.filter(kind="offers.message").count() == 1
    client.force_login(buyer)
    client.get(f"/inbox/{conversation.pk}/")
    seat = Seat.objects.get(user=buyer)
    assert (seat.unread, seat.told) == (0, False)
    written(conversation, seller)
    assert Outbox.objects.filter(kind="offers.message").count() == 2


def test_polling_gives_only_what_is_new(client: Client, buyer: User, seller: User) -> None:
    conversation = conversation_of(buyer, seller)
    known = written(conversation, seller, "old words")
    client.force_login(buyer)
    address = f"/inbox/{conversation.pk}/messages/"
    assert client.get(address, {"after": known.pk}, headers=HTMX).status_code == 204
    written(conversation, seller, "new words")
    answer = client.get(address, {"after": known.pk}, headers=HTMX)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "new words" in page
    assert "old words" not in page
    assert Seat.objects.get(user=buyer).unread == 0
    assert client.get(address, {"after": "٣"}, headers=HTMX).status_code == 200


def test_writing_with_htmx_answers_with_the_new_lines_and_an_empty_composer(
    client: Client, buyer: User, seller: User
) -> None:
    conversation = conversation_of(buyer, seller)
    known = written(conversation, seller, "old words")
    client.force_login(buyer)
    data = {"command": str(uuid.uuid4()), "body": "fresh words", "after": known.pk}
    page = client.post(f"/inbox/{conversation.pk}/", data, headers=HTMX).content.decode()
    assert page.count("fresh words") == 1
    assert 'id="composer" data-hx-swap-oob="true"' in page
    assert "<html" not in page
    refused = client.post(
        f"/inbox/{conversation.pk}/", {**data, "command": str(uuid.uuid4()), "body": ""}, headers=HTMX
    )
    assert (refused.status_code, refused["HX-Retarget"]) == (422, "#composer")


def test_older_messages_come_by_link(client: Client, buyer: User, seller: User) -> None:
    conversation = conversation_of(buyer, seller)
    for number in range(60):
        written(conversation, seller, f"words {number:03}")
    client.force_login(buyer)
    page = client.get(f"/inbox/{conversation.pk}/")
    assert "words 009" not in page.content.decode()
    assert "words 010" in page.content.decode()
    older = client.get(f"/inbox/{conversation.pk}/?before={page.context['thread'].before}").content.decode()
    assert "words 009" in older
    assert "words 010" not in older
    assert "Older messages" not in older


@pytest.mark.parametrize("count", [1, 100])
def test_takes_at_most_8_statements(
    client: Client, buyer: User, seller: User, count: int, django_assert_max_num_queries: Any
) -> None:
    conversation = conversation_of(buyer, seller)
    for number in range(count):
        written(conversation, seller, f"words {number}")
    sent_offer(seller, buyer)
    client.force_login(buyer)
    client.get(f"/inbox/{conversation.pk}/")
    with django_assert_max_num_queries(8):
        assert client.get(f"/inbox/{conversation.pk}/").status_code == 200


def test_outsiders_and_visitors_learn_nothing(
    client: Client, buyer: User, seller: User, outsider: User
) -> None:
    conversation = conversation_of(buyer, seller)
    assert client.get(f"/inbox/{conversation.pk}/").status_code == 302
    client.force_login(outsider)
    for address in ("", "messages/", "offers/new/"):
        assert client.get(f"/inbox/{conversation.pk}/{address}").status_code == 404
    assert post(client, conversation).status_code == 404
    assert not Message.objects.exists()


def test_what_the_other_has_opened_is_marked_as_read(client: Client, buyer: User, seller: User) -> None:
    conversation = conversation_of(buyer, seller)
    first, second = written(conversation, buyer, "one"), written(conversation, buyer, "two")
    client.force_login(buyer)
    page = client.get(f"/inbox/{conversation.pk}/")
    assert page.context["read"] == 0
    client.force_login(seller)
    client.get(f"/inbox/{conversation.pk}/")
    third = written(conversation, buyer, "three")
    client.force_login(buyer)
    known = {"after": third.pk, "first": first.pk, "read": 0, "seen": 0}
    answer = client.get(f"/inbox/{conversation.pk}/messages/", known, headers=HTMX).content.decode()
    assert f'<span id="read-{second.pk}" data-hx-swap-oob="true"> · Read</span>' in answer
    assert "three" not in answer
    assert f'name="seen" value="{second.pk}"' in answer
    again = {**known, "read": second.pk, "seen": second.pk}
    assert client.get(f"/inbox/{conversation.pk}/messages/", again, headers=HTMX).status_code == 204
    assert client.get(f"/inbox/{conversation.pk}/").context["read"] == second.pk


def test_many_system_lines_in_a_row_are_folded(client: Client, buyer: User, seller: User) -> None:
    conversation = conversation_of(buyer, seller)
    for number in range(6):
        system_line(conversation.pk, f"line {number}", "", clock.now())
    written(conversation, seller, "words")
    for number in range(3):
        system_line(conversation.pk, f"later {number}", "", clock.now())
    client.force_login(buyer)
    lines = client.get(f"/inbox/{conversation.pk}/").context["thread"].lines
    assert [(line.body, len(line.folded)) for line in lines] == [
        ("line 5", 5),
        ("words", 0),
        ("later 0", 0),
        ("later 1", 0),
        ("later 2", 0),
    ]


def test_older_messages_come_alone_to_htmx_and_begin_no_day_twice(
    client: Client, buyer: User, seller: User
) -> None:
    conversation = conversation_of(buyer, seller)
    for number in range(60):
        written(conversation, seller, f"words {number:03}")
    client.force_login(buyer)
    before = client.get(f"/inbox/{conversation.pk}/").context["thread"].before
    page = client.get(f"/inbox/{conversation.pk}/?before={before}", headers=HTMX).content.decode()
    assert "<html" not in page
    assert page.count('class="bubble"') == 10
    assert f'<p id="day-{before}" data-hx-swap-oob="delete"></p>' in page
    assert "older-link" not in page


def test_a_link_in_a_message_can_be_followed_and_nothing_else(
    client: Client, buyer: User, seller: User
) -> None:
    conversation = conversation_of(buyer, seller)
    written(conversation, seller, "See https://a.example/x and javascript:alert(1)")
    client.force_login(buyer)
    page = client.get(f"/inbox/{conversation.pk}/").content.decode()
    assert 'href="https://a.example/x" rel="nofollow noopener noreferrer ugc"' in page
    assert 'href="javascript' not in page


def test_shows_the_gig_and_the_hour_of_the_other(client: Client, buyer: User, seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    conversation = conversation_of(buyer, seller)
    User.objects.filter(pk=seller.pk).update(time_zone="Asia/Tokyo")
    client.force_login(buyer)
    with clock.travelled_to(datetime(2026, 11, 20, 12, 0, tzinfo=UTC)):
        page = client.get(f"/inbox/{conversation.pk}/?gig={gig.slug}").content.decode()
    assert gig.title in page
    assert "21:00 local time" in page
    post(client, conversation, "About this one", about=gig.slug)
    conversation.refresh_from_db()
    assert conversation.gig == gig


def test_a_gig_of_a_stranger_is_not_what_it_is_about(
    client: Client, buyer: User, seller: User, outsider: User
) -> None:
    conversation = conversation_of(buyer, seller)
    client.force_login(buyer)
    post(client, conversation, "About", about=live_gig_with_milestones(outsider).slug)
    conversation.refresh_from_db()
    assert conversation.gig is None


def test_a_conversation_of_1000_messages_takes_8_statements(
    client: Client, buyer: User, seller: User, django_assert_max_num_queries: Any
) -> None:
    conversation = conversation_of(buyer, seller)
    at = clock.now()
    Message.objects.bulk_create(
        Message(conversation=conversation, sender=seller, kind="text", body=f"words {n}", created_at=at)
        for n in range(1_000)
    )
    sent_offer(seller, buyer)
    client.force_login(buyer)
    post(client, conversation, "See", files=[SimpleUploadedFile("x.txt", b"x")])
    client.get(f"/inbox/{conversation.pk}/")
    with django_assert_max_num_queries(8):
        page = client.get(f"/inbox/{conversation.pk}/")
    assert len(page.context["thread"].lines) == 50
    with django_assert_max_num_queries(8):
        older = {"before": page.context["thread"].before}
        assert client.get(f"/inbox/{conversation.pk}/", older, headers=HTMX).status_code == 200
    with django_assert_max_num_queries(4):
        known = {"after": page.context["thread"].after}
        assert client.get(f"/inbox/{conversation.pk}/messages/", known, headers=HTMX).status_code == 204


def test_suspended_members_go_on_writing_in_what_exists(client: Client, buyer: User, seller: User) -> None:
    conversation = conversation_of(buyer, seller)
    User.objects.filter(pk=buyer.pk).update(suspended_at=clock.now())
    client.force_login(buyer)
    assert post(client, conversation).status_code == 302
    assert client.get(f"/inbox/{conversation.pk}/").status_code == 200
