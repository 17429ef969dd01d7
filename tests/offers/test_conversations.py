import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from config.shared import clock
from config.shared.errors import Forbidden, Invalid
from offers.models import Conversation, Message, Seat
from offers.operations import open_conversation, start_conversation, system_line, write_message
from offers.operations.conversations import NoConversation
from tests.factories.offers import click_by, conversation_of, written

pytestmark = pytest.mark.django_db


def test_a_pair_has_one_conversation(buyer: User, seller: User) -> None:
    assert conversation_of(buyer, seller).pk == conversation_of(seller, buyer).pk
    assert Conversation.objects.count() == 1
    assert Seat.objects.count() == 2


def test_nobody_writes_to_oneself(buyer: User) -> None:
    with pytest.raises(NoConversation, match="yourself"):
        conversation_of(buyer, buyer)


@pytest.mark.parametrize("side", ["buyer", "seller"])
def test_a_suspended_side_begins_nothing(buyer: User, seller: User, side: str) -> None:
    User.objects.filter(pk={"buyer": buyer, "seller": seller}[side].pk).update(suspended_at=clock.now())
    with pytest.raises(NoConversation):
        start_conversation(other_id=seller.pk, click=click_by(buyer), body="Hello")
    assert not Conversation.objects.exists()


def test_a_conversation_that_exists_stays_open_for_suspended_members(buyer: User, seller: User) -> None:
    conversation = conversation_of(buyer, seller)
    User.objects.filter(pk=seller.pk).update(suspended_at=clock.now())
    assert written(conversation, seller).pk
    assert open_conversation(starter_id=buyer.pk, other_id=seller.pk, at=clock.now()).pk == conversation.pk


def test_a_refused_first_message_leaves_no_conversation(buyer: User, seller: User) -> None:
    with pytest.raises(Invalid):
        start_conversation(other_id=seller.pk, click=click_by(buyer), body="")
    assert not Conversation.objects.exists()


def test_an_outsider_writes_nothing(buyer: User, seller: User, outsider: User) -> None:
    conversation = conversation_of(buyer, seller)
    with pytest.raises(Forbidden):
        written(conversation, outsider)
    assert not Message.objects.exists()


def test_a_system_line_moves_the_list_but_no_unread_count(buyer: User, seller: User) -> None:
    conversation = conversation_of(buyer, seller)
    at = clock.now()
    system_line(conversation.pk, "The order began.", "/orders/MP-X/", at)
    assert list(Seat.objects.values_list("last_at", "unread")) == [(at, 0), (at, 0)]


def test_files_of_a_message_that_is_not_written_are_removed(
    buyer: User, seller: User, outsider: User, settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = tmp_path
    conversation = conversation_of(buyer, seller)

    def broken(*args: object) -> None:
        raise OSError

    monkeypatch.setattr("offers.operations.messages._tell_once", broken)
    with pytest.raises(OSError):  # noqa: PT011
        write_message(
            conversation_id=conversation.pk,
            click=click_by(buyer),
            body="",
            files=[SimpleUploadedFile("a.txt", b"a"), SimpleUploadedFile("b.txt", b"b")],
        )
    assert not Message.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_message_is_bounded(buyer: User, seller: User) -> None:
    conversation = conversation_of(buyer, seller)
    with pytest.raises(Invalid, match="5,000"):
        written(conversation, buyer, "x" * 5_001)
    assert written(conversation, buyer, "x" * 5_000).pk


def test_a_used_command_of_another_member_is_refused(buyer: User, seller: User) -> None:
    conversation = conversation_of(buyer, seller)
    click = click_by(buyer)
    write_message(conversation_id=conversation.pk, click=click, body="mine")
    stolen = type(click)(actor_id=seller.pk, key=click.key, version=None, at=clock.now())
    with pytest.raises(Exception, match="changed"):
        write_message(conversation_id=conversation.pk, click=stolen, body="theirs")
    assert Message.objects.count() == 1
    assert uuid.UUID(str(click.key))
