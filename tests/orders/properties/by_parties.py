"""What the two sides do to an order, in any order and at any time."""

from contextlib import suppress

from config.shared.errors import Refusal
from orders.models import Attempt
from orders.operations import amending, cancelling, delivering, funding
from orders.states import TABLE, Act, Role
from tests.orders.proofs import of_amending, of_cancellation, of_resuming
from tests.orders.proofs.drivers import DRIVERS, STAFF_ONLY
from tests.orders.properties.changes import changes_by
from tests.orders.properties.dice import Dice
from tests.orders.properties.faults import FAULTS, bad_line
from tests.orders.properties.life import CARDS, Life

PRESSED = sorted(act for act, driver in DRIVERS.items() if not driver.system and act not in STAFF_ONLY)
FORWARD = frozenset(
    {
        Act.ANSWER_REQUIREMENTS,
        Act.DELIVER,
        Act.DELIVER_FINAL,
        Act.ACCEPT_AND_CONTINUE,
        Act.ACCEPT_DECIDE_LATER,
        Act.ACCEPT_FINAL,
        Act.START_NEXT,
        Act.PAY,
        Act.WRITE_REVIEW,
        Act.AGREE_RESUME,
    }
)
"""They lead on: drawn three times as often as the others, so that lives come as far as a last delivery."""
ASKED = {
    "cancellation_requests": ("requester_role", of_cancellation.ANSWERS),
    "amendments": ("role", of_amending.ANSWERS),
    "resumptions": ("asker_role", of_resuming.ANSWERS),
}
"""What answers something, and who asked: drawn where something of that kind is open."""
LINES = (None, None, None, None, *FAULTS)
NUMBERS = (CARDS[0], CARDS[0], CARDS[0], *CARDS)
SIDES = ("buyer", "seller")


def possible(life: Life) -> dict[Act, str]:
    """What the table lets anybody press here, and has something to answer; with who asked that, else with nothing."""
    state, last = life.stands.state, life.stands.is_last
    found = [act for act in PRESSED if (move := TABLE.get((state, act))) and move.last in {None, last}]
    asked = _askers(life, set(found))
    return {act: asked.get(act, "") for act in found if asked.get(act) != ""}


def _askers(life: Life, acts: set[Act]) -> dict[Act, str]:
    """By each of these acts that answers something: who asked it, empty when nobody has."""
    who: dict[Act, str] = {}
    for kind, (role, answers) in ASKED.items():
        if here := acts & answers:
            asks = getattr(life.stands.order, kind).filter(closed_at__isnull=True)
            who |= dict.fromkeys(here, asks.values_list(role, flat=True).first() or "")
    return who


def act(life: Life, dice: Dice) -> None:
    """Something that the table allows somebody here; whether facts allow it as well, shows."""
    found = possible(life)
    if not found:
        return
    chosen = dice.of([one for one in found for _ in range(3 if one in FORWARD else 1)])
    life.scene.number = dice.of(NUMBERS)
    who = _side(life, chosen, found[chosen], dice)
    life.press(who, lambda click: DRIVERS[chosen].press(life.scene, click), dice.of(LINES))


def _side(life: Life, chosen: Act, asked_by: str, dice: Dice) -> str:
    """One whose act it is; mostly the one who was asked, or who takes back what it asked."""
    if not asked_by or not dice.mostly():
        return str(dice.of(sorted(TABLE[life.stands.state, chosen].roles & {Role.BUYER, Role.SELLER})))
    takes_back = chosen.startswith("withdraw")
    return next(who for who in SIDES if (who == asked_by) == takes_back)


def act_anyhow(life: Life, dice: Dice) -> None:
    """Anything, by anybody."""
    chosen = dice.of(PRESSED)
    who = dice.of((*SIDES, "outsider"))
    life.press(who, lambda click: DRIVERS[chosen].press(life.scene, click))


def propose_changes(life: Life, dice: Dice) -> None:
    """Other terms: dearer, cheaper, longer, with fewer or more milestones."""
    if life.ended or (life.stands.state, Act.PROPOSE_AMENDMENT) not in TABLE:
        return
    order_id, changes = life.scene.order_id, changes_by(dice, life.stands)
    life.press(
        dice.of(SIDES),
        lambda click: amending.propose(order_id=order_id, changes=changes, note_text="Other.", click=click),
    )


def ask_to_cancel(life: Life, dice: Dice) -> None:
    """With any part for the seller."""
    order_id, amount = life.scene.order_id, life.stands.milestone.amount_minor
    part = dice.of((0, 1, amount // 2, amount))
    life.press(
        dice.of(SIDES),
        lambda click: cancelling.request_cancellation(
            order_id=order_id, released_minor=part, reason="Plans have changed.", click=click
        ),
    )


def pay(life: Life, dice: Dice) -> None:
    """With any card."""
    order_id, card, starting = life.scene.order_id, life.scene.card(dice.of(NUMBERS)), dice.coin()
    life.press(
        "buyer",
        lambda click: funding.pay(order_id=order_id, card_id=card, click=click, starting=starting),
        dice.of(LINES),
    )


def authenticate(life: Life, dice: Dice) -> None:
    """The buyer comes back from the bank, or had never to go there."""
    buyer = life.scene.people["buyer"]
    waiting = Attempt.objects.filter(intent__payer=buyer, status="needs_authentication").first()
    if waiting is None:
        return
    passed = dice.coin()
    with life.frozen(), bad_line(dice.of(LINES)), suppress(Refusal):
        funding.authenticate_payment(
            order_id=life.scene.order_id, attempt_id=waiting.pk, passed=passed, at=life.now
        )
    life.stir(*life.orders)


def deliver_without_the_tick(life: Life, _dice: Dice) -> None:
    """Also where it is the last one, which wants it."""
    order_id = life.scene.order_id
    life.press(
        "seller",
        lambda click: delivering.deliver(
            order_id=order_id, message="Done.", link="https://example.test/", click=click
        ),
    )


def press_again(life: Life, _dice: Dice) -> None:
    """The same form twice."""
    life.press_again()


def press_on_an_old_page(life: Life, dice: Dice) -> None:
    """What moves money or terms is refused there."""
    order = life.stands.order
    tight = [one for one in possible(life) if not DRIVERS[one].loose]
    if order.version == 1 or not tight:
        return
    chosen = dice.of(tight)
    old = life.click("buyer", order.version - 1)
    with life.frozen():
        refused = life.tried(lambda: DRIVERS[chosen].press(life.scene, old))
    assert refused, f"{chosen}: an old page was obeyed"
