"""What is proposed and not in force, on the order page: who, what, until when, and this reader's buttons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from orders.queries.actions import Action
from orders.queries.amendments import answers_it, lines_of, pays_it, plan_shown
from orders.queries.case import Case
from orders.queries.turns import Turn
from orders.states import Act

ANSWERS = frozenset({Act.ACCEPT_AMENDMENT, Act.REFUSE_AMENDMENT, Act.WITHDRAW_AMENDMENT, Act.PAY_AMENDMENT})
"""They have their buttons beside what is proposed."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """``text``: what the proposer wrote. ``asks``: the bank wants the buyer to confirm the payment."""

    title: str
    lines: tuple[str, ...]
    text: str
    until: datetime | None
    otherwise: str
    trouble: str
    checked: bool
    asks: bool
    actions: tuple[Action, ...]


def proposal_of(case: Case, actions: Sequence[Action]) -> Proposal | None:
    """The card; None when nothing is proposed."""
    amendment = case.standing.amendment
    if amendment is None:
        return None
    agreed, charge = amendment.agreed_at is not None, case.difference
    what = "paid" if agreed else "answered"
    return Proposal(
        title=_title(case),
        lines=tuple(lines_of(case, plan_shown(case))),
        text=amendment.note,
        until=amendment.due_at,
        otherwise=f"If they are not {what} by then, they lapse, and everything stays as it was agreed.",
        trouble=amendment.payment_trouble if case.is_buyer else "",
        checked=charge is not None and charge.is_checked,
        asks=charge is not None and charge.asks and case.is_buyer,
        actions=tuple(one for one in actions if one.act in ANSWERS),
    )


def _title(case: Case) -> str:
    amendment, other = case.standing.amendment, case.other.label
    if amendment is not None and amendment.agreed_at is not None:
        return (
            "Changes are agreed: pay the difference"
            if case.is_buyer
            else f"Changes are agreed: {other} has to pay"
        )
    if answers_it(case):
        return f"{other} proposes changes"
    return f"You proposed changes: {other} answers"


def amendment_turn(case: Case, turn: Turn | None) -> Turn | None:
    """The reader's turn is to answer or to pay a change, when nothing else is."""
    if turn is not None and turn.mine:
        return turn
    amendment = case.standing.amendment
    if amendment is None or not (answers_it(case) or pays_it(case)):
        return turn
    pays = amendment.agreed_at is not None
    return Turn(
        mine=True,
        title="Your turn: pay the difference" if pays else f"Your turn: {case.other.label} proposes changes",
        text="The changed terms count from then on." if pays else "Look at them, and accept or refuse.",
        deadline=amendment.due_at,
        otherwise="Otherwise the changes lapse, and everything stays as it was agreed.",
    )
