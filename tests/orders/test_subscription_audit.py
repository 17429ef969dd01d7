"""What the audit says of subscriptions that cannot be."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import User
from config.shared import clock
from orders.audit import broken_invariants
from orders.models import Order, OrderMilestone, Subscription
from orders.operations.sweeping import run_due
from tests.orders.monthly import cancelled, read, subscribed, swept
from tests.orders.stories import DECLINED, FIRST_ONLY

pytestmark = pytest.mark.django_db(transaction=True)
Change = Callable[[Subscription], object]


def _rows(one: Subscription, **changes: object) -> None:
    Subscription.objects.filter(pk=one.pk).update(**changes)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda one: _rows(one, made=2), "months from 1 to 1, 2 were made"),
        (lambda one: _rows(one, next_at=None, due_at=None), "months are left, and nothing is planned"),
        (
            lambda one: _rows(one, next_at=None, due_at=None, anchor_at=None),
            "its first month is paid, and it has no anchor",
        ),
        (
            lambda one: _rows(
                one, status="ended", reason="all_paid", ended_at=clock.now(), next_at=None, due_at=None
            ),
            "it ended as all paid, and its last month was not",
        ),
        (
            lambda one: OrderMilestone.objects.filter(order__subscription=one).update(amount_minor=9_999),
            "month 1 costs 9999, not what was agreed",
        ),
    ],
)
def test_finds_what_cannot_be(buyer: User, seller: User, change: Change, words: str) -> None:
    begun = subscribed(seller, buyer)
    assert broken_invariants() == []
    change(begun)
    assert any(words in line for line in broken_invariants())


def test_finds_an_unpaid_month_after_the_end(buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer, number=DECLINED)
    assert broken_invariants() == []
    _rows(begun, status="cancelled", cancelled_at=clock.now(), cancelled_by="buyer")
    assert any("it still waits for a payment" in line for line in broken_invariants())


def test_all_is_well_through_a_whole_life(buyer: User, seller: User, outsider: User) -> None:
    lives = [
        subscribed(seller, buyer, months=4, days=30),
        subscribed(seller, outsider, months=3, days=30, number=FIRST_ONLY),
    ]
    for days in (28, 32, 45, 62, 93, 130, 200):
        with clock.travelled_to(lives[0].placed_at + timedelta(days=days)):
            run_due()
            if days == 45:
                cancelled(buyer, lives[0])
            assert broken_invariants() == []
    assert [read(one).status for one in lives] == ["cancelled", "ended"]
    assert Order.objects.filter(subscription=lives[1]).count() == 2


def test_staff_find_it_with_its_months(client: Client, buyer: User, seller: User, staff: User) -> None:
    begun = subscribed(seller, buyer)
    swept(read(begun).next_at)  # type: ignore[arg-type]
    User.objects.filter(pk=staff.pk).update(is_staff=True, is_superuser=True)
    client.force_login(User.objects.get(pk=staff.pk))
    found = client.get("/admin/orders/subscription/", {"q": buyer.email})
    assert begun.title in found.content.decode()
    page = client.get(f"/admin/orders/subscription/{begun.pk}/change/").content.decode()
    assert "I agree that Milepost charges my card" in page
    assert page.count("MP-") >= 2
