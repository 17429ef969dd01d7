"""Every state x action x role x side of the expiry, generated from the enums, held against a table written by hand."""

import itertools
from datetime import timedelta

import pytest
from django.db import transaction

from accounts.models import User
from config.shared import clock
from config.shared.errors import Forbidden, Refusal, Stale
from offers.models import Offer
from offers.states import TABLE, Action, DeadOffer, NotDue, Role, State, When, actions_of
from offers.transitions import move
from tests.factories.offers import offer_in

ALLOWED = {
    ("draft", "send", "seller"): ("sent", "any"),
    ("sent", "accept", "buyer"): ("accepted", "before"),
    ("sent", "ask_changes", "buyer"): ("sent", "before"),
    ("sent", "decline", "buyer"): ("declined", "before"),
    ("sent", "withdraw", "seller"): ("withdrawn", "before"),
    ("sent", "supersede", "seller"): ("superseded", "before"),
    ("sent", "remind", "system"): ("sent", "before"),
    ("sent", "expire", "system"): ("expired", "after"),
    ("accepted", "release", "system"): ("expired", "any"),
}
MOMENTS = {
    "before": timedelta(microseconds=-1),
    "at": timedelta(0),
    "after": timedelta(days=3),
}
SIDES = {"before": {"any", "before"}, "at": {"any", "after"}, "after": {"any", "after"}}


def changes_of(action: Action) -> dict[str, object]:
    if action is Action.SEND:
        return {"expires_at": clock.now() + timedelta(days=7)}
    return {"order_number": "MP-TEST"} if action is Action.ACCEPT else {}


def refusal(state: State, action: Action, role: Role) -> type[Refusal]:
    """What the hand-written table says about a cell that leads nowhere."""
    roles = {one for at, act, one in ALLOWED if (at, act) == (state.value, action.value)}
    if not roles:
        return DeadOffer
    if role.value not in roles:
        return Forbidden
    return NotDue if action is Action.EXPIRE else DeadOffer


@pytest.mark.django_db
@pytest.mark.parametrize("moment", list(MOMENTS))
@pytest.mark.parametrize("state", list(State))
def test_every_cell_of_the_table(state: State, moment: str, buyer: User, seller: User) -> None:
    offer = offer_in(state, seller, buyer)
    assert offer.state == state
    at = (offer.expires_at or clock.now()) + MOMENTS[moment]
    before = Offer.objects.filter(pk=offer.pk).values().get()
    for action, role in itertools.product(Action, Role):
        target, side = ALLOWED.get((state.value, action.value, role.value), (None, ""))
        row = Offer.objects.get(pk=offer.pk)
        with transaction.atomic():
            if target is None or side not in SIDES[moment]:
                with pytest.raises(refusal(state, action, role)):
                    move(row, action, role, at=at, **changes_of(action))
                assert Offer.objects.filter(pk=offer.pk).values().get() == before
            else:
                move(row, action, role, at=at, **changes_of(action))
                stored = Offer.objects.get(pk=offer.pk)
                moved = before["version"] + (action is not Action.REMIND)
                assert (stored.state, stored.version) == (target, moved)
                assert (stored.due_at is not None) == (target == "sent")
                assert (stored.closed_at is not None) == (target not in {"draft", "sent"})
                transaction.set_rollback(True)


def test_the_table_has_no_cell_beyond_the_one_written_here() -> None:
    sides = {When.ANY: "any", When.BEFORE: "before", When.AFTER: "after"}
    found = {
        (state.value, action.value, role.value): (line.target.value, sides[line.when])
        for (state, action), line in TABLE.items()
        for role in line.roles
    }
    assert found == ALLOWED


def test_nothing_leads_out_of_an_end() -> None:
    ends = {State.DECLINED, State.WITHDRAWN, State.EXPIRED, State.SUPERSEDED}
    assert not [cell for cell in TABLE if cell[0] in ends]


def test_buttons_are_those_of_the_table() -> None:
    assert actions_of("sent", Role.BUYER) == (
        (Action.ACCEPT, "Accept and pay"),
        (Action.ASK_CHANGES, "Ask for changes"),
        (Action.DECLINE, "Decline"),
    )
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
