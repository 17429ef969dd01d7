"""How each act of the table is pressed, by operation and by its page, and which facts stand in its way.

Whoever adds a row to ``orders.states.TABLE`` adds its driver here (or in a file beside, joined in ``DRIVERS``); every
exhaustive test, the races and the machine find the new act by that.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from config.shared.commands import Click
from orders.models import Order
from orders.operations import (
    accepting,
    closing,
    delivering,
    disputing,
    extending,
    funding,
    requirements,
    stating,
    stopping,
    very_late,
)
from orders.payments import intents
from orders.states import CALL_ACTS, TABLE, Act, MilestoneStatus, Role
from tests.orders import stories
from tests.orders.proofs import of_amending, of_cancellation, of_resuming, of_reviewing
from tests.orders.proofs.scene import Look, Scene

Press = Callable[[Scene, Click], object]
NEW_CARD = {"card": "new", "number": stories.SUCCESS, "expiry": "09/39", "cvc": "123"}
WAITING = MilestoneStatus.AWAITING_PAYMENT


def nothing(look: Look) -> str:
    """No fact stands in the way."""
    del look
    return ""


@dataclass(frozen=True, slots=True)
class Driver:
    """One act. ``press``: by operation; ``path``, ``typed``: by its page, empty for what has none on the site.

    ``fields``: what its form carries besides, of an order as it stands.
    ``refusal``: the name of the refusal when a fact, not the table, forbids it now. ``ready``: from when a story may
    press it, None: at any time. ``sooner``: a refusal that a party hears
    before the table is asked. ``tells``: the act of the event, where it is another's. ``loose``: an old page may do
    it. ``system``: nobody presses it; in a story it is the clock's, or follows from what ``press`` does.
    """

    press: Press
    path: str = ""
    typed: Mapping[str, Any] = field(default_factory=dict)
    refusal: Callable[[Look], str] = nothing
    ready: Callable[[Order], datetime | None] = lambda order: None  # noqa: ARG005
    tells: Act | None = None
    sooner: Callable[[Look], str] = nothing
    loose: bool = False
    system: bool = False
    fields: Callable[[Scene], Mapping[str, Any]] = lambda _: {}


def charge_is_open(look: Look) -> bool:
    """A charge of the milestone that waits is in flight, or known and about to take effect."""
    if look.milestone.status != WAITING:
        return False
    subject = look.milestone.pk
    paid = intents.paid_intent(subject_kind="milestone", subject_id=subject)
    return paid is not None or intents.in_flight(subject_kind="milestone", subject_id=subject)


def in_process(look: Look) -> str:
    """While a charge is open nobody begins another, and nobody stops."""
    return "PaymentInProcess" if charge_is_open(look) else ""


def _both(*facts: Callable[[Look], str]) -> Callable[[Look], str]:
    """The first of several facts that stands in the way."""
    return lambda look: next((told for fact in facts if (told := fact(look))), "")


def due_of(order: Order) -> datetime | None:
    """The deadline: the clock's own acts are ready then."""
    return order.due_at


def very_late_of(order: Order) -> datetime | None:
    """24 hours past due (product.md 2)."""
    due_at = order.milestones.get(position=order.current).due_at
    return None if due_at is None else due_at + timedelta(hours=24)


def _not_very_late(look: Look) -> str:
    due_at = look.milestone.due_at
    return "" if due_at is not None and look.at >= due_at + timedelta(hours=24) else "NotVeryLate"


def _not_the_opener(look: Look) -> str:
    opener = look.standing.order.disputes.get(closed_at__isnull=True).opener_role
    return "" if opener == look.role else "NotYourPart"


def _no_revisions(look: Look) -> str:
    return "NoRevisionsLeft" if look.milestone.revisions_left == 0 else ""


def _extended(look: Look) -> str:
    return "ExtendedAlready" if look.milestone.extended else ""


def pay(scene: Scene, click: Click, *, starting: bool = False) -> object:
    """With a card that is good."""
    return funding.pay(order_id=scene.order_id, card_id=scene.card(), click=click, starting=starting)


def deliver(scene: Scene, click: Click) -> object:
    """A message and a link; the tick of the last milestone."""
    return delivering.deliver(
        order_id=scene.order_id, message="Done.", link="https://example.test/", whole=True, click=click
    )


def _accept(act: Act) -> Press:
    def press(scene: Scene, click: Click) -> object:
        rounds = scene.shown.milestone.rounds
        return accepting.accept(
            order_id=scene.order_id, act=act, delivery_round=rounds, click=click, card_id=scene.card()
        )

    return press


