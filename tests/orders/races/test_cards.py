"""A card is removed and named for charges to come at the same moment: no subscription is left without one."""

from collections.abc import Callable, Iterator
from functools import partial
from uuid import uuid4

import pytest
from django.db import connection

from accounts.models import User
from config.shared import clock
from config.shared.commands import Click
from orders.audit import broken_invariants
from orders.models import SavedCard
from orders.operations.cards import forget_card
from orders.operations.unsubscribing import change_card
from orders.payments.cards import cards_of
from tests.orders.monthly import press, read, subscribed
from tests.orders.races.crew import ROUNDS, Crew, crew
from tests.orders.stories import card_of

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
TOLD = {"done", "Stale", "NoSuchCard", "CardInUse"}


@pytest.fixture
def people() -> Iterator[Crew]:
    if connection.vendor != "postgresql":
        pytest.skip("races are run on PostgreSQL")
    with crew() as hands:
        yield hands


def _forget(user: User, card: SavedCard, instead: SavedCard | None = None) -> Callable[[], object]:
    click = Click(user.pk, uuid4(), None, clock.now())
    other = instead.pk if instead else None
    return partial(forget_card, card_id=card.pk, instead_id=other, click=click)


def test_a_card_is_removed_or_charged_and_never_both(people: Crew, buyer: User, seller: User) -> None:
    for _ in range(ROUNDS):
        one, spare = subscribed(seller, buyer), card_of(buyer)
        change = [partial(change_card, subscription_id=one.pk, card_id=spare.pk, click=press(buyer, one))] * 8
        told = people.race([*change, *(_forget(buyer, spare) for _ in range(8))])
        assert set(told) <= TOLD, told
        charged, kept = read(one).card_id, set(cards_of(buyer.pk).values_list("pk", flat=True))
        assert charged in kept
        assert (spare.pk in kept) is (charged == spare.pk)
    assert broken_invariants() == []


def test_two_that_take_each_others_place_leave_one(people: Crew, buyer: User, seller: User) -> None:
    for _ in range(ROUNDS):
        first, second = subscribed(seller, buyer), subscribed(seller, buyer)
        here, there = first.card, second.card
        jobs = [_forget(buyer, here, there), _forget(buyer, there, here)] * 8
        told = people.race(jobs)
        assert set(told) <= TOLD, told
        kept = set(cards_of(buyer.pk).values_list("pk", flat=True))
        assert {read(first).card_id, read(second).card_id} <= kept
        assert len({here.pk, there.pk} & kept) == 1
    assert broken_invariants() == []
