"""The buttons of one viewer: what the table of states allows, less what the facts of the moment forbid."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from config.shared.money import format_money
from orders.queries.case import Case
from orders.states import Act, OrderStatus, acts_of, move_for

PRIMARY, PLAIN, QUIET = "primary", "plain", "quiet"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an act has its page. ``dialog``: with JavaScript the page opens in a dialog."""

    name: str
    kind: str = PLAIN
    choice: str = ""
    dialog: bool = True


PLACES: dict[Act, Place] = {
    Act.PAY: Place("order_pay", PRIMARY, dialog=False),
    Act.START_NEXT: Place("order_start", PRIMARY),
    Act.ANSWER_REQUIREMENTS: Place("order_requirements", PRIMARY, dialog=False),
    Act.ACCEPT_AND_CONTINUE: Place("order_accept_as", PRIMARY, "continue"),
    Act.ACCEPT_FINAL: Place("order_accept_as", PRIMARY, "final"),
    Act.DELIVER: Place("order_deliver", PRIMARY, dialog=False),
    Act.DELIVER_FINAL: Place("order_deliver", PRIMARY, dialog=False),
    Act.REQUEST_REVISION: Place("order_revision"),
    Act.POST_UPDATE: Place("order_update"),
    Act.ACCEPT_DECIDE_LATER: Place("order_accept_as", PLAIN, "later"),
    Act.ACCEPT_AND_STOP: Place("order_accept_as", PLAIN, "stop"),
    Act.EXTEND: Place("order_extend"),
    Act.SKIP_REQUIREMENTS: Place("order_skip_requirements"),
    Act.STOP: Place("order_stop"),
    Act.CANCEL_VERY_LATE: Place("order_cancel", QUIET),
    Act.WITHDRAW_DISPUTE: Place("order_withdraw_dispute"),
    Act.OPEN_DISPUTE: Place("order_dispute", QUIET),
}


@dataclass(frozen=True, slots=True)
class Action:
    """One button. ``label`` names the amount that is charged, fee included, when it charges one."""

    act: Act
    label: str
    url: str
    kind: str
    dialog: bool


def actions_for(case: Case) -> list[Action]:
    """The viewer's buttons, the main one first."""
    possible = [act for act in PLACES if can(case, act)]
    return [_action(case, act) for act in possible]


def can(case: Case, act: Act) -> bool:
    """Whether the viewer may do this now, by the table and by the facts."""
    if act not in acts_of(case.standing.state, case.role, last=case.standing.is_last) or case.overdue:
        return False
    fact = FACTS.get(act)
    return fact is None or fact(case)


def amount_of(case: Case, act: Act) -> int | None:
    """What the act charges at once, in minor units and with the fee; None when it charges nothing."""
    following = case.standing.next
    if act == Act.ACCEPT_AND_CONTINUE and following is not None:
        return following.total_minor
    return case.milestone.total_minor if act in {Act.PAY, Act.START_NEXT} else None


def label_of(case: Case, act: Act) -> str:
    """The table's word for it, with the amount."""
    move = move_for(case.standing.state, act)
    label, amount = move.label if move else "", amount_of(case, act)
    return f"{label} · {format_money(amount)}" if amount is not None else label


def url_of(case: Case, act: Act) -> str:
    """The page of an act on this order."""
    place = PLACES[act]
    arguments = [case.order.number, *filter(None, [place.choice])]
    return reverse(f"orders:{place.name}", args=arguments)


def _action(case: Case, act: Act) -> Action:
    place = PLACES[act]
    return Action(act, label_of(case, act), url_of(case, act), place.kind, place.dialog)


def _no_charge_is_open(case: Case) -> bool:
    return case.charge is None or not case.charge.is_checked


def _may_start(case: Case) -> bool:
    return case.charge is None and not case.milestone.payment_trouble


def _may_pay(case: Case) -> bool:
    first = case.order.status == OrderStatus.AWAITING_PAYMENT
    return _no_charge_is_open(case) and (first or not _may_start(case))


def _opened_it(case: Case) -> bool:
    return case.dispute is not None and case.dispute.opener_role == case.role


FACTS: dict[Act, Callable[[Case], bool]] = {
    Act.REQUEST_REVISION: lambda case: case.milestone.revisions_left != 0,
    Act.EXTEND: lambda case: not case.milestone.extended,
    Act.CANCEL_VERY_LATE: lambda case: case.is_very_late,
    Act.START_NEXT: _may_start,
    Act.PAY: _may_pay,
    Act.STOP: lambda case: case.charge is None or not case.charge.in_flight,
    Act.WITHDRAW_DISPUTE: _opened_it,
}
