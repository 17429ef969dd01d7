"""The clock and both sides at the same moment: a month is ordered once or the subscription is over, never both."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from unittest.mock import patch
from uuid import UUID, uuid4

import pytest
from django.db import connection

from accounts.models import User
from config.shared.commands import Click
from orders.audit import broken_invariants
from orders.models import Intent, Order, Subscription
from orders.operations import unsubscribing
from orders.operations.closing import close_order
from orders.operations.renewing import renew
from orders.operations.unsubscribing import cancel_subscription
from orders.payments.demo.models import DemoPayment
from tests.orders.monthly import month, read, subscribed
from tests.orders.races.crew import ROUNDS, Crew, crew
from tests.orders.stories import DECLINED

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
TOLD = frozenset({"done", "nothing", "Stale", "SubscriptionIsOver"})
LEFT_ALONE = "DoesNotExist: Subscription matching query does not exist."


@pytest.fixture
def people() -> Iterator[Crew]:
    if connection.vendor != "postgresql":
        pytest.skip("races are run on PostgreSQL")
    with crew() as hands:
        yield hands


def _cancel(user: User, one: Subscription) -> Callable[[], object]:
    click = Click(user.pk, uuid4(), one.version, one.next_at or one.placed_at)
    return partial(cancel_subscription, subscription_id=one.pk, click=click)


def test_a_renewal_and_a_cancellation_have_one_winner(people: Crew, buyer: User, seller: User) -> None:

    for _ in range(ROUNDS):
        one = subscribed(seller, buyer)
        at = one.next_at
        assert at is not None
        jobs = [partial(renew, one.pk, at=at)] * 8 + [_cancel(who, one) for who in (buyer, seller) * 4]
        told = people.race(jobs)
        assert set(told) <= TOLD | {LEFT_ALONE}, told
        after, made = read(one), Order.objects.filter(subscription=one).count()
        charges = Intent.objects.filter(subject_id__in=_milestones(one)).count()
        if (after.status, made) != ("active", 1):  # all left it to somebody else
            assert (after.status, made, after.made, charges) in {
                ("cancelled", 1, 1, 1),
                ("active", 2, 2, 2),
            }
        assert DemoPayment.objects.filter(status="succeeded").count() == Intent.objects.count()
    assert broken_invariants() == []


def test_sixteen_sweeps_charge_a_month_once(people: Crew, buyer: User, seller: User) -> None:
    for _ in range(ROUNDS):
        one = subscribed(seller, buyer)
        at = one.next_at
        assert at is not None
        told = people.race([partial(renew, one.pk, at=at)] * 16)
        assert told.count("done") == 1, told
        assert set(told) <= {"done", "nothing", LEFT_ALONE}
        assert Order.objects.filter(subscription=one, month=2).count() == 1
        assert Intent.objects.filter(subject_id__in=_milestones(one)).count() == 2
    assert broken_invariants() == []


def test_the_end_of_an_unpaid_month_and_a_cancellation_leave_one_story(
    people: Crew, buyer: User, seller: User
) -> None:
    for _ in range(ROUNDS):
        one = subscribed(seller, buyer, number=DECLINED)
        order = month(one, 1)
        at = order.due_at
        assert at is not None
        jobs: list[Callable[[], object]] = [partial(close_order, order.pk, at=at)] * 8
        told = people.race([*jobs, *(_cancel(who, one) for who in (buyer, seller) * 4)])
        assert set(told) <= TOLD, told
        after = read(one)
        order.refresh_from_db()
        assert (order.status, order.reason) == ("cancelled", "not_paid")
        assert (after.status, after.reason) in {("cancelled", ""), ("ended", "not_paid")}
        one.offer.refresh_from_db()
        assert one.offer.state == "expired"
    assert broken_invariants() == []


def test_without_the_lock_the_conditional_update_and_the_constraint_hold_alone(
    people: Crew, buyer: User, seller: User
) -> None:
    def unlocked(subscription_id: UUID, **_: object) -> Subscription:
        return Subscription.objects.get(pk=subscription_id)

    with (
        patch("orders.operations.renewing.lock_subscription", unlocked),
        patch.object(unsubscribing, "lock_subscription", unlocked),
    ):
        for _ in range(ROUNDS):
            one = subscribed(seller, buyer)
            at = one.next_at
            assert at is not None
            people.race([partial(renew, one.pk, at=at + timedelta(seconds=1))] * 16)
            assert Order.objects.filter(subscription=one, month=2).count() == 1
            assert Intent.objects.filter(subject_id__in=_milestones(one)).count() == 2
    assert broken_invariants() == []


def _milestones(one: Subscription) -> list[UUID]:
    return [order.milestones.values_list("pk", flat=True)[0] for order in one.orders.all()]
