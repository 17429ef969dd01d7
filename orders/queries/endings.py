"""An order's state in one sentence; for ended ones, why (product.md 5.1)."""

from collections.abc import Callable

from orders.queries.case import Case
from orders.queries.words import counted
from orders.states import MilestoneStatus, OrderStatus, Reason


def headline(case: Case) -> str:
    """The sentence under the title of the order page."""
    if case.ended:
        how = "Completed" if case.order.status == OrderStatus.COMPLETED else "Cancelled"
        return f"{how}: {_WHY[Reason(case.order.reason)](case)}"
    if case.order.status != OrderStatus.ACTIVE:
        return f"{OrderStatus(case.order.status).label}."
    place = "" if case.is_single else f", milestone {case.order.current} of {case.order.milestone_count}"
    return f"Active{place}: {case.milestone.name} is {_NOW[MilestoneStatus(case.milestone.status)]}."


def _accepted(case: Case) -> int:
    return sum(1 for m in case.standing.milestones if m.status == MilestoneStatus.ACCEPTED)


def _done(case: Case) -> str:
    return f"{_accepted(case)} of {counted(case.order.milestone_count, 'milestone')} accepted"


def _stopped(case: Case) -> str:
    if case.is_buyer:
        return f"you stopped the order with {_done(case)}. Nothing more is charged, and nothing is refunded."
    return f"{case.other.label} stopped the order with {_done(case)}. Do not go on; you keep what you earned."


def _unanswered(case: Case) -> str:
    return (
        f"the delivery of {case.milestone.name} was not answered in time, so it counts as accepted."
        " What had not begun is never charged."
    )


def _not_funded(case: Case) -> str:
    return f"{case.milestone.name} was not started in time, with {_done(case)}. Nothing more is charged."


def _back(case: Case) -> str:
    return "you get its money and fee back" if case.is_buyer else "its money went back to the buyer"


_NOW = {
    MilestoneStatus.IN_PROGRESS: "in progress",
    MilestoneStatus.IN_REVISION: "in revision",
    MilestoneStatus.DELIVERED: "delivered and waits for an answer",
    MilestoneStatus.AWAITING_PAYMENT: "not paid yet",
}
_WHY: dict[Reason, Callable[[Case], str]] = {
    Reason.FINISHED: lambda _: "all work was delivered and accepted.",
    Reason.STOPPED: _stopped,
    Reason.UNANSWERED: _unanswered,
    Reason.NOT_FUNDED: _not_funded,
    Reason.REMAINDER_CANCELLED: lambda case: (
        f"{case.milestone.name} was cancelled, {_back(case)}. {_done(case)}."
    ),
    Reason.DECIDED: lambda _: "Milepost decided the dispute. The reason stands below, in the activity.",
    Reason.NOT_PAID: lambda _: "the first payment was not made in time. Nothing was charged.",
    Reason.NO_REQUIREMENTS: lambda case: f"the requirements were not answered in time; {_back(case)}.",
    Reason.VERY_LATE: lambda case: (
        f"{case.milestone.name} was very late, and the buyer cancelled; {_back(case)}."
    ),
    Reason.ABANDONED: lambda case: (
        f"{case.milestone.name} was not delivered for 30 days after its due date; {_back(case)}."
    ),
}