def _decide(act: Act) -> Press:
    def press(scene: Scene, click: Click) -> object:
        return disputing.decide_dispute(
            order_id=scene.order_id,
            act=act,
            text="Seen.",
            staff_id=click.actor_id,
            at=click.at,
            released_minor=5_000,
        )

    return press


def sweep(scene: Scene, click: Click) -> object:
    """The clock looks at this order."""
    return closing.close_order(scene.order_id, at=click.at)


def _answer(scene: Scene, click: Click) -> object:
    return requirements.answer_requirements(
        order_id=scene.order_id, texts={0: "A bakery."}, uploads={}, click=click
    )


def _revise(scene: Scene, click: Click) -> object:
    rounds = scene.shown.milestone.rounds
    return delivering.request_revision(
        order_id=scene.order_id, delivery_round=rounds, text="Bluer.", click=click
    )


def _simple(operation: Callable[..., object], **typed: str) -> Press:
    """An operation that wants the order, the click and some words."""
    return lambda scene, click: operation(order_id=scene.order_id, click=click, **typed)


DELIVERY = {"message": "Done.", "link": "https://example.test/", "whole": "on"}
CLOCK = Driver(sweep, ready=due_of, system=True)
DRIVERS: dict[Act, Driver] = {
    Act.PAY: Driver(pay, "pay/", NEW_CARD, in_process, tells=Act.FUND),
    Act.START_NEXT: Driver(
        lambda scene, click: pay(scene, click, starting=True), "start/", NEW_CARD, in_process, tells=Act.FUND
    ),
    Act.ANSWER_REQUIREMENTS: Driver(_answer, "requirements/", {"question_0": "A bakery."}),
    Act.SKIP_REQUIREMENTS: Driver(_simple(requirements.skip_requirements), "requirements/skip/"),
    Act.DELIVER: Driver(deliver, "deliver/", DELIVERY),
    Act.DELIVER_FINAL: Driver(deliver, "deliver/", DELIVERY),
    Act.POST_UPDATE: Driver(
        _simple(delivering.post_update, text="Half way."), "update/", {"text": "Half way."}, loose=True
    ),
    Act.REQUEST_REVISION: Driver(_revise, "revision/", {"text": "Bluer."}, _no_revisions),
    Act.EXTEND: Driver(_simple(extending.extend), "extend/", refusal=_extended),
    Act.ACCEPT_AND_CONTINUE: Driver(_accept(Act.ACCEPT_AND_CONTINUE), "accept/continue/", NEW_CARD),
    Act.ACCEPT_DECIDE_LATER: Driver(_accept(Act.ACCEPT_DECIDE_LATER), "accept/later/"),
    Act.ACCEPT_AND_STOP: Driver(_accept(Act.ACCEPT_AND_STOP), "accept/stop/"),
    Act.ACCEPT_FINAL: Driver(_accept(Act.ACCEPT_FINAL), "accept/final/"),
    Act.STOP: Driver(_simple(stopping.stop), "stop/", refusal=in_process),
    Act.CANCEL_VERY_LATE: Driver(
        _simple(very_late.cancel_very_late), "cancel/", refusal=_not_very_late, ready=very_late_of
    ),
    Act.REQUEST_CANCELLATION: Driver(
        of_cancellation.ask, "cancellation/", of_cancellation.ASKING, of_cancellation.asked_already
    ),
    Act.ACCEPT_CANCELLATION: Driver(
        of_cancellation.accept, "cancellation/answer/accept/", refusal=of_cancellation.not_to_answer
    ),
    Act.REFUSE_CANCELLATION: Driver(
        of_cancellation.refuse,
        "cancellation/answer/refuse/",
        {"text": of_cancellation.WORD},
        of_cancellation.not_to_answer,
    ),
    Act.WITHDRAW_CANCELLATION: Driver(
        of_cancellation.withdraw, "cancellation/withdraw/", refusal=of_cancellation.not_to_withdraw
    ),
    Act.GRANT_CANCELLATION: Driver(of_cancellation.sweep, ready=due_of, system=True),
    Act.LAPSE_CANCELLATION: Driver(of_cancellation.sweep, ready=due_of, system=True),
    Act.END_UNPAID: Driver(of_cancellation.end, "end/", refusal=in_process),
    Act.OPEN_DISPUTE: Driver(
        _simple(disputing.open_dispute, statement="It is empty."), "dispute/", {"statement": "It is empty."}
    ),
    Act.ADD_STATEMENT: Driver(
        _simple(stating.add_statement, text="It is still empty."),
        "dispute/statement/",
        {"text": "It is still empty."},
        loose=True,
    ),
    Act.WITHDRAW_DISPUTE: Driver(
        _simple(disputing.withdraw_dispute), "dispute/withdraw/", refusal=_not_the_opener
    ),
    Act.RESUME: Driver(of_resuming.ask, "resume/", {"text": of_resuming.WORD}, of_resuming.not_to_ask),
    Act.AGREE_RESUME: Driver(of_resuming.agree, "resume/agree/", refusal=of_resuming.not_to_answer),
    Act.DECLINE_RESUME: Driver(
        of_resuming.decline, "resume/decline/", {"text": of_resuming.WORD}, of_resuming.not_to_answer
    ),
    Act.WITHDRAW_RESUME: Driver(
        of_resuming.withdraw, "resume/withdraw/", refusal=of_resuming.not_to_withdraw
    ),
    Act.ORDER_AGAIN: Driver(of_resuming.again, "again/", {"text": of_resuming.WORD}, system=True),
    Act.DECIDE_CONTINUE: Driver(_decide(Act.DECIDE_CONTINUE)),
    Act.DECIDE_SPLIT: Driver(_decide(Act.DECIDE_SPLIT)),
    Act.DECIDE_RELEASE: Driver(_decide(Act.DECIDE_RELEASE)),
    Act.PROPOSE_AMENDMENT: Driver(
        of_amending.propose,
        "amendment/",
        fields=of_amending.proposing,
        refusal=_both(of_amending.proposed_already, in_process),
    ),
    Act.ACCEPT_AMENDMENT: Driver(
        of_amending.accept,
        "amendment/answer/",
        NEW_CARD,
        fields=of_amending.answering,
        refusal=_both(of_amending.not_to_answer, in_process),
        sooner=of_amending.lapsed,
    ),
    Act.REFUSE_AMENDMENT: Driver(
        of_amending.refuse,
        "amendment/refuse/",
        fields=of_amending.answering,
        refusal=of_amending.not_to_answer,
        sooner=of_amending.lapsed,
        loose=True,
    ),
    Act.WITHDRAW_AMENDMENT: Driver(
        of_amending.withdraw,
        "amendment/withdraw/",
        fields=of_amending.answering,
        refusal=of_amending.not_to_withdraw,
        sooner=of_amending.lapsed,
        loose=True,
    ),
    Act.PAY_AMENDMENT: Driver(
        of_amending.pay,
        "amendment/pay/",
        NEW_CARD,
        fields=of_amending.answering,
        refusal=of_amending.not_to_pay,
        sooner=of_amending.lapsed,
        tells=Act.AMEND,
    ),
    Act.LAPSE_AMENDMENT: Driver(sweep, system=True),
    Act.WRITE_REVIEW: Driver(
        of_reviewing.write, "review/", of_reviewing.TYPED, refusal=of_reviewing.too_late_to_write, loose=True
    ),
    Act.REPLY_REVIEW: Driver(
        of_reviewing.reply,
        "review/reply/",
        {"text": of_reviewing.THANKS},
        refusal=of_reviewing.nothing_to_reply,
        loose=True,
    ),
    Act.FUND: Driver(pay, system=True),
    Act.CLOSE_NOT_PAID: CLOCK,
    Act.CLOSE_NO_REQUIREMENTS: CLOCK,
    Act.CLOSE_UNANSWERED: CLOCK,
    Act.CLOSE_NOT_FUNDED: CLOCK,
    Act.CLOSE_ABANDONED: CLOCK,
}
BY_ITSELF = frozenset({Act.BEGIN, Act.PUBLISH_REVIEWS}) | of_amending.FOLLOWS
"""Follows from another act in the same transaction; nobody presses it."""
APART = CALL_ACTS | of_reviewing.BY_STAFF
"""Acts on something of an order that has a table or tests of its own: tests/orders/test_calling.py, test_reviews.py."""
SAME_BUTTON = {Act.PAY: Act.START_NEXT, Act.START_NEXT: Act.PAY}
"""Two words for one charge: the button says which fits, the address of either takes the money once."""
SAME_FORM = {(Act.DELIVER, True): Act.DELIVER_FINAL, (Act.DELIVER_FINAL, False): Act.DELIVER}
"""One form hands in any milestone; whether it is the last says which act that is."""
DECISIONS = (Act.DECIDE_CONTINUE, Act.DECIDE_SPLIT, Act.DECIDE_RELEASE)
STAFF_ONLY = frozenset(act for (_, act), move in TABLE.items() if move.roles == {Role.STAFF})
"""Done in the admin, whose door is proved apart."""
