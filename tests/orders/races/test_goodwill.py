"""Several of staff, and clearing, at the same moment: given once, and never out of what has cleared."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from unittest.mock import patch
from uuid import UUID, uuid4

import pytest
from django.db import connection

from accounts.models import User
from config.shared import clock
from config.shared.commands import Click
from orders.audit.whole import everything as broken_invariants
from orders.models import GoodwillRefund, Intent, OrderMilestone, Settlement
from orders.operations import goodwill
from orders.operations.clearing import clear_earnings
from orders.payments.models import Purpose
from tests.factories.accounts import UserFactory
from tests.orders.goodwill import SELLER, settled
from tests.orders.races.crew import ROUNDS, Crew, crew
from tests.orders.races.guards import no_row_lock

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
TOLD = {"done", "Stale"}


@pytest.fixture
def people() -> Iterator[Crew]:
    if connection.vendor != "postgresql":
        pytest.skip("races are run on PostgreSQL")
    with crew() as hands:
        yield hands


def _gives(milestone: OrderMilestone, staff: User, part_minor: int = 180_00) -> Callable[[], object]:
    click = Click(staff.pk, uuid4(), 0, clock.now() + timedelta(days=15))
    return partial(
        goodwill.give_back,
        milestone_id=milestone.pk,
        part_minor=part_minor,
        bearer=SELLER,
        reason="So.",
        click=click,
    )


def _given_once(milestone: OrderMilestone) -> None:
    assert GoodwillRefund.objects.filter(settlement__milestone=milestone).count() == 1
    assert Intent.objects.filter(purpose=Purpose.REFUND, subject_id=milestone.pk).count() == 1


def test_sixteen_of_staff_give_once(people: Crew, buyer: User, seller: User) -> None:
    staff = UserFactory.create_batch(16, is_staff=True)
    for _ in range(ROUNDS):
        milestone = settled(buyer, seller)
        told = people.race([_gives(milestone, one) for one in staff])
        assert told.count("done") == 1, told
        assert set(told) == TOLD, told
        _given_once(milestone)
    assert broken_invariants() == []


def test_the_same_press_sixteen_times_gives_once(
    people: Crew, buyer: User, seller: User, staff: User
) -> None:
    for _ in range(ROUNDS):
        milestone = settled(buyer, seller)
        told = people.race([_gives(milestone, staff)] * 16)
        assert set(told) == {"done"}, told
        _given_once(milestone)
    assert broken_invariants() == []


def test_it_is_given_while_it_clears_or_it_has_cleared(people: Crew, buyer: User, seller: User) -> None:
    staff = UserFactory.create_batch(8, is_staff=True)
    for _ in range(ROUNDS):
        milestone = settled(buyer, seller)
        at = clock.now() + timedelta(days=15)
        clearing: list[Callable[[], object]] = [partial(clear_earnings, at=at)] * 8
        told = people.race([*clearing, *(_gives(milestone, one) for one in staff)])
        assert set(told) <= {*TOLD, "nothing", "HasCleared"}, told
        clear_earnings(at=at)
        settlement = Settlement.objects.get(milestone=milestone)
        given = GoodwillRefund.objects.filter(settlement=settlement).count()
        assert (given, settlement.taken_back_minor) in {(0, 0), (1, 144_00)}
        assert settlement.cleared_at is not None
    assert broken_invariants() == []


def test_without_the_locks_the_conditional_update_holds_alone(
    people: Crew, buyer: User, seller: User
) -> None:
    def unlocked(milestone_id: UUID) -> Settlement:
        return Settlement.objects.get(milestone_id=milestone_id)

    staff = UserFactory.create_batch(16, is_staff=True)
    with no_row_lock(), patch.object(goodwill, "_locked", unlocked):
        for _ in range(ROUNDS):
            milestone = settled(buyer, seller)
            told = people.race([_gives(milestone, one, part_minor=90_00) for one in staff])
            assert told.count("done") == 1, told
            _given_once(milestone)
    assert broken_invariants() == []
