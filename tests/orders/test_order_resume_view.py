"""The pages of going on with an ended order, and what its page and the new one say."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import User
from config.shared import clock
from orders.models import Order, Resumption
from orders.operations.reminding import remind_due
from orders.operations.resuming import ask_to_resume
from orders.states import Act
from tests.orders import stories
from tests.orders.pages import act_url, opened, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def stopped(buyer: User, seller: User) -> Order:
    order = stories.deliver(stories.order_of(seller, buyer, milestones=3))
    return stories.fresh(stories.accept(order, Act.ACCEPT_AND_STOP))


def asked_by(order: Order, user: User) -> None:
    ask_to_resume(order_id=order.pk, text="We have a budget.", click=stories.click(user, order))


def page_of(order: Order, user: User, path: str = "") -> str:
    return signed_in(user).get(act_url(order, path)).content.decode()


def test_each_side_reads_its_own_figures(stopped: Order, buyer: User, seller: User) -> None:
    assert "$379.80" in page_of(stopped, buyer, "resume/")
    assert "$288.00" in page_of(stopped, seller, "resume/")
    assert "Asking charges nothing" in page_of(stopped, buyer, "resume/")


def test_the_buyer_who_agrees_goes_straight_to_the_payment(stopped: Order, buyer: User, seller: User) -> None:
    asked_by(stopped, seller)
    client, url = signed_in(buyer), act_url(stopped, "resume/agree/")
    answer = client.post(url, opened(client, url))
    new = Order.objects.get(resumes=stopped)
    assert answer["Location"] == reverse("orders:order_pay", args=[new.number])
    assert "$189.90" in client.get(answer["Location"]).content.decode()


def test_the_seller_who_agrees_sees_the_new_order(stopped: Order, buyer: User, seller: User) -> None:
    asked_by(stopped, buyer)
    client, url = signed_in(seller), act_url(stopped, "resume/agree/")
    typed = opened(client, url)
    answer = client.post(url, typed)
    new = Order.objects.get(resumes=stopped)
    assert answer["Location"] == act_url(new)
    assert client.post(url, typed)["Location"] == act_url(new)
    assert Order.objects.filter(resumes=stopped).count() == 1


def test_both_orders_lead_to_each_other(stopped: Order, buyer: User, seller: User) -> None:
    asked_by(stopped, buyer)
    client, url = signed_in(seller), act_url(stopped, "resume/agree/")
    client.post(url, opened(client, url))
    new = Order.objects.get(resumes=stopped)
    for user in (buyer, seller):
        assert f'href="{act_url(new)}">{new.number}</a>' in page_of(stopped, user)
        assert f'href="{act_url(stopped)}">{stopped.number}</a>' in page_of(new, user)
    assert f"This order goes on already, as order {new.number}." in page_of(stopped, buyer, "resume/")


def test_the_order_page_says_whose_turn_it_is(stopped: Order, buyer: User, seller: User) -> None:
    asked_by(stopped, buyer)
    theirs, mine = page_of(stopped, seller), page_of(stopped, buyer)
    assert f"Your turn: {buyer.label} asks to resume the order" in theirs
    assert "We have a budget." in theirs
    assert "Agree to resume" in theirs
    assert "Agree to resume" not in mine
    assert "Withdraw request" in mine


def test_after_the_time_the_page_says_so(stopped: Order, buyer: User) -> None:
    with stories.later(days=30):
        client = signed_in(buyer)
        answer = client.get(act_url(stopped, "resume/"))
        assert answer.status_code == 409
        assert "The time to resume this order is over" in answer.content.decode()
        assert "Resume order" not in client.get(act_url(stopped)).content.decode()


def test_a_message_that_is_too_long_is_said_beside_it(stopped: Order, buyer: User) -> None:
    client, url = signed_in(buyer), act_url(stopped, "resume/")
    answer = client.post(url, {**opened(client, url), "text": "x" * 1_001})
    assert answer.status_code == 422
    assert not Resumption.objects.exists()


def test_an_outsider_learns_nothing(stopped: Order, outsider: User) -> None:
    for path in ("resume/", "resume/agree/", "resume/decline/", "resume/withdraw/"):
        assert signed_in(outsider).get(act_url(stopped, path)).status_code == 404


def test_the_page_of_an_ended_order_stays_within_its_statements(
    stopped: Order,
    buyer: User,
    seller: User,
    django_assert_max_num_queries: Callable[..., AbstractContextManager[object]],
) -> None:
    asked_by(stopped, seller)
    client = signed_in(buyer)
    client.get(act_url(stopped))
    with django_assert_max_num_queries(16):  # session, member and header among them
        assert client.get(act_url(stopped)).status_code == 200


def test_a_reminder_does_not_make_the_page_refresh(buyer: User, seller: User) -> None:
    order = stories.fresh(stories.deliver(stories.order_of(seller, buyer, milestones=2)))
    client = signed_in(buyer)
    shown = client.get(act_url(order)).context["page"].shown
    assert order.remind_at is not None
    with clock.travelled_to(order.remind_at + timedelta(seconds=1)):
        assert remind_due(at=clock.now()) == 1
    answer = client.get(act_url(order), {"shown": shown}, headers={"HX-Request": "true"})
    assert answer.status_code == 204
