"""Saying yes to a proposed change, and paying the difference (product.md 5.2, row 14).

An amendment is one deal. It is in force at once, unless it makes the paid milestone dearer: then all of it is in force
when the difference and its fee are paid. The buyer's own yes charges, on a page that names the amount. After the
seller's yes the buyer gets a button and the time of an answer once more to press it; a declined card may be tried again
until then.
"""

from datetime import datetime
from uuid import UUID

from config.shared.commands import Click
from config.shared.errors import Invalid
from config.shared.transition import guarded_update
from orders import deadlines, reminders
from orders.amending import Changes, check
from orders.amending.plan import Plan
from orders.models import Amendment, Attempt, Order
from orders.operations.amended import put_in_force
from orders.operations.amending import AgreedAlready, unless_lapsed
from orders.operations.amendments import asked_of, difference_is_open, not_while_it_is_paid, plan_of_amendment
from orders.operations.charging import PaymentInProcess
from orders.operations.funding import confirm_all
from orders.operations.telling import tell
from orders.payments import intents
from orders.payments.models import Purpose
from orders.queries.subjects import AMENDMENT
from orders.standing import Actor, Standing
from orders.states import Act, Role
from orders.transitions import NotInThisState, NotYourPart, allowed, note


class NoCard(Invalid):
    """What makes the paid milestone dearer is charged by the yes, so it needs a card."""

    def __init__(self) -> None:
        """Say it beside the card field."""
        super().__init__("Choose the card for the difference.", field="card")


def accept(*, order_id: UUID, amendment_id: UUID, click: Click, card_id: UUID | None = None) -> Order:
    """The other side says yes. ``card_id``: of a buyer whose yes charges the difference.

    Saying yes stands whatever comes of the charge. Raises NoCard, AgreedAlready, AmendmentLapsed, PaymentInProcess,
    BadChanges (not possible any more), TooLate, Stale, NotInThisState, NotYourPart.
    """
    charges: list[Attempt] = []

    def do(standing: Standing, actor: Actor) -> None:
        allowed(standing, Act.ACCEPT_AMENDMENT, actor.role)
        amendment = asked_of(standing, amendment_id)
        if amendment.role == actor.role:
            raise NotYourPart
        if amendment.agreed_at is not None:
            raise AgreedAlready
        not_while_it_is_paid(standing)
        check(standing, Changes.from_json(amendment.changes))
        plan = plan_of_amendment(standing, amendment, click.at)
        _agree(standing, amendment, plan, actor, click.at)
        if not plan.charge_minor:
            put_in_force(standing, plan, click.at)
        elif actor.role == Role.BUYER:
            charges.append(_charge(standing, amendment, plan, card_id, click.at))

    order = unless_lapsed(order_id, click, "accept_amendment", do)
    return confirm_all(order, charges) if charges else order


def pay_difference(*, order_id: UUID, amendment_id: UUID, card_id: UUID, click: Click) -> Order:
    """The buyer pays the difference of what was agreed, with any card.

    A decline is an outcome, not an error. Raises PaymentInProcess, AmendmentLapsed, TooLate, Stale, NotInThisState,
    NotYourPart.
    """
    charges: list[Attempt] = []

    def do(standing: Standing, actor: Actor) -> None:
        allowed(standing, Act.PAY_AMENDMENT, actor.role)
        amendment = asked_of(standing, amendment_id)
        if amendment.agreed_at is None:
            raise NotInThisState
        if difference_is_open(amendment):
            raise PaymentInProcess
        plan = plan_of_amendment(standing, amendment, click.at)
        charges.append(_charge(standing, amendment, plan, card_id, click.at))

    order = unless_lapsed(order_id, click, "pay_amendment", do)
    return confirm_all(order, charges)


def _agree(standing: Standing, amendment: Amendment, plan: Plan, actor: Actor, at: datetime) -> None:
    until = at + deadlines.window(standing.order.windows, "AMENDMENT_ANSWER")
    remind_at = reminders.next_of(reminders.reminders(at, until), at)
    changes = {"agreed_at": at, "due_at": until, "remind_at": remind_at}
    guarded_update(amendment, expect={"agreed_at": None, "closed_at": None}, **changes)
    data = {
        "amendment": str(amendment.pk),
        "by": amendment.role,
        "charge": plan.charge_minor,
        "refund": plan.refund_minor,
        "until": until.isoformat(),
    }
    event = note(standing, Act.ACCEPT_AMENDMENT, actor, at, data)
    if not plan.charge_minor or actor.role == Role.SELLER:
        tell(event)  # else the outcome of the buyer's payment tells both, within seconds


def _charge(
    standing: Standing, amendment: Amendment, plan: Plan, card_id: UUID | None, at: datetime
) -> Attempt:
    if card_id is None:
        raise NoCard
    live = intents.live_intent(subject_kind=AMENDMENT, subject_id=amendment.pk, purpose=Purpose.AMENDMENT)
    if live is not None:
        return intents.new_attempt(intent_id=live.pk, card_id=card_id, at=at)
    return intents.open_intent(
        subject_kind=AMENDMENT,
        subject_id=amendment.pk,
        purpose=Purpose.AMENDMENT,
        amount_minor=plan.charge_minor,
        payer_id=standing.order.buyer_id,
        statement=f"MILEPOST {standing.order.number}",
        card_id=card_id,
        at=at,
    )
