"""The buttons of one viewer: what the table of states allows, less what the facts of the moment forbid."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.urls import reverse

from config.shared.money import format_money
from orders.good_standing import words_against
from orders.queries.amendments import answers_it, can_propose, charged_by, pays_it, proposed_it
from orders.queries.call_facts import may_step, open_for_calls
from orders.queries.case import Case
from orders.states import CALL_ACTS, HELD, Act, Kind, OrderStatus, acts_of, move_for

PRIMARY, PLAIN, ASIDE, DANGER = "primary", "plain", "aside", "danger"
"""How loud a button is. Aside: beside the way of the work. Danger: aside, and it ends or freezes something."""


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
    Act.ACCEPT_CANCELLATION: Place("order_cancellation_answer_as", PLAIN, "accept"),
    Act.REFUSE_CANCELLATION: Place("order_cancellation_answer_as", PLAIN, "refuse"),
    Act.WITHDRAW_CANCELLATION: Place("order_cancellation_withdraw"),
    Act.CANCEL_VERY_LATE: Place("order_cancel"),
    Act.REQUEST_CANCELLATION: Place("order_cancellation", DANGER),
    Act.END_UNPAID: Place("order_end", DANGER),
    Act.ADD_STATEMENT: Place("order_statement"),
    Act.PAY_AMENDMENT: Place("amendment_pay", PRIMARY, dialog=False),
    Act.ACCEPT_AMENDMENT: Place("amendment_answer", PRIMARY, dialog=False),
    Act.REFUSE_AMENDMENT: Place("amendment_refuse"),
    Act.WITHDRAW_AMENDMENT: Place("amendment_withdraw"),
    Act.PROPOSE_AMENDMENT: Place("amendment", ASIDE, dialog=False),
    Act.WITHDRAW_DISPUTE: Place("order_withdraw_dispute"),
    Act.AGREE_RESUME: Place("order_resume_agree", PRIMARY),
    Act.DECLINE_RESUME: Place("order_resume_decline"),
    Act.WITHDRAW_RESUME: Place("order_resume_withdraw"),
    Act.WRITE_REVIEW: Place("order_review", PRIMARY),
    Act.REPLY_REVIEW: Place("order_review_reply"),
    Act.RESUME: Place("order_resume"),
    Act.ORDER_AGAIN: Place("order_again", dialog=False),
    Act.OPEN_DISPUTE: Place("order_dispute", DANGER),
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
    return [*(_action(case, act) for act in possible), *_more_revisions(case)]


def _more_revisions(case: Case) -> list[Action]:
    """Where revisions are used up: a short form of proposing changes."""
    used_up = case.milestone.revisions_left == 0 and case.milestone.status in HELD
    if not used_up or not can(case, Act.PROPOSE_AMENDMENT):
        return []
    label = "Buy one more revision" if case.is_buyer else "Offer one more revision"
    url = reverse("orders:amendment_revision", args=[case.order.number])
    return [Action(Act.PROPOSE_AMENDMENT, label, url, ASIDE, dialog=True)]


def answer_button(case: Case) -> Action | None:
    """The way to the open cancellation request, for whoever has to answer it."""
    if not can(case, Act.ACCEPT_CANCELLATION):
        return None
    url = reverse("orders:order_cancellation_answer", args=[case.order.number])
    return Action(Act.ACCEPT_CANCELLATION, "Answer the request", url, PRIMARY, dialog=False)


def can(case: Case, act: Act) -> bool:
    """Whether the viewer may do this now, by the table and by the facts."""
    if act not in acts_of(case.standing.state, case.role, last=case.standing.is_last) or case.overdue:
        return False
    fact = FACTS.get(act)
    return (fact is None or fact(case)) and not words_against(case.order, act, case.role)


def bar_of(case: Case) -> str:
    """Whose standing keeps the reader from what could begin here now, in words; empty when nobody's does.

    Before the first payment a seller has no button, and reads why the buyer has none.
    """
    if case.overdue:
        return ""
    acts = acts_of(case.standing.state, case.role, last=case.standing.is_last)
    if case.order.status == OrderStatus.AWAITING_PAYMENT:
        acts = (*acts, Act.PAY)
    return next(filter(None, (words_against(case.order, act, case.role) for act in acts)), "")


def amount_of(case: Case, act: Act) -> int | None:
    """What the act charges at once, in minor units and with the fee; None when it charges nothing."""
    following = case.standing.next
    if act == Act.ACCEPT_AND_CONTINUE and following is not None:
        return following.total_minor
    if act in {Act.ACCEPT_AMENDMENT, Act.PAY_AMENDMENT}:
        return charged_by(case)
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


def _may_ask(case: Case) -> bool:
    return not any(one.keeps_from_asking(case.role, case.milestone.rounds) for one in case.asked)


FACTS: dict[Act, Callable[[Case], bool]] = {
    Act.REQUEST_REVISION: lambda case: case.milestone.revisions_left != 0,
    Act.EXTEND: lambda case: not case.milestone.extended,
    Act.CANCEL_VERY_LATE: lambda case: case.is_very_late,
    Act.START_NEXT: _may_start,
    Act.PAY: _may_pay,
    Act.STOP: lambda case: case.charge is None or not case.charge.in_flight,
    Act.WITHDRAW_DISPUTE: _opened_it,
    Act.PROPOSE_AMENDMENT: can_propose,
    Act.ACCEPT_AMENDMENT: answers_it,
    Act.REFUSE_AMENDMENT: answers_it,
    Act.WITHDRAW_AMENDMENT: proposed_it,
    Act.PAY_AMENDMENT: pays_it,
    Act.REQUEST_CANCELLATION: _may_ask,
    Act.ACCEPT_CANCELLATION: lambda case: case.answers_it,
    Act.REFUSE_CANCELLATION: lambda case: case.answers_it,
    Act.WITHDRAW_CANCELLATION: lambda case: case.asked_it,
    Act.END_UNPAID: lambda case: case.charge is None or not case.charge.in_flight,
    Act.PROPOSE_CALL: lambda case: bool(open_for_calls(case)),
    **{act: partial(may_step, act=act) for act in CALL_ACTS - {Act.PROPOSE_CALL}},
    Act.ORDER_AGAIN: lambda case: case.order.kind in {Kind.MILESTONES, Kind.SINGLE},
    Act.RESUME: lambda case: case.resuming is not None and case.resuming.can_ask,
    Act.AGREE_RESUME: lambda case: case.resuming is not None and case.resuming.can_answer(case.role),
    Act.DECLINE_RESUME: lambda case: case.resuming is not None and case.resuming.can_answer(case.role),
    Act.WITHDRAW_RESUME: lambda case: case.resuming is not None and case.resuming.can_withdraw(case.role),
    Act.WRITE_REVIEW: lambda case: case.reviews is not None and case.reviews.can_write,
    Act.REPLY_REVIEW: lambda case: case.reviews is not None and case.reviews.can_reply,
}
