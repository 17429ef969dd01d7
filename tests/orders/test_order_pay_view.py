"""Paying what waits for payment."""

from datetime import timedelta

import pytest

from accounts.models import User
from config.shared import clock
from orders.models import Attempt, Intent, SavedCard
from orders.operations.funding import recover_payments
from orders.states import MilestoneStatus, OrderStatus
from tests.factories.orders import DECLINED, card_of, fresh, order_in
from tests.orders.pages import NEW_CARD, act_url, opened, sent, signed_in
from tests.support.payments import charges_at_the_provider

pytestmark = pytest.mark.django_db


def test_says_why_the_last_one_failed_and_what_is_charged(buyer: User, seller: User) -> None:
    html = signed_in(buyer).get(act_url(order_in("next_failed", buyer, seller), "pay/")).content.decode()
    assert "The card was declined. Nothing was charged." in html
    assert "Pay $63.30" in html
    assert "4000 0025 0000 3155" in html


def test_another_card_lets_the_work_go_on(buyer: User, seller: User) -> None:
    order = order_in("next_failed", buyer, seller)
    answer = sent(signed_in(buyer), act_url(order, "pay/"), **NEW_CARD)
    assert answer["Location"] == act_url(order)
    assert fresh(order.pk).milestones.get(position=2).status == MilestoneStatus.IN_PROGRESS


def test_the_same_form_twice_keeps_one_card_and_charges_it_once(buyer: User, seller: User) -> None:
    order = order_in("unpaid", buyer, seller)
    client, url = signed_in(buyer), act_url(order, "pay/")
    form = {**opened(client, url), **NEW_CARD}
    first = client.post(url, form)
    kept = SavedCard.objects.filter(user=buyer, removed_at__isnull=True).count()
    assert client.post(url, form)["Location"] == first["Location"] == act_url(order)
    assert SavedCard.objects.filter(user=buyer, removed_at__isnull=True).count() == kept
    assert charges_at_the_provider() == 1


def test_a_second_decline_stays_on_the_pay_page(buyer: User, seller: User) -> None:
    order = order_in("unpaid", buyer, seller)
    answer = sent(signed_in(buyer), act_url(order, "pay/"), **{**NEW_CARD, "number": DECLINED})
    assert answer["Location"] == act_url(order, "pay/")
    assert (Intent.objects.count(), Attempt.objects.count()) == (1, 2)
    assert fresh(order.pk).status == OrderStatus.AWAITING_PAYMENT


def test_an_answer_that_was_lost_is_being_checked_and_cannot_be_paid_again(buyer: User, seller: User) -> None:
    order = order_in("checked", buyer, seller)
    client, url = signed_in(buyer), act_url(order, "pay/")
    assert "Your payment is being checked" in client.get(url).content.decode()
    bought = client.get(act_url(order)).content.decode()
    assert "Your payment is being checked" in bought
    assert "Do not start yet" in signed_in(seller).get(act_url(order)).content.decode()
    other = order_in("unpaid", buyer, seller)
    data = {**opened(client, act_url(other, "pay/")), **NEW_CARD, "version": str(order.version)}
    answer = client.post(url, data)
    assert answer.status_code == 409
    assert "being checked" in answer.content.decode()
    with clock.travelled_to(clock.now() + timedelta(minutes=5)):
        recover_payments(at=clock.now())
    assert fresh(order.pk).status == OrderStatus.ACTIVE
    assert Attempt.objects.filter(intent__subject_id=order.milestones.get(position=1).pk).count() == 1


def test_a_stop_is_refused_while_the_next_charge_is_checked(buyer: User, seller: User) -> None:
    order = order_in("undecided", buyer, seller)
    client = signed_in(buyer)
    stop = opened(client, act_url(order, "stop/"))
    lost = {**NEW_CARD, "number": "4000 0000 0000 5126"}
    assert sent(client, act_url(order, "start/"), **lost)["Location"] == act_url(order, "pay/")
    answer = client.post(act_url(order, "stop/"), {**stop, "version": str(fresh(order.pk).version)})
    assert answer.status_code == 409
    assert "being checked" in answer.content.decode()
    assert fresh(order.pk).status == OrderStatus.ACTIVE


def test_does_not_offer_the_declined_card_first(buyer: User, seller: User) -> None:
    order = order_in("next_failed", buyer, seller)
    client, url = signed_in(buyer), act_url(order, "pay/")
    assert client.get(url).context["form"].chosen == "new"
    other = card_of(buyer)
    assert client.get(url).context["form"].chosen == str(other.pk)


def test_a_next_milestone_that_was_never_tried_is_started_on_its_own_page(buyer: User, seller: User) -> None:
    order = order_in("undecided", buyer, seller)
    assert signed_in(buyer).get(act_url(order, "pay/"))["Location"] == act_url(order, "start/")
