"""An order's state in one sentence; for ended ones, why (product.md 5.1)."""

from collections.abc import Callable

from orders.queries.case import Case
from orders.queries.words import counted, named
from orders.states import MilestoneStatus, OrderStatus, Reason


def headline(case: Case) -> str:
    """The sentence under the title of the order page."""
    if case.ended:
        how = "Completed" if case.order.status == OrderStatus.COMPLETED else "Cancelled"
        return f"{how}: {_WHY[Reason(case.order.reason)](case)}"
    asked = " A cancellation is requested." if case.request else ""
    if case.disputed:
        return f"In dispute: Milepost decides about {named(case.milestone)}."
    if case.order.status != OrderStatus.ACTIVE:
        return f"{OrderStatus(case.order.status).label}.{asked}"
    name, now = named(case.milestone), _NOW[MilestoneStatus(case.milestone.status)]
    if case.is_single:
        return f"{name} is {now}.{asked}"
    return f"Milestone {case.order.current} of {case.order.milestone_count}, {name}, is {now}.{asked}"


def badge(case: Case) -> tuple[str, str]:
    """The order's state as a mark and a word: the mark of the milestone state that looks the same."""
    status = OrderStatus(case.order.status)
    if status == OrderStatus.ACTIVE:
        milestone = MilestoneStatus(case.milestone.status)
        late = ", late" if case.is_late else ""
        return milestone.value, f"{milestone.label}{late}"
    return _MARKS[status].value, str(status.label)


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
        f"the delivery of {named(case.milestone)} was not answered in time, so it counts as accepted."
        " What had not begun is never charged."
    )


def _not_paid(case: Case) -> str:
    what = "this month was not paid" if case.order.month else "the first payment was not made"
    return f"{what} in time. Nothing was charged."


def _not_funded(case: Case) -> str:
    return f"{named(case.milestone)} was not started in time, with {_done(case)}. Nothing more is charged."


def _buyer(case: Case) -> str:
    return "you" if case.is_buyer else case.other.label


def _back(case: Case) -> str:
    return "you get its money and fee back" if case.is_buyer else "its money went back to the buyer"


def _remainder_cancelled(case: Case) -> str:
    name, milestone = named(case.milestone), case.milestone
    if milestone.status == MilestoneStatus.DROPPED:
        who = case.other.label if case.is_buyer else "you"
        return f"{who} ended the order before {name} was paid, with {_done(case)}. Nothing more is charged."
    if milestone.released_minor and milestone.refunded_minor:
        return f"{name} was cancelled by agreement, and its money was split. {_done(case)}."
    if milestone.released_minor:
        seller = case.other.label if case.is_buyer else "you"
        return f"{name} was cancelled by agreement, and its money goes to {seller}. {_done(case)}."
    return f"{name} was cancelled, {_back(case)}. {_done(case)}."


_NOW = {
    MilestoneStatus.IN_PROGRESS: "in progress",
    MilestoneStatus.IN_REVISION: "in revision",
    MilestoneStatus.DELIVERED: "delivered and waits for an answer",
    MilestoneStatus.AWAITING_PAYMENT: "not paid yet",
}
_MARKS = {
    OrderStatus.AWAITING_PAYMENT: MilestoneStatus.AWAITING_PAYMENT,
    OrderStatus.AWAITING_REQUIREMENTS: MilestoneStatus.AWAITING_PAYMENT,
    OrderStatus.DISPUTED: MilestoneStatus.IN_REVISION,
    OrderStatus.COMPLETED: MilestoneStatus.ACCEPTED,
    OrderStatus.CANCELLED: MilestoneStatus.CANCELLED,
}
_WHY: dict[Reason, Callable[[Case], str]] = {
    Reason.FINISHED: lambda _: "all work was delivered and accepted.",
    Reason.STOPPED: _stopped,
    Reason.UNANSWERED: _unanswered,
    Reason.NOT_FUNDED: _not_funded,
    Reason.REMAINDER_CANCELLED: _remainder_cancelled,
    Reason.DECIDED: lambda _: "Milepost decided the dispute.",
    Reason.NOT_PAID: _not_paid,
    Reason.NO_REQUIREMENTS: lambda case: f"the requirements were not answered in time; {_back(case)}.",
    Reason.AGREED: lambda case: f"{named(case.milestone)} was cancelled by agreement; {_back(case)}.",
    Reason.VERY_LATE: lambda case: (
        f"{named(case.milestone)} was very late, and {_buyer(case)} cancelled; {_back(case)}."
    ),
    Reason.ABANDONED: lambda case: (
        f"{named(case.milestone)} was not delivered for 30 days after its due date; {_back(case)}."
    ),
}
