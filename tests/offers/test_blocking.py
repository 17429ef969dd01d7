import uuid
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from config.shared import clock
from config.shared.errors import Forbidden
from gigs.models import Gig
from offers.models import Block, Conversation, Message, Offer
from offers.operations import accept_offer_row, send_offer
from offers.operations.blocking import Blocked, block_member, unblock_member
from orders.models import Order
from orders.operations.placing import check_sides
from tests.factories.gigs import live_gig_with_milestones
from tests.factories.offers import click_by, conversation_of, draft_offer, sent_offer, written
from tests.orders import stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def conversation(buyer: User, seller: User) -> Conversation:
    return conversation_of(buyer, seller)


def block(conversation: Conversation, user: User) -> Block:
    return block_member(conversation_id=conversation.pk, blocker_id=user.pk, at=clock.now())


@pytest.mark.parametrize("who", ["buyer", "seller"])
def test_neither_side_writes(buyer: User, seller: User, conversation: Conversation, who: str) -> None:
    block(conversation, {"buyer": buyer, "seller": seller}[who])
    for writer in (buyer, seller):
        with pytest.raises(Blocked):
            written(conversation, writer)
    assert not Message.objects.exists()


def test_offers_are_neither_sent_nor_accepted(buyer: User, seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    sent, draft = sent_offer(seller, buyer, gig), draft_offer(seller, buyer, gig)
    block(sent.conversation, buyer)
    with pytest.raises(Blocked):
        send_offer(offer_id=draft.pk, click=click_by(seller, draft.version))
    with pytest.raises(Blocked):
        accept_offer_row(offer_id=sent.pk, buyer_id=buyer.pk, order_number="MP-X", at=clock.now())
    assert sorted(Offer.objects.values_list("state", flat=True)) == ["draft", "sent"]


def test_nothing_is_ordered(client: Client, buyer: User, seller: User) -> None:
    gig: Gig = live_gig_with_milestones(seller)
    block(conversation_of(buyer, seller), seller)
    with pytest.raises(Blocked, match="cannot be reached"):
        check_sides(gig, buyer.pk)
    client.force_login(buyer)
    assert client.get(f"/gigs/{gig.slug}/order/?package=basic").status_code == 409
    assert not Order.objects.exists()


def test_the_conversation_of_a_running_order_stays_open(client: Client, buyer: User, seller: User) -> None:
    order = stories.order_of(seller, buyer, milestones=2)
    assert order.conversation is not None
    block(order.conversation, buyer)
    assert written(order.conversation, seller, "The work is nearly done.").pk
    client.force_login(seller)
    page = client.get(f"/inbox/{order.conversation_id}/").content.decode()
    assert "stays open while an order of yours runs" in page
    assert 'id="composer-form"' in page
    Order.objects.filter(pk=order.pk).update(
        status="completed", reason="finished", due_at=None, ended_at=clock.now()
    )
    with pytest.raises(Blocked):
        written(order.conversation, seller)


def test_who_was_blocked_is_told_no_more_than_of_a_suspended_member(
    client: Client, buyer: User, seller: User, conversation: Conversation
) -> None:
    block(conversation, buyer)
    client.force_login(seller)
    page = client.get(f"/inbox/{conversation.pk}/").content.decode()
    assert "Bea Buyer cannot be reached at the moment." in page
    assert "blocked" not in page
    assert 'id="composer-form"' not in page


def test_a_text_that_meets_a_block_is_kept_on_the_page(
    client: Client, buyer: User, seller: User, conversation: Conversation
) -> None:
    block(conversation, seller)
    client.force_login(buyer)
    data: dict[str, Any] = {"command": str(uuid.uuid4()), "body": "My long text"}
    answer = client.post(f"/inbox/{conversation.pk}/", data, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Retarget"]) == (409, "#composer")
    assert "My long text" in answer.content.decode()
    assert "cannot be reached" in answer.content.decode()


def test_no_new_conversation_begins(client: Client, buyer: User, seller: User) -> None:
    Block.objects.create(blocker=seller, blocked=buyer, created_at=clock.now())
    client.force_login(buyer)
    assert client.get("/inbox/new/?to=sam-seller").status_code == 409
    assert not Conversation.objects.exists()


def test_blocking_twice_is_once_and_unblocking_takes_back_ones_own(
    buyer: User, seller: User, outsider: User, conversation: Conversation
) -> None:
    assert block(conversation, buyer).pk == block(conversation, buyer).pk
    block(conversation, seller)
    unblock_member(conversation_id=conversation.pk, blocker_id=buyer.pk)
    assert list(Block.objects.values_list("blocker_id", flat=True)) == [seller.pk]
    with pytest.raises(Forbidden):
        block(conversation, outsider)


def test_the_page_blocks_and_unblocks(
    client: Client, buyer: User, seller: User, conversation: Conversation
) -> None:
    client.force_login(buyer)
    address = f"/inbox/{conversation.pk}/block/"
    assert "is not told" in client.get(address).content.decode()
    assert client.post(address)["Location"] == f"/inbox/{conversation.pk}/"
    assert "Unblock Sam Seller" in client.get(address).content.decode()
    client.post(address, {"undo": "1"})
    assert not Block.objects.exists()
    assert written(conversation, seller).pk
