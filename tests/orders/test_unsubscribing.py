"""Cancelling a subscription, and changing its card: at any time before the next payment (product.md 5.2)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest

from accounts.models import User
from config.shared import clock
from config.shared.errors import Stale
from orders.models import Intent, Order
from orders.operations.funding import recover_payments
from orders.operations.renewing import renew
from orders.operations.unsubscribing import NoSuchCard, cancel_subscription, change_card
from orders.payments.demo.models import DemoPayment
from orders.subscription_transitions import SubscriptionIsOver
from orders.transitions import NotYourPart
from tests.orders.monthly import cancelled, month, press, read, subscribed, swept
from tests.orders.stories import ANSWER_LOST, AUTHENTICATE, DECLINED, FIRST_ONLY, card_of, current

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 1, 31, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_the_end_of_january() -> Iterator[None]:
    with clock.travelled_to(AT):
        yield


@pytest.mark.parametrize("role", ["buyer", "seller"])
def test_either_side_cancels_and_nothing_more_is_charged(buyer: User, seller: User, role: str) -> None:
    begun = subscribed(seller, buyer)
    cancelled({"buyer": buyer, "seller": seller}[role], begun)
    after = read(begun)
    assert (after.status, after.cancelled_by, after.reason) == ("cancelled", role, "")
    assert (after.next_at, after.due_at) == (None, None)
    assert after.cancelled_at is not None
    assert swept(AT + timedelta(days=400)) == 0
    assert (month(begun, 1).status, current(month(begun, 1)).status) == ("active", "in_progress")
    assert Order.objects.count() == Intent.objects.count() == DemoPayment.objects.count() == 1


def test_an_outsider_cannot(buyer: User, seller: User, outsider: User) -> None:
    begun = subscribed(seller, buyer)
    with pytest.raises(NotYourPart):
        cancelled(outsider, begun)
    with pytest.raises(NotYourPart):
        change_card(subscription_id=begun.pk, card_id=card_of(outsider).pk, click=press(outsider, begun))
    assert read(begun).status == "active"


def test_the_same_click_again_changes_nothing_and_another_one_is_refused(buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer)
    once = press(buyer, begun)
    for _ in range(2):
        cancel_subscription(subscription_id=begun.pk, click=once)
    version = read(begun).version
    with pytest.raises(SubscriptionIsOver):
        cancelled(seller, begun)
    assert read(begun).version == version


def test_a_page_from_before_the_renewal_is_stale(buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer)
    old = press(buyer, begun)
    swept(AT + timedelta(days=29))
    with pytest.raises(Stale):
        cancel_subscription(subscription_id=begun.pk, click=old)
    assert (read(begun).status, read(begun).made) == ("active", 2)


def test_a_click_counts_until_the_charge_has_begun_even_when_the_clock_is_late(
    buyer: User, seller: User
) -> None:
    begun = subscribed(seller, buyer)
    with clock.travelled_to(AT + timedelta(days=29)):
        cancelled(buyer, begun)
        assert not renew(begun.pk, at=clock.now())
    assert (read(begun).status, Intent.objects.count()) == ("cancelled", 1)


def test_an_unpaid_month_is_dropped_with_it(buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer, number=FIRST_ONLY)
    swept(AT + timedelta(days=29))
    assert month(begun, 2).status == "awaiting_payment"
    cancelled(buyer, begun)
    second = month(begun, 2)
    assert (second.status, second.reason, current(second).status) == ("cancelled", "not_paid", "dropped")
    assert Intent.objects.get(subject_id=current(second).pk).status == "closed"
    assert (read(begun).status, month(begun, 1).status) == ("cancelled", "active")


def test_an_unpaid_first_month_frees_its_offer(buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer, number=DECLINED)
    cancelled(buyer, begun)
    begun.offer.refresh_from_db()
    assert (month(begun, 1).status, begun.offer.state, read(begun).status) == (
        "cancelled",
        "expired",
        "cancelled",
    )


def test_a_charge_under_way_decides_about_its_month_alone(buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer, number=ANSWER_LOST)
    assert month(begun, 1).status == "awaiting_payment"
    cancelled(buyer, begun)
    assert month(begun, 1).status == "awaiting_payment"
    with clock.travelled_to(AT + timedelta(hours=2)):
        recover_payments(at=clock.now())
    after = read(begun)
    assert (month(begun, 1).status, after.status, after.next_at) == ("active", "cancelled", None)
    assert after.anchor_at is not None
    assert swept(AT + timedelta(days=60)) == 0


def test_a_charge_that_fails_after_the_cancellation_leaves_nothing_to_pay(buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer)
    change_card(subscription_id=begun.pk, card_id=card_of(buyer, DECLINED).pk, click=press(buyer, begun))
    with clock.travelled_to(AT + timedelta(days=29)):
        with patch("orders.operations.renewing.confirm_all"):  # the worker dies before it asks the provider
            renew(begun.pk, at=clock.now())
            renew(begun.pk, at=clock.now())
        assert month(begun, 2).status == "awaiting_payment"
        Order.objects.filter(subscription=begun, month=2).first()
    with clock.travelled_to(AT + timedelta(days=29, minutes=5)):
        recover_payments(at=clock.now())
    assert month(begun, 2).status == "awaiting_payment"
    cancelled(buyer, begun)
    assert month(begun, 2).status == "cancelled"


def test_the_bank_s_question_is_no_charge_under_way(buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer, number=AUTHENTICATE)
    cancelled(buyer, begun)
    assert month(begun, 1).status == "cancelled"


def test_the_next_charges_go_to_the_card_that_the_buyer_names(buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer)
    other = card_of(buyer, "5555 5555 5555 4444")
    change_card(subscription_id=begun.pk, card_id=other.pk, click=press(buyer, begun))
    assert (read(begun).card_id, Intent.objects.count()) == (other.pk, 1)
    swept(AT + timedelta(days=29))
    assert month(begun, 2).card_id == other.pk


def test_only_the_buyer_names_the_card_and_only_an_own_one(buyer: User, seller: User, outsider: User) -> None:
    begun = subscribed(seller, buyer)
    with pytest.raises(NoSuchCard):
        change_card(subscription_id=begun.pk, card_id=card_of(outsider).pk, click=press(buyer, begun))
    with pytest.raises(NotYourPart):
        change_card(subscription_id=begun.pk, card_id=begun.card_id, click=press(seller, begun))
    cancelled(buyer, begun)
    with pytest.raises(SubscriptionIsOver):
        change_card(subscription_id=begun.pk, card_id=begun.card_id, click=press(buyer, begun))
