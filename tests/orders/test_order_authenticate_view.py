"""The bank's question."""

import pytest

from accounts.models import User
from orders.states import OrderStatus
from tests.factories.orders import fresh, order_in
from tests.orders.pages import act_url, opened, sent, signed_in

pytestmark = pytest.mark.django_db
PATH = "pay/authenticate/"


def test_yes_charges_the_card_once(buyer: User, seller: User) -> None:
    order = order_in("asks_bank", buyer, seller)
    client, url = signed_in(buyer), act_url(order, PATH)
    data = {**opened(client, url), "answer": "yes"}
    assert client.post(url, data)["Location"] == act_url(order)
    assert fresh(order.pk).status == OrderStatus.ACTIVE
    assert client.post(url, data).status_code == 409


def test_no_declines_it_and_leads_back_to_the_pay_page(buyer: User, seller: User) -> None:
    order = order_in("asks_bank", buyer, seller)
    client = signed_in(buyer)
    assert sent(client, act_url(order, PATH), answer="no")["Location"] == act_url(order, "pay/")
    assert fresh(order.pk).status == OrderStatus.AWAITING_PAYMENT
    assert "The bank did not confirm" in client.get(act_url(order, "pay/")).content.decode()


def test_an_answer_must_be_given(buyer: User, seller: User) -> None:
    order = order_in("asks_bank", buyer, seller)
    assert sent(signed_in(buyer), act_url(order, PATH)).status_code == 422


def test_is_the_buyers_and_only_while_the_bank_asks(buyer: User, seller: User, outsider: User) -> None:
    order = order_in("asks_bank", buyer, seller)
    assert signed_in(seller).get(act_url(order, PATH)).status_code == 403
    assert signed_in(outsider).get(act_url(order, PATH)).status_code == 404
    paid = order_in("in_progress", buyer, seller)
    assert signed_in(buyer).get(act_url(paid, PATH)).status_code == 409
