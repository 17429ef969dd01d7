"""Staff cancel a subscription: as either side can, with a reason that both read."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from accounts.models import Mail, Notification, User
from config.shared import clock
from config.shared.errors import Invalid, Stale
from orders.audit.whole import everything as broken_invariants
from orders.models import Intent, Subscription
from orders.operations.sweeping import run_due
from orders.operations.unsubscribing import OwnSubscription, cancel_subscription
from orders.subscription_transitions import SubscriptionIsOver
from tests.orders.monthly import month, press, read, subscribed, swept
from tests.orders.pages import hidden, signed_in
from tests.orders.stories import DECLINED

pytestmark = pytest.mark.django_db
WHY = "The gig is not what it said."


def ended(one: Subscription, staff: User, reason: str = WHY) -> Subscription:
    return cancel_subscription(subscription_id=one.pk, click=press(staff, one), by_staff=True, reason=reason)


def test_nothing_more_is_charged_and_the_month_that_runs_goes_on(
    buyer: User, seller: User, staff: User
) -> None:
    one = subscribed(seller, buyer)
    ended(one, staff)
    after = read(one)
    assert (after.status, after.cancelled_by, after.cancelled_why) == ("cancelled", "staff", WHY)
    assert (after.next_at, after.due_at) == (None, None)
    assert swept(clock.now() + timedelta(days=400)) == 0
    assert month(one, 1).status == "active"
    assert Intent.objects.count() == 1
    assert broken_invariants() == []


def test_a_month_that_is_not_paid_is_dropped(buyer: User, seller: User, staff: User) -> None:
    one = subscribed(seller, buyer, number=DECLINED)
    ended(one, staff)
    assert (month(one, 1).status, month(one, 1).reason) == ("cancelled", "not_paid")
    assert broken_invariants() == []


def test_both_sides_are_told_by_bell_and_mail_with_the_reason(buyer: User, seller: User, staff: User) -> None:
    one = subscribed(seller, buyer)
    ended(one, staff)
    run_due()
    for user in (buyer, seller):
        rung = Notification.objects.get(user=user, text__contains="Milepost cancelled the subscription")
        assert rung.url == f"/subscriptions/{one.pk}/"
        assert Mail.objects.get(user=user, text__contains=WHY)
        page = signed_in(user).get(rung.url).content.decode()
        assert "Milepost cancelled it. Nothing more is charged" in page
        assert f"Reason: {WHY}" in page


def test_a_reason_is_asked_for(buyer: User, seller: User, staff: User) -> None:
    one = subscribed(seller, buyer)
    with pytest.raises(Invalid) as fault:
        ended(one, staff, "  ")
    assert fault.value.field == "reason"
    assert read(one).status == "active"


def test_a_party_acts_as_such(buyer: User, seller: User) -> None:
    one = subscribed(seller, buyer)
    for party in (buyer, seller):
        with pytest.raises(OwnSubscription):
            ended(one, party)
    assert read(one).status == "active"


def test_once_and_not_from_an_old_page(buyer: User, seller: User, staff: User) -> None:
    one = subscribed(seller, buyer)
    old = press(staff, one)
    swept(clock.now() + timedelta(days=31))
    with pytest.raises(Stale):
        cancel_subscription(subscription_id=one.pk, click=old, by_staff=True, reason=WHY)
    click = press(staff, one)
    for _ in range(2):
        cancel_subscription(subscription_id=one.pk, click=click, by_staff=True, reason=WHY)
    with pytest.raises(SubscriptionIsOver):
        ended(one, staff)


def test_the_page_says_what_it_does_then_does_it(buyer: User, seller: User, staff: User) -> None:
    one = subscribed(seller, buyer)
    desk, url = signed_in(staff), reverse("admin:orders_subscription_cancel", args=[one.pk])
    assert url in desk.get(reverse("admin:orders_subscription_change", args=[one.pk])).content.decode()
    html = desk.get(url).content.decode()
    for words in ("Nothing more is charged by this subscription.", "Never charged: 2 months", "are told."):
        assert words in html, words
    silent = desk.post(url, {**hidden(html), "reason": " "})
    assert silent.status_code == 422
    assert "errorlist" in silent.content.decode()
    for _ in range(2):
        assert desk.post(url, {**hidden(html), "reason": WHY}).status_code == 302
    assert read(one).status == "cancelled"
    assert WHY in LogEntry.objects.latest("pk").change_message
    assert "over already" in desk.get(url).content.decode()


def test_an_old_page_keeps_the_reason(buyer: User, seller: User, staff: User) -> None:
    one = subscribed(seller, buyer)
    desk, url = signed_in(staff), reverse("admin:orders_subscription_cancel", args=[one.pk])
    html = desk.get(url).content.decode()
    swept(clock.now() + timedelta(days=31))
    answer = desk.post(url, {**hidden(html), "reason": WHY})
    assert answer.status_code == 409
    assert WHY in answer.content.decode()
    assert read(one).status == "active"
