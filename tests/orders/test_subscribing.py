"""A subscription begins with an accepted offer and the buyer's consent (product.md 5.2, "Subscription")."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from config.shared import clock
from offers.states import DeadOffer
from orders.models import Order, Subscription
from orders.operations.closing import close_due
from orders.operations.placing import place_from_offer
from orders.operations.subscribing import Agreed, AnotherDay, NoConsent
from orders.payments.models import Intent
from tests.factories.offers import sent_subscription
from tests.orders.monthly import month, read, subscribed
from tests.orders.stories import DECLINED, card_of, click, current, pay

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 10, 31, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_the_end_of_october() -> Iterator[None]:
    with clock.travelled_to(AT):
        yield


def test_accepting_makes_the_subscription_and_its_first_month_together(buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer, amount_minor=10_000)
    order = month(begun, 1)
    assert (begun.status, begun.months, begun.made, begun.period) == ("active", 3, 1, "1mo")
    assert (begun.amount_minor, begun.fee_minor, begun.total_minor) == (10_000, 550, 10_550)
    assert (order.kind, order.status, order.milestone_count, order.offer_id) == (
        "subscription",
        "active",
        1,
        begun.offer_id,
    )
    milestone = current(order)
    assert (milestone.name, milestone.amount_minor, milestone.fee_minor, milestone.revisions) == (
        "Month 1",
        10_000,
        550,
        2,
    )
    assert begun.anchor_at == milestone.started_at
    assert begun.anchor_at is not None
    assert abs(begun.anchor_at - AT) < timedelta(minutes=1)
    assert begun.next_at == begun.anchor_at.replace(month=11, day=30)
    assert begun.due_at == begun.next_at - timedelta(days=3)
    assert Intent.objects.count() == 1


def test_keeps_the_consent_in_its_words(buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer, amount_minor=10_000, months=6)
    assert begun.consent_text == (
        "I agree that Milepost charges my card $105.50, service fee included, now and then every month on the day of"
        " the first payment, today the 31st in UTC (in a shorter month on its last day), 6 times in all. I can stop it"
        " at any time before the next charge with “Cancel subscription” on the page of the subscription."
    )
    assert abs(begun.consent_at - AT) < timedelta(minutes=1)


def test_the_consent_names_the_day_on_which_charges_come_wherever_the_buyer_lives(
    buyer: User, seller: User
) -> None:
    User.objects.filter(pk=buyer.pk).update(time_zone="Asia/Tokyo")
    with clock.travelled_to(datetime(2026, 10, 30, 18, tzinfo=UTC)):  # the 31st in Tokyo
        begun = subscribed(seller, buyer)
    assert "today the 30th in UTC" in begun.consent_text
    assert begun.next_at is not None
    assert (begun.next_at.month, begun.next_at.day) == (11, 30)


@pytest.mark.parametrize(("agreed", "refusal"), [(None, NoConsent), (Agreed(30), AnotherDay)])
def test_refuses_without_a_consent_to_these_dates(
    buyer: User, seller: User, agreed: Agreed | None, refusal: type[Exception]
) -> None:
    offer = sent_subscription(seller, buyer)
    with pytest.raises(refusal):
        place_from_offer(offer_id=offer.pk, card_id=card_of(buyer).pk, click=click(buyer), agreed=agreed)
    offer.refresh_from_db()
    assert offer.state == "sent"
    assert not Subscription.objects.exists()
    assert not Order.objects.exists()
    assert not Intent.objects.exists()


def test_the_same_click_again_begins_nothing_new(buyer: User, seller: User) -> None:
    offer, once = sent_subscription(seller, buyer), click(buyer)
    first, again = (
        place_from_offer(offer_id=offer.pk, card_id=card_of(buyer).pk, click=once, agreed=Agreed(31))
        for _ in "ab"
    )
    assert first.pk == again.pk
    assert Subscription.objects.count() == Order.objects.count() == Intent.objects.count() == 1


def test_a_second_acceptance_finds_the_offer_dead(buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer)
    with pytest.raises(DeadOffer):
        place_from_offer(
            offer_id=begun.offer_id, card_id=card_of(buyer).pk, click=click(buyer), agreed=Agreed(31)
        )
    assert Subscription.objects.count() == Order.objects.count() == 1


def test_a_first_month_that_is_paid_later_sets_the_anchor_then(buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer, number=DECLINED)
    assert (begun.anchor_at, begun.next_at, begun.due_at) == (None, None, None)
    with clock.travelled_to(AT + timedelta(hours=13)):
        pay(month(begun, 1))
    after = read(begun)
    assert after.anchor_at is not None
    assert after.anchor_at.date() == datetime(2026, 11, 1, tzinfo=UTC).date()
    assert after.next_at == after.anchor_at.replace(month=12)
    assert after.card_id != begun.card_id


def test_a_first_month_that_is_never_paid_ends_it_and_frees_the_offer(buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer, number=DECLINED)
    order = month(begun, 1)
    assert close_due(at=order.due_at - timedelta(seconds=1)) == 0  # type: ignore[operator,arg-type]
    assert close_due(at=order.due_at) == 1  # type: ignore[arg-type]
    after = read(begun)
    assert (after.status, after.reason, after.next_at) == ("ended", "not_paid", None)
    order.refresh_from_db()
    begun.offer.refresh_from_db()
    assert (order.status, order.reason, begun.offer.state) == ("cancelled", "not_paid", "expired")


@pytest.mark.parametrize(
    "changes",
    [
        {"months": 1},
        {"months": 13},
        {"made": 0},
        {"made": 4},
        {"consent_text": ""},
        {"status": "ended"},
        {"status": "cancelled"},
        {"due_at": None},
        {"next_at": None},
        {"anchor_at": None},
        {"amount_minor": 0},
    ],
)
def test_the_database_refuses_what_cannot_be(buyer: User, seller: User, changes: dict[str, object]) -> None:
    begun = subscribed(seller, buyer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Subscription.objects.filter(pk=begun.pk).update(**changes)


@pytest.mark.parametrize(
    "changes", [{"month": None}, {"subscription": None}, {"kind": "single"}, {"month": 0}]
)
def test_an_order_of_the_kind_says_its_month(buyer: User, seller: User, changes: dict[str, object]) -> None:
    begun = subscribed(seller, buyer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.filter(subscription=begun).update(**changes)
