"""Every state x action x role, generated from the enums and held against a table written out here by hand."""

import itertools
from datetime import timedelta

import pytest
from django.db import transaction

from accounts.models import User
from config.shared import clock
from config.shared.errors import Forbidden, Stale
from offers.models import Offer
from offers.states import TABLE, Action, DeadOffer, Role, State, actions_of
from offers.transitions import move
from tests.factories.offers import offer_in

ALLOWED = {
    ("draft", "send", "seller"): "sent",
    ("sent", "accept", "buyer"): "accepted",
    ("sent", "decline", "buyer"): "declined",
    ("sent", "withdraw", "seller"): "withdrawn",
    ("sent", "supersede", "seller"): "superseded",
    ("sent", "expire", "system"): "expired",
    ("accepted", "release", "system"): "expired",
}


def changes_of(action: Action) -> dict[str, object]:
    if action is Action.SEND:
        return {"expires_at": clock.now() + timedelta(days=7)}
    return {"order_number": "MP-TEST"} if action is Action.ACCEPT else {}


@pytest.mark.django_db
@pytest.mark.parametrize("state", list(State))
def test_every_cell_of_the_table(state: State, buyer: User, seller: User) -> None:
    offer = offer_in(state, seller, buyer)
    assert offer.state == state
    before = Offer.objects.filter(pk=offer.pk).values().get()
    for action, role in itertools.product(Action, Role):
        target = ALLOWED.get((state.value, action.value, role.value))
        row = Offer.objects.get(pk=offer.pk)
        with transaction.atomic():
            if target is None:
                known = (state, action) in TABLE
                with pytest.raises(Forbidden if known else DeadOffer):
                    move(row, action, role, at=clock.now(), **changes_of(action))
                assert Offer.objects.filter(pk=offer.pk).values().get() == before
            else:
                move(row, action, role, at=clock.now(), **changes_of(action))
                stored = Offer.objects.get(pk=offer.pk)
                assert (stored.state, stored.version) == (target, before["version"] + 1)
                assert (stored.due_at is not None) == (target == "sent")
                transaction.set_rollback(True)


def test_nothing_leads_out_of_an_end() -> None:
    ends = {State.DECLINED, State.WITHDRAWN, State.EXPIRED, State.SUPERSEDED}
    assert not [cell for cell in TABLE if cell[0] in ends]


def test_buttons_are_those_of_the_table() -> None:
    assert actions_of("sent", Role.BUYER) == ((Action.ACCEPT, "Accept and pay"), (Action.DECLINE, "Decline"))
    assert actions_of("sent", Role.SELLER) == (
        (Action.WITHDRAW, "Withdraw"),
        (Action.SUPERSEDE, "Send a new version"),
    )
    assert actions_of("draft", Role.SELLER) == ((Action.SEND, "Send offer"),)
    assert actions_of("draft", Role.BUYER) == ()
    assert actions_of("accepted", Role.BUYER) == ()


@pytest.mark.django_db
def test_a_row_that_somebody_changed_is_stale(buyer: User, seller: User) -> None:
    offer = offer_in("sent", seller, buyer)
    other = Offer.objects.get(pk=offer.pk)
    with transaction.atomic():
        move(offer, Action.WITHDRAW, Role.SELLER, at=clock.now())
        with pytest.raises(Stale):
            move(other, Action.ACCEPT, Role.BUYER, at=clock.now(), order_number="MP-TEST")
    assert Offer.objects.get(pk=offer.pk).state == "withdrawn"


@pytest.mark.django_db(transaction=True)
def test_a_state_changes_inside_a_transaction_only(buyer: User, seller: User) -> None:
    offer = offer_in("sent", seller, buyer)
    with pytest.raises(RuntimeError):
        move(offer, Action.WITHDRAW, Role.SELLER, at=clock.now())
