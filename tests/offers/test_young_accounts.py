from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from config.shared import clock
from offers.models import Conversation, Message
from offers.operations import start_conversation
from offers.operations.conversations import TooManyConversations
from offers.operations.messages import Unanswered
from tests.factories.accounts import UserFactory
from tests.factories.offers import click_by, conversation_of, written
from tests.orders import stories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_limits(settings: Any) -> None:
    settings.YOUNG_CONVERSATIONS_PER_DAY = 2
    settings.YOUNG_UNANSWERED_MESSAGES = 2


def begin(user: User, other: User) -> Conversation:
    return start_conversation(other_id=other.pk, click=click_by(user), body="Hello").conversation


def test_a_young_account_begins_so_many_a_day(client: Client, buyer: User) -> None:
    one, two, three = UserFactory.create_batch(3)
    begin(buyer, one)
    begin(buyer, two)
    with pytest.raises(TooManyConversations, match="2 conversations a day"):
        begin(buyer, three)
    client.force_login(buyer)
    address = f"/inbox/new/?to={three.handle}"
    command = str(client.get(address).context["form"].initial["command"])
    answer = client.post(address, {"command": command, "body": "My long text"})
    assert answer.status_code == 422
    assert "My long text" in answer.content.decode()
    assert Conversation.objects.count() == 2
    with clock.travelled_to(clock.now() + timedelta(days=1, minutes=1)):
        assert begin(buyer, three).pk


def test_an_older_account_is_not_counted(buyer: User) -> None:
    User.objects.filter(pk=buyer.pk).update(joined_at=clock.now() - timedelta(days=7))
    talks = [begin(buyer, other) for other in UserFactory.create_batch(4)]
    for number in range(4):
        written(talks[0], buyer, f"more {number}")
    assert Conversation.objects.count() == 4


def test_a_young_account_waits_for_an_answer(buyer: User, seller: User) -> None:
    conversation = begin(buyer, seller)
    written(conversation, buyer)
    with pytest.raises(Unanswered, match="wait for an answer"):
        written(conversation, buyer)
    written(conversation, seller, "Yes?")
    for number in range(5):
        written(conversation, buyer, f"answered {number}")
    assert Message.objects.count() == 8


def test_an_order_is_no_spam(buyer: User, seller: User) -> None:
    order = stories.order_of(seller, buyer, milestones=2)
    assert order.conversation is not None
    assert order.conversation.starter is None
    for number in range(5):
        written(order.conversation, buyer, f"words {number}")


def test_answering_somebody_is_never_counted(buyer: User, seller: User) -> None:
    conversation = begin(buyer, seller)
    for number in range(5):
        written(conversation, seller, f"words {number}")
    assert conversation_of(buyer, seller).pk == conversation.pk
