"""Every call, step, person and state of an order: the page offers what both tables allow, and that alone works.

``orders.states`` says where calls are possible at all, ``orders.call_states`` who may do what to one of them.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from config.shared import clock
from orders.call_states import CALLS, OPEN_CALLS, CallStatus, Who
from orders.models import Call, Order
from orders.queries.calls import PAGES, calls_of
from orders.queries.case import case_of
from orders.states import CALL_ACTS, TABLE, Act, Role
from tests.factories.calls import LINK
from tests.orders.pages import signed_in
from tests.orders.proofs.measures import rows
from tests.orders.proofs.places import PACE, PLACES, Place
from tests.orders.proofs.scene import Scene, fields_of

pytestmark = pytest.mark.django_db
VIEWERS, STRANGERS = ("buyer", "seller"), ("outsider", "staff")
REFUSED = {403, 409}
GONE = "HX-Redirect"
STATES = [place for place in PLACES if place.state and "of three" in place.name]
WHOLE = "active in_progress of three"
"""Where strangers and calls that are over are tried too; elsewhere only what the state of the order makes different."""
STEPS = sorted(CALL_ACTS - {Act.PROPOSE_CALL})
TYPED: dict[str, dict[str, str]] = {
    Act.DECLINE_CALL: {"word": "No."},
    Act.CANCEL_CALL: {"word": "I am ill."},
}


def test_every_step_of_a_call_has_its_page() -> None:
    assert set(PAGES) == {act for _, act in CALLS} == CALL_ACTS - {Act.PROPOSE_CALL}


@pytest.mark.parametrize("place", STATES, ids=str)
def test_a_call_offers_what_its_tables_allow_and_nothing_else_works(place: Place) -> None:
    scene = place.make()
    scene.order.milestones.update(zoom=True)
    scene.page = scene.standing
    scene.at += PACE
    whole = place.name == WHOLE
    clients = {who: signed_in(scene.people[who]) for who in (*VIEWERS, *(STRANGERS if whole else ()))}
    kinds = [(status, who) for status in (CallStatus if whole else sorted(OPEN_CALLS)) for who in VIEWERS]
    with clock.travelled_to(scene.at):
        wrong = [fault for who, client in clients.items() for fault in proposing(scene, who, client)]
        for status, proposer in kinds:
            call = kept(scene, status, proposer)
            wrong += [
                fault for who, client in clients.items() for fault in stepping(scene, call, who, client)
            ]
            call.delete()
    assert not wrong, "\n".join(wrong)


def kept(scene: Scene, status: str, proposer: str) -> Call:
    """A call that somebody proposed, brought into a state by the test's own stroke: ended orders have none open."""
    milestone = scene.shown.milestone
    return Call.objects.create(
        order=scene.order,
        milestone=milestone,
        proposer_role=proposer,
        status=status,
        starts_at=(scene.at + timedelta(days=2)).replace(second=0, microsecond=0),
        minutes=30,
        link=LINK,
        proposed_at=scene.at,
        changed_at=scene.at,
    )


def possible(scene: Scene, act: Act, who: str) -> bool:
    """By the table of the order."""
    move = TABLE.get((scene.shown.state, act))
    return move is not None and Role(who) in move.roles


def allowed(scene: Scene, call: Call, act: Act, who: str) -> bool:
    """By the table of the order and by that of calls."""
    step = CALLS.get((CallStatus(call.status), act))
    if step is None or not possible(scene, act, who):
        return False
    return step.who == Who.EITHER or (step.who == Who.PROPOSER) == (call.proposer_role == who)


def offered(scene: Scene, call: Call, who: str) -> set[Act]:
    """What the page of the order offers this party to do with the call."""
    calls = calls_of(case_of(scene.order, Role(who), clock.now()))
    lines = (*calls.ahead, *calls.past) if calls else ()
    return {action.act for line in lines if line.call.pk == call.pk for action in line.actions}


def stepping(scene: Scene, call: Call, who: str, client: Client) -> Iterator[str]:
    """Each step, as its table declares it; taken back."""
    buttons = offered(scene, call, who) if who in VIEWERS else set()
    for act in STEPS:
        may = who in VIEWERS and allowed(scene, call, act, who)
        name = f"{who} {act} of a {call.status} call by the {call.proposer_role}"
        if who in VIEWERS and may != (act in buttons):
            yield f"{name}: {'not offered' if may else 'offered'}"
        path = f"calls/{call.pk}/{act.value.removesuffix('_call')}/"
        for fault in sent(scene, client, path, TYPED.get(act, {}) | moved(scene, act), who=who, works=may):
            yield f"{name}: {fault}"


def proposing(scene: Scene, who: str, client: Client) -> Iterator[str]:
    """A new call."""
    may = who in VIEWERS and possible(scene, Act.PROPOSE_CALL, who)
    if who in VIEWERS:
        calls = calls_of(case_of(scene.order, Role(who), clock.now()))
        if may != bool(calls and calls.propose_url):
            yield f"{who} proposes: {'not offered' if may else 'offered'}"
    typed = {**moved(scene, Act.MOVE_CALL), "milestone": str(scene.shown.milestone.pk)}
    for fault in sent(scene, client, "calls/new/", typed, who=who, works=may):
        yield f"{who} proposes: {fault}"


def moved(scene: Scene, act: Act) -> dict[str, str]:
    """When and where, for a call that is new or moved."""
    if act != Act.MOVE_CALL:
        return {}
    when = scene.at + timedelta(days=3)
    return {"when": when.strftime("%Y-%m-%dT%H:%M"), "minutes": "30", "link": LINK, "note": ""}


def sent(
    scene: Scene, client: Client, path: str, typed: dict[str, Any], *, who: str, works: bool
) -> Iterator[str]:
    """What of the answer does not fit; whatever it was is taken back."""
    stood, order = rows(scene), Order.objects.get(pk=scene.order_id)
    mark = transaction.savepoint()
    url = f"/orders/{order.number}/{path}"
    answer = client.post(url, {**fields_of(scene), **typed}, headers={"HX-Request": "true"})
    if rows(scene) != stood:
        yield "the order moved"
    transaction.savepoint_rollback(mark)
    status, done = answer.status_code, GONE in answer
    if who in STRANGERS:
        if status != 404:
            yield f"answered {status}, not 404"
    elif works and not done:
        yield f"offered, and answered {status}"
    elif not works and status not in REFUSED:
        yield f"not offered, and answered {status}"
