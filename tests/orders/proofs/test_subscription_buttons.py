"""Every act of a subscription, state and person: the page offers what the table allows, and that alone works."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from accounts.models import User
from config.shared import clock
from orders.models import Subscription
from orders.operations.sweeping import run_due
from orders.states import Role
from orders.subscription_states import SUBSCRIPTION_TABLE, SubscriptionAct, SubscriptionStatus
from tests.orders.monthly import cancelled, read, subscribed
from tests.orders.pages import NEW_CARD, signed_in
from tests.orders.stories import DECLINED

pytestmark = pytest.mark.django_db
PATHS = {SubscriptionAct.CANCEL: "cancel/", SubscriptionAct.CHANGE_CARD: "card/"}
TYPED: dict[SubscriptionAct, dict[str, str]] = {
    SubscriptionAct.CANCEL: {},
    SubscriptionAct.CHANGE_CARD: NEW_CARD,
}
VIEWERS, STRANGERS, REFUSED = ("buyer", "seller"), ("outsider", "staff"), {403, 409}


def _ended(seller: User, buyer: User) -> Subscription:
    """Its first month was never paid."""
    found = subscribed(seller, buyer, number=DECLINED)
    later = clock.now() + timedelta(days=2)
    with clock.travelled_to(later):
        run_due()
    return read(found)


PLACES: dict[str, tuple[SubscriptionStatus, Callable[[User, User], Subscription]]] = {
    "active": (SubscriptionStatus.ACTIVE, subscribed),
    "active, its first month not paid": (
        SubscriptionStatus.ACTIVE,
        lambda seller, buyer: subscribed(seller, buyer, number=DECLINED),
    ),
    "cancelled by the buyer": (
        SubscriptionStatus.CANCELLED,
        lambda seller, buyer: cancelled(buyer, subscribed(seller, buyer)),
    ),
    "cancelled by the seller": (
        SubscriptionStatus.CANCELLED,
        lambda seller, buyer: cancelled(seller, subscribed(seller, buyer)),
    ),
    "ended": (SubscriptionStatus.ENDED, _ended),
}


def test_every_act_of_a_member_is_tried_in_every_state() -> None:
    parties = {Role.BUYER, Role.SELLER}
    assert {act for (_, act), move in SUBSCRIPTION_TABLE.items() if move.roles & parties} == set(PATHS)
    assert {status for status, _ in PLACES.values()} == set(SubscriptionStatus)


@pytest.mark.parametrize("place", PLACES)
def test_a_subscription_offers_what_its_table_allows_and_nothing_else_works(
    place: str, buyer: User, seller: User, outsider: User, staff: User
) -> None:
    status, make = PLACES[place]
    one = make(seller, buyer)
    assert read(one).status == status
    people = {"buyer": buyer, "seller": seller, "outsider": outsider, "staff": staff}
    wrong = []
    for who, user in people.items():
        for act in PATHS:
            move = SUBSCRIPTION_TABLE.get((status, act))
            may = move is not None and who in VIEWERS and Role(who) in move.roles
            wrong += [f"{who} {act}: {fault}" for fault in tried(one, act, who, user, may=may)]
    assert not wrong, "\n".join(wrong)


def tried(one: Subscription, act: SubscriptionAct, who: str, user: User, *, may: bool) -> list[str]:
    """What of the page and of the act's own page does not fit; taken back."""
    client, base = signed_in(user), f"/subscriptions/{one.pk}/"
    page: Any = client.get(base)
    found = []
    if who in STRANGERS:
        found += [] if page.status_code == 404 else [f"reads the page: {page.status_code}"]
    elif (f'href="{base}{PATHS[act]}"' in page.content.decode()) != may:
        found.append("not offered" if may else "offered")
    stood, mark = Subscription.objects.filter(pk=one.pk).values().get(), transaction.savepoint()
    typed = {"command": str(uuid4()), "version": str(stood["version"]), **TYPED[act]}
    answer: Any = client.post(f"{base}{PATHS[act]}", typed, headers={"HX-Request": "true"})
    moved = Subscription.objects.filter(pk=one.pk).values().get() != stood
    transaction.savepoint_rollback(mark)
    status, done = answer.status_code, "HX-Redirect" in answer
    fits = status == 404 if who in STRANGERS else done if may else status in REFUSED
    found += [] if fits else [f"answered {status}"]
    return [
        *found,
        *(["it moved"] if moved and not may else []),
        *(["nothing moved"] if may and not moved else []),
    ]
