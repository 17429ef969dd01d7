"""What is offered as a button works, what is not offered is refused: every place, page of an act, person and moment."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from config.shared import clock
from orders.queries.actions import PLACES as PAGE_OF
from orders.queries.actions import actions_for
from orders.queries.case import case_of
from orders.states import CALL_ACTS, OPEN, TABLE, Act, Role
from tests.orders.pages import decided, signed_in
from tests.orders.proofs.drivers import DECISIONS, DRIVERS, SAME_BUTTON, SAME_FORM
from tests.orders.proofs.measures import rows, sides
from tests.orders.proofs.places import PLACES, Place
from tests.orders.proofs.scene import Scene, fields_of

pytestmark = pytest.mark.django_db
NEAR = timedelta(seconds=20)
"""A request takes its time; the exact second is the operations' to prove."""
PAGES = sorted(act for act in PAGE_OF if act in DRIVERS and DRIVERS[act].path)
VIEWERS = ("buyer", "seller")
STRANGERS = ("outsider", "staff")
REFUSED = {403, 409}
MANY = 3
"""The milestones of the places where every moment is tried; elsewhere only what the last milestone makes different."""
GONE = "HX-Redirect"
"""Pressed in a dialog, an act that was done leads on by this header."""


def test_every_act_of_a_member_has_its_page_and_no_other_act_has_one() -> None:
    theirs = {act for (_, act), move in TABLE.items() if move.roles & {Role.BUYER, Role.SELLER}}
    assert theirs - set(PAGE_OF) <= CALL_ACTS | {Act.PUBLISH_REVIEWS}
    driven = {act for act, driver in DRIVERS.items() if driver.path}
    assert driven | CALL_ACTS | {Act.PUBLISH_REVIEWS} == theirs, "an act has a page that nobody tries"


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_a_button_works_and_what_is_none_is_refused(place: Place) -> None:
    scene = place.make()
    scene.page = scene.standing
    strangers = (
        STRANGERS if place.name in ("active delivered of three", "disputed delivered of three") else ()
    )
    clients = {who: signed_in(scene.people[who]) for who in (*VIEWERS, *strangers)}
    wrong = [fault for who, client in clients.items() for fault in tried(scene, who, client)]
    assert not wrong, "\n".join(wrong)


def moments(scene: Scene, who: str) -> Iterator[tuple[str, datetime, list[Act]]]:
    """When, and what is tried then: at the deadline only what the state knows, early by strangers everything."""
    state, count = scene.shown.state, scene.shown.order.milestone_count
    for side, at in sides(scene, NEAR).items():
        if side == "early" or (who in VIEWERS and side == "before" and count == MANY):
            yield side, at, PAGES
        elif who in VIEWERS and side == "at":
            yield side, at, [act for act in PAGES if (state, act) in TABLE]


def tried(scene: Scene, who: str, client: Client) -> Iterator[str]:
    """Each page of an act, sent by one person at each moment, and taken back; what did not fit its button."""
    stood = rows(scene)
    for side, at, acts in moments(scene, who):
        offered = buttons(scene, who, at) if who in VIEWERS else set()
        for act in acts:
            mark = transaction.savepoint()
            answer = sent(scene, act, client, at)
            for fault in faults(who, answer, works=works(scene, act, offered)):
                yield f"{who} {act} {side}: {fault}"
            if GONE not in answer and scene.order.status in OPEN and rows(scene) != stood:
                yield f"{who} {act} {side}: answered {answer.status_code}, and the order moved"
            transaction.savepoint_rollback(mark)


def buttons(scene: Scene, who: str, at: datetime) -> set[Act]:
    """What the page of the order offers this party."""
    role = Role(who)
    with clock.travelled_to(at):
        return {action.act for action in actions_for(case_of(scene.order, role, at))}


def works(scene: Scene, act: Act, offered: set[Act]) -> bool:
    """A button leads there: its own, or another word for the same charge or the same form."""
    meant = SAME_FORM.get((act, scene.shown.is_last), act)
    other = SAME_BUTTON.get(act)
    return bool({act, meant} & offered) or (other in offered and (scene.shown.state, act) in TABLE)


def sent(scene: Scene, act: Act, client: Client, at: datetime) -> Any:
    """The form of an act's page, as if somebody had it open."""
    driver = DRIVERS[act]
    with clock.travelled_to(at):
        return client.post(
            f"/orders/{scene.shown.order.number}/{driver.path}",
            {**fields_of(scene), **driver.typed, **driver.fields(scene)},
            headers={"HX-Request": "true"},
        )


def faults(who: str, answer: Any, *, works: bool) -> Iterator[str]:
    """What of the answer does not fit."""
    status, done = answer.status_code, GONE in answer
    if who in STRANGERS:
        if status != 404:
            yield f"answered {status}, not 404"
    elif works and not done:
        yield f"offered, and answered {status}"
    elif not works and status not in REFUSED:
        yield f"not offered, and answered {status}"


@pytest.mark.parametrize("act", DECISIONS)
@pytest.mark.parametrize("who", [*VIEWERS, "outsider"])
def test_what_staff_do_is_behind_the_door_of_the_admin(act: Act, who: str) -> None:
    scene = next(place for place in PLACES if place.name.startswith("disputed delivered")).make()
    case = f"/admin/orders/dispute/{scene.order.disputes.get().pk}/case/"
    typed = {"decision": act, "text": "Seen.", "released": "50.00"}
    client, stood = signed_in(scene.people[who]), rows(scene)
    assert client.post(case, typed).status_code in {302, 403}
    assert rows(scene) == stood
    assert decided(signed_in(scene.people["staff"]), case, **typed).status_code == 302
    assert rows(scene) != stood
