"""The ways to accept a delivery, each with what it does."""

import pytest

from accounts.models import User
from orders.ledger.accounts import pending
from orders.ledger.balances import balance
from orders.models import Intent
from orders.states import MilestoneStatus, OrderStatus
from tests.factories.orders import DECLINED, card_of, fresh, order_in
from tests.orders.pages import act_url, opened, sent, signed_in

pytestmark = pytest.mark.django_db


def test_lists_three_ways_with_their_money(buyer: User, seller: User) -> None:
    html = signed_in(buyer).get(act_url(order_in("delivered", buyer, seller), "accept/")).content.decode()
    for words in (
        "Accept and continue · $63.30",
        "Accept, decide later",
        "Accept and stop",
        "is accepted, and its $60.00 goes to Sam Seller",
        "are never charged",
        "Nothing is refunded.",
    ):
        assert words in html


def test_the_last_delivery_has_one_way(buyer: User, seller: User) -> None:
    html = (
        signed_in(buyer).get(act_url(order_in("last_delivered", buyer, seller), "accept/")).content.decode()
    )
    assert "Accept final delivery" in html
    assert "Accept and continue" not in html


def test_is_the_buyers_and_only_while_delivered(buyer: User, seller: User, outsider: User) -> None:
    order = order_in("in_progress", buyer, seller)
    assert signed_in(buyer).get(act_url(order, "accept/")).status_code == 409
    assert signed_in(seller).get(act_url(order, "accept/")).status_code == 403
    assert signed_in(outsider).get(act_url(order, "accept/")).status_code == 404
    assert signed_in(buyer).get(act_url(order, "accept/gladly/")).status_code == 404


def test_continuing_pays_the_seller_and_charges_the_next_with_the_orders_card(
    buyer: User, seller: User
) -> None:
    order = order_in("delivered", buyer, seller)
    sent(signed_in(buyer), act_url(order, "accept/continue/"), card=str(order.card_id))
    order = fresh(order.pk)
    assert order.current == 2
    assert order.milestones.get(position=2).status == MilestoneStatus.IN_PROGRESS
    assert balance(pending(seller.pk)) == 4_800
    assert Intent.objects.count() == 2


def test_continuing_with_a_card_that_declines_still_accepts_and_leads_to_the_pay_page(
    buyer: User, seller: User
) -> None:
    order = order_in("delivered", buyer, seller)
    bad = card_of(buyer, DECLINED)
    answer = sent(signed_in(buyer), act_url(order, "accept/continue/"), card=str(bad.pk))
    assert answer["Location"] == act_url(order, "pay/")
    order = fresh(order.pk)
    assert order.milestones.get(position=1).status == MilestoneStatus.ACCEPTED
    assert order.milestones.get(position=2).status == MilestoneStatus.AWAITING_PAYMENT


def test_stopping_charges_nothing_more(buyer: User, seller: User) -> None:
    order = order_in("delivered", buyer, seller)
    sent(signed_in(buyer), act_url(order, "accept/stop/"))
    assert (fresh(order.pk).status, fresh(order.pk).reason) == (OrderStatus.COMPLETED, "stopped")
    assert Intent.objects.count() == 1
    html = signed_in(seller).get(act_url(order)).content.decode()
    assert "Do not go on" in html


def test_names_the_delivery_that_was_seen(buyer: User, seller: User) -> None:
    order = order_in("delivered", buyer, seller)
    client, url = signed_in(buyer), act_url(order, "accept/later/")
    answer = client.post(url, {**opened(client, url), "round": "7"})
    assert answer.status_code == 409
    assert fresh(order.pk).milestones.get(position=1).status == MilestoneStatus.DELIVERED
