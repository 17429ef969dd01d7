"""Calls: proposed, answered, moved and called off, by whoever may and by whoever may not."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from config.shared.commands import Click
from orders.call_states import OPEN_CALLS, CallStatus, fits, step_for
from orders.models import Call
from orders.operations import call_answers, call_ends
from orders.operations.calling import move_call, propose_call
from orders.states import TABLE, Act
from tests.factories.calls import LINK, Meeting
from tests.orders.properties.by_parties import SIDES
from tests.orders.properties.dice import Dice
from tests.orders.properties.life import Life

SOON = tuple(timedelta(minutes=minutes) for minutes in (9, 10, 59, 61, 24 * 60, 24 * 60, 8 * 24 * 60))
"""Too soon by a minute, just not, within the reminder's hour, and later."""
Answer = Callable[[dict[str, Any], Click], object]
ANSWERS: dict[Act, Answer] = {
    Act.ACCEPT_CALL: lambda ids, click: call_answers.accept_call(**ids, click=click),
    Act.DECLINE_CALL: lambda ids, click: call_ends.decline_call(**ids, word="", click=click),
    Act.WITHDRAW_CALL: lambda ids, click: call_ends.withdraw_call(**ids, click=click),
    Act.CANCEL_CALL: lambda ids, click: call_ends.cancel_call(**ids, word="Ill.", click=click),
}
FITTING = {
    CallStatus.PROPOSED: (
        Act.ACCEPT_CALL,
        Act.ACCEPT_CALL,
        Act.DECLINE_CALL,
        Act.WITHDRAW_CALL,
        Act.MOVE_CALL,
    ),
    CallStatus.ACCEPTED: (Act.CANCEL_CALL, Act.MOVE_CALL),
}
ACTS = frozenset({Act.PROPOSE_CALL, Act.MOVE_CALL, *ANSWERS})


def call(life: Life, dice: Dice) -> None:
    """Propose one, or do something to one that there is."""
    known = list(Call.objects.filter(order=life.scene.order_id).order_by("proposed_at", "id"))
    ahead = [one for one in known if one.status in OPEN_CALLS]
    if not known or (len(ahead) < 2 and dice.coin()):
        _propose(life, dice)
        return
    chosen = dice.of(ahead or known)
    acts = FITTING.get(CallStatus(chosen.status), tuple(sorted(ACTS - {Act.PROPOSE_CALL})))
    _answer(life, dice, chosen, dice.of(acts))


def _propose(life: Life, dice: Dice) -> None:
    if (life.stands.state, Act.PROPOSE_CALL) not in TABLE and dice.coin():
        return
    order_id, milestone = life.scene.order_id, life.stands.milestone
    meeting = _meeting(life, dice)
    life.press(
        dice.of(SIDES),
        lambda click: propose_call(
            order_id=order_id, milestone_id=milestone.pk, meeting=meeting, click=click
        ),
    )


def _answer(life: Life, dice: Dice, chosen: Call, act: Act) -> None:
    who, ids = _side(chosen, act, dice), {"order_id": life.scene.order_id, "call_id": chosen.pk}
    if act == Act.MOVE_CALL:
        meeting = _meeting(life, dice)
        life.press(who, lambda click: move_call(**ids, meeting=meeting, click=click))
    else:
        life.press(who, lambda click: ANSWERS[act](ids, click))


def _side(chosen: Call, act: Act, dice: Dice) -> str:
    """Mostly the one whose answer it is."""
    step = step_for(chosen.status, act)
    fitting = [who for who in SIDES if step and fits(step.who, proposed_it=who == chosen.proposer_role)]
    return dice.of(fitting if fitting and dice.mostly() else SIDES)


def _meeting(life: Life, dice: Dice) -> Meeting:
    return Meeting(life.now + dice.of(SOON), 30, LINK)
