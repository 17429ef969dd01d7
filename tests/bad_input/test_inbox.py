"""The inbox refuses what it cannot take: no message, no half of one, and the text is still there."""

import uuid
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from gigs.models import Gig
from offers.models import Attachment, Conversation, Message
from tests.bad_input.garbage import NOT_COMMANDS
from tests.bad_input.pages import rows, shows
from tests.factories.offers import conversation_of, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def conversation(buyer: User, seller: User) -> Conversation:
    return conversation_of(buyer, seller)


def message(**more: Any) -> dict[str, Any]:
    return {"command": str(uuid.uuid4()), "body": "Typed message", **more}


def refused(client: Client, address: str, data: dict[str, Any]) -> None:
    for headers in ({}, {"HX-Request": "true"}):
        held = rows()
        for upload in data.get("files", []):
            upload.seek(0)
        answer = client.post(address, data, headers=headers)
        assert answer.status_code == 422
        assert not data["body"].strip("\x00 \n") or shows(answer, data["body"])
        assert rows() == held


def test_an_empty_or_endless_message_is_refused(buying: Client, conversation: Conversation) -> None:
    held = rows()
    for body in ("", " \n ", "\x00\x07", "\u202e\u2066", "\u200b\ufeff", "m" * 5_001):
        answer = buying.post(f"/inbox/{conversation.pk}/", message(body=body))
        assert answer.status_code == 422
        assert len(body) < 9 or shows(answer, body)
    assert rows() == held


def test_a_form_that_cannot_be_read_writes_nothing(buying: Client, conversation: Conversation) -> None:
    for command in NOT_COMMANDS:
        refused(buying, f"/inbox/{conversation.pk}/", message(command=command))


def test_files_that_are_too_many_too_large_or_empty_write_nothing(
    buying: Client, conversation: Conversation, settings: Any
) -> None:
    settings.UPLOAD_MAX_BYTES = 100
    for count, content in ((1, b"x" * 101), (1, b""), (21, b"file")):
        files = [SimpleUploadedFile(f"{n}.txt", content) for n in range(count)]
        refused(buying, f"/inbox/{conversation.pk}/", message(files=files))
        mixed = [SimpleUploadedFile("good.txt", b"good"), *files]
        refused(buying, f"/inbox/{conversation.pk}/", message(files=mixed))
    assert not Attachment.objects.exists()


def test_a_file_name_is_harmless(buying: Client, conversation: Conversation) -> None:
    name = "../../\u202etxt.<script>\x00'\";.exe"
    buying.post(f"/inbox/{conversation.pk}/", message(files=[SimpleUploadedFile(name, b"x")]))
    stored = Attachment.objects.get()
    assert not set(stored.name) & set("/\\<>\"';\x00\u202e")
    assert ".." not in str(stored.file.name)
    assert default_storage.exists(str(stored.file.name))


def test_the_same_message_twice_is_one(buying: Client, conversation: Conversation) -> None:
    data = message()
    assert [buying.post(f"/inbox/{conversation.pk}/", data).status_code for _ in range(2)] == [302, 302]
    assert Message.objects.count() == 1


def test_a_command_of_somebody_else_writes_nothing(
    buying: Client, selling: Client, conversation: Conversation
) -> None:
    data = message()
    assert buying.post(f"/inbox/{conversation.pk}/", data).status_code == 302
    answer = selling.post(f"/inbox/{conversation.pk}/", data | {"body": "Mine"})
    assert answer.status_code == 409
    assert Message.objects.count() == 1


def test_a_conversation_of_others_is_not_found(selling: Client, buyer: User, outsider: User) -> None:
    foreign = conversation_of(buyer, outsider)
    written(foreign, buyer)
    held = rows()
    for rest in ("", "messages/", "offers/new/", f"files/{uuid.uuid4()}/"):
        assert selling.get(f"/inbox/{foreign.pk}/{rest}").status_code == 404
    assert selling.post(f"/inbox/{foreign.pk}/", message()).status_code == 404
    assert rows() == held


def test_a_first_message_to_nobody_or_to_oneself_is_refused(buying: Client, buyer: User, gig: Gig) -> None:
    held = rows()
    for query in ("", "?to=", "?to=nobody", "?gig=none", "?to=%00", "?gig=%00", f"?to={'x' * 3000}"):
        assert buying.post(f"/inbox/new/{query}", message()).status_code in {400, 404}, query
    assert buying.post(f"/inbox/new/?to={buyer.handle}", message()).status_code == 409
    assert buying.post(f"/inbox/new/?gig={gig.slug}", message(body="")).status_code == 422
    assert rows() == held
