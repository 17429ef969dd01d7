"""What the history says of amendments."""

from collections.abc import Callable

from config.shared.money import format_money
from orders.amending.words import differences
from orders.queries.told import Told
from orders.states import Act, Role


def _changes(told: Told) -> str:
    return " ".join(differences(told.data.get("before", []), told.data.get("after", [])))


def _in_force(told: Told) -> str:
    charge, refund = int(told.data.get("charge", 0)), int(told.data.get("refund", 0))
    buyer = "You" if told.case.role == Role.BUYER else told.case.order.buyer.label
    money = f" {buyer} paid {format_money(charge)}, fee included." if charge and told.data.get("paid") else ""
    if refund:
        to = "you" if told.case.role == Role.BUYER else told.case.order.buyer.label
        money = f" {format_money(refund)} goes back to {to}, fee included."
    return f"The terms changed. {_changes(told)}{money}"


def _reopened(told: Told) -> str:
    return f"{_in_force(told)} {told.name} is the last milestone now, so its final delivery is to come."


def _agreed(told: Told) -> str:
    charge = int(told.data.get("charge", 0))
    waits = f" They take effect when {format_money(charge)} is paid." if charge else ""
    return f"{told.who} accepted the changes.{waits}"


def _lapsed(told: Told) -> str:
    return (
        f"The changes were not {'paid' if told.data.get('agreed') else 'answered'} in time and have lapsed."
    )


def _not_paid(told: Told) -> str:
    why = f" {told.data.get('words', '')}" if told.case.role != Role.SELLER else ""
    return f"The payment of the difference did not go through.{why}"


AMENDMENT_LINES: dict[str, tuple[str, Callable[[Told], str]]] = {
    Act.PROPOSE_AMENDMENT: (
        "pencil",
        lambda told: f"{told.who} proposed changes. {_changes(told)}",
    ),
    Act.ACCEPT_AMENDMENT: ("circle-check", _agreed),
    Act.REFUSE_AMENDMENT: (
        "ban",
        lambda told: f"{told.who} refused the changes. Everything stays as agreed.",
    ),
    Act.WITHDRAW_AMENDMENT: ("undo-2", lambda told: f"{told.who} took the proposed changes back."),
    Act.LAPSE_AMENDMENT: ("clock", _lapsed),
    Act.AMEND: ("list-checks", _in_force),
    Act.AMEND_REOPEN: ("list-checks", _reopened),
    "amendment_not_paid": ("triangle-alert", _not_paid),
}
