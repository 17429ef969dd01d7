"""The clock of a subscription: reminder, next month, failure, end (product.md 5.2, "Subscription")."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import User
from config.shared import clock
from gigs.models import Gig
from offers.models import Block
from orders.models import Answer, Intent, Order, Subscription
from orders.operations.closing import close_due
from orders.operations.funding import recover_payments
from orders.operations.renewing import renew, renew_due
from orders.operations.requirements import answer_requirements
from orders.payments.cards import remove_card
from orders.payments.demo.models import DemoPayment
from orders.states import Act
from tests.factories.orders import asking_gig
from tests.orders.monthly import month, read, subscribed, swept
from tests.orders.stories import (
    ANSWER_LOST,
    FIRST_ONLY,
    accept,
    card_of,
    click,
    current,
    deliver,
    pay,
)

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 1, 31, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def at_the_end_of_january() -> Iterator[None]:
    with clock.travelled_to(AT):
        yield


def renewal(subscription: Subscription) -> datetime:
    """When the next month is charged."""
    at = read(subscription).next_at
    assert at is not None
    return at


def charged() -> int:
    """How many charges the provider made."""
    return DemoPayment.objects.filter(status="succeeded").count()


def test_each_month_is_ordered_and_charged_on_its_day_and_then_it_ends(buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer, months=3, days=30)
    anchor = begun.anchor_at
    assert anchor is not None
    days = []
    for n in (2, 3):
        due = renewal(begun)
        days.append(due)
        assert swept(due) == 1
        order = month(begun, n)
        assert (order.status, current(order).name, current(order).status) == (
            "active",
            f"Month {n}",
            "in_progress",
        )
    assert days == [anchor.replace(month=2, day=28), anchor.replace(month=3)]
    after = read(begun)
    assert (after.status, after.reason, after.made, after.next_at, after.due_at) == (
        "ended",
        "all_paid",
        3,
        None,
        None,
    )
    assert charged() == Intent.objects.count() == 3
    assert swept(anchor + timedelta(days=400)) == 0
    assert Order.objects.filter(subscription=begun).count() == 3


def test_counts_strictly_to_the_second(buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer)
    due = renewal(begun)
    renew(begun.pk, at=due - timedelta(days=3))
    assert not renew(begun.pk, at=due - SECOND)
    assert charged() == 1
    with clock.travelled_to(due):
        assert renew(begun.pk, at=due)
    assert not renew(begun.pk, at=due + SECOND)
    assert charged() == 2


def test_reminds_three_days_before_once_and_charges_nothing(buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer)
    early, due = renewal(begun) - timedelta(days=3), renewal(begun)
    assert swept(early - timedelta(minutes=1)) == 0
    assert swept(early + SECOND) == 1
    after = read(begun)
    assert (after.due_at, after.next_at, after.version, charged()) == (due, due, begun.version, 1)
    assert swept(early + timedelta(hours=5)) == 0


def test_a_new_month_starts_whether_or_not_the_earlier_one_is_done(buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer)
    deliver(month(begun, 1))
    swept(renewal(begun))
    assert (month(begun, 1).status, month(begun, 2).status) == ("active", "active")
    accept(month(begun, 1), Act.ACCEPT_FINAL)
    assert (month(begun, 1).status, read(begun).status) == ("completed", "active")


def test_a_failed_renewal_can_be_paid_for_ten_days(buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer, number=FIRST_ONLY, days=30)
    due = renewal(begun)
    swept(due)
    order = month(begun, 2)
    assert (order.status, charged()) == ("awaiting_payment", 1)
    assert current(order).payment_trouble
    assert order.due_at is not None
    assert timedelta(0) <= order.due_at - due - timedelta(days=10) < timedelta(minutes=1)
    with clock.travelled_to(order.due_at - SECOND * 30):
        assert close_due(at=clock.now()) == 0
        pay(order)
    after = read(begun)
    assert (month(begun, 2).status, after.status, charged()) == ("active", "active", 2)
    assert after.card_id == month(begun, 2).card_id != begun.card_id
    assert after.next_at == begun.anchor_at.replace(month=3)  # type: ignore[union-attr]


def test_a_renewal_that_is_never_paid_cancels_its_order_and_ends_the_subscription(
    buyer: User, seller: User
) -> None:
    begun = subscribed(seller, buyer, number=FIRST_ONLY, days=30)
    swept(renewal(begun))
    order = month(begun, 2)
    assert close_due(at=order.due_at) == 1  # type: ignore[arg-type]
    order.refresh_from_db()
    after = read(begun)
    assert (order.status, order.reason) == ("cancelled", "not_paid")
    assert (after.status, after.reason, after.next_at) == ("ended", "not_paid", None)
    assert (month(begun, 1).status, begun.offer.state, charged()) == ("active", "accepted", 1)


def test_an_answer_that_is_lost_is_found_and_charged_once(buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer)
    Subscription.objects.filter(pk=begun.pk).update(card=card_of(buyer, ANSWER_LOST))
    due = renewal(begun)
    swept(due)
    assert month(begun, 2).status == "awaiting_payment"
    swept(due + timedelta(seconds=5))
    with clock.travelled_to(due + timedelta(hours=2)):
        recover_payments(at=clock.now())
    assert month(begun, 2).status == "active"
    assert charged() == Intent.objects.count() == 2


def test_a_removed_card_is_a_failed_charge(buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer)
    remove_card(user_id=buyer.pk, card_id=begun.card_id, at=AT)
    swept(renewal(begun))
    assert (month(begun, 2).status, charged()) == ("awaiting_payment", 1)
    assert "no longer saved" in current(month(begun, 2)).payment_trouble


def test_the_answers_of_the_first_month_count_for_all(buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer, gig=asking_gig(seller), with_questions=True)
    first = month(begun, 1)
    assert first.status == "awaiting_requirements"
    answer_requirements(
        order_id=first.pk, texts={0: "Boats", 1: "Blue"}, uploads={}, click=click(buyer, first)
    )
    swept(renewal(begun))
    second = month(begun, 2)
    assert second.status == "active"
    assert current(second).due_at is not None
    told = [list(Answer.objects.filter(order=one).values_list("question", "text")) for one in (first, second)]
    assert told[0] == told[1]
    assert ("What is it about?", "Boats") in told[1]


def test_questions_that_are_never_answered_end_it(buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer, gig=asking_gig(seller), with_questions=True)
    close_due(at=month(begun, 1).due_at)  # type: ignore[arg-type]
    after = read(begun)
    assert (month(begun, 1).reason, after.status, after.reason) == (
        "no_requirements",
        "ended",
        "no_requirements",
    )


def test_a_month_that_is_never_delivered_ends_it(buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer, days=1, months=12)
    swept(renewal(begun))
    close_due(at=month(begun, 1).due_at)  # type: ignore[arg-type]
    assert (read(begun).status, read(begun).reason) == ("ended", "abandoned")
    assert month(begun, 2).status == "active"


def _suspend_buyer(begun: Subscription) -> None:
    User.objects.filter(pk=begun.buyer_id).update(suspended_at=AT)


def _suspend_seller(begun: Subscription) -> None:
    User.objects.filter(pk=begun.seller_id).update(suspended_at=AT)


def _deny(begun: Subscription) -> None:
    Gig.objects.filter(pk=begun.gig_id).update(state="denied")


def _block(begun: Subscription) -> None:
    Block.objects.create(blocker_id=begun.seller_id, blocked_id=begun.buyer_id, created_at=AT)


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        (_suspend_buyer, "suspended"),
        (_suspend_seller, "suspended"),
        (_deny, "gig_denied"),
        (_block, "apart"),
    ],
)
def test_nothing_new_begins_between_those_who_may_not(
    buyer: User, seller: User, trouble: object, reason: str
) -> None:
    begun = subscribed(seller, buyer)
    trouble(begun)  # type: ignore[operator]
    swept(renewal(begun))
    after = read(begun)
    assert (after.status, after.reason, charged()) == ("ended", reason, 1)
    assert month(begun, 1).status == "active"


def test_a_paused_gig_does_not_matter(buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer)
    Gig.objects.filter(pk=begun.gig_id).update(state="paused")
    swept(renewal(begun))
    assert charged() == 2


def test_three_days_late_ends_the_same(buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer)
    late = renewal(begun) + timedelta(days=3)
    swept(late)
    after = read(begun)
    assert (after.made, charged(), after.next_at) == (2, 2, begun.anchor_at.replace(month=3))  # type: ignore[union-attr]


def test_after_months_of_standstill_it_charges_one_month_and_gives_notice_of_the_next(
    buyer: User, seller: User
) -> None:
    begun = subscribed(seller, buyer, months=12)
    assert begun.anchor_at is not None
    late = begun.anchor_at + timedelta(days=100)
    swept(late)
    after = read(begun)
    assert (after.made, charged()) == (2, 2)
    assert after.next_at is not None
    assert timedelta(0) <= after.next_at - late - timedelta(days=3) < timedelta(minutes=1)
    swept(after.next_at + SECOND)
    assert (read(begun).made, charged()) == (3, 3)
    swept(begun.anchor_at.replace(month=6, day=20))
    assert read(begun).made == 4
    swept(begun.anchor_at.replace(month=6, day=24))
    assert (read(begun).made, renewal(begun)) == (5, begun.anchor_at.replace(month=6, day=30))


def test_a_month_waits_until_the_one_before_is_paid(buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer, number=FIRST_ONLY, days=30)
    due = renewal(begun)
    swept(due)
    Order.objects.filter(subscription=begun, month=2).update(due_at=due + timedelta(days=90))
    swept(due + timedelta(days=40))
    assert (read(begun).made, Order.objects.filter(subscription=begun).count()) == (2, 2)


def test_what_fails_is_looked_at_again_an_hour_later_and_blocks_nobody(
    buyer: User, seller: User, outsider: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = subscribed(seller, buyer), subscribed(seller, outsider)
    due = max(renewal(bad), renewal(good))
    real = renew

    def broken(subscription_id: object, *, at: datetime) -> bool:
        if subscription_id == bad.pk:
            raise RuntimeError
        return real(subscription_id, at=at)  # type: ignore[arg-type]

    monkeypatch.setattr("orders.operations.renewing.renew", broken)
    with clock.travelled_to(due):
        assert renew_due(at=due) == 1
        assert renew_due(at=due + timedelta(minutes=59)) == 0
    assert (read(bad).made, read(bad).next_at, read(good).made) == (1, renewal(bad), 2)
    monkeypatch.setattr("orders.operations.renewing.renew", real)
    assert swept(due + timedelta(hours=2)) >= 1
    assert read(bad).made == 2


def test_a_period_may_be_watched(buyer: User, seller: User, settings: object) -> None:
    settings.SUBSCRIPTION_PERIOD = "20s"  # type: ignore[attr-defined]
    begun = subscribed(seller, buyer)
    assert begun.next_at == begun.due_at == begun.anchor_at + timedelta(seconds=20)  # type: ignore[operator]
    settings.SUBSCRIPTION_PERIOD = "1mo"  # type: ignore[attr-defined]
    swept(renewal(begun))
    assert (read(begun).made, month(begun, 2).status) == (2, "active")
