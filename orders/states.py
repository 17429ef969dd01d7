"""The life of an order, on one screen (product.md 5.1, 5.2).

A state is the pair (order, its current milestone). The table says for each state and act: who may do it,
where both go, and what its button is called. Buttons, views, jobs, admin, tests and the diagram in the docs
all read it.
"""

from dataclasses import dataclass

from django.db.models import TextChoices


class Kind(TextChoices):
    """How an order is paid; stored, never guessed from a count."""

    MILESTONES = "milestones", "Milestones"
    SINGLE = "single", "Single payment"


class OrderStatus(TextChoices):
    """Where an order stands."""

    AWAITING_PAYMENT = "awaiting_payment", "Waiting for payment"
    AWAITING_REQUIREMENTS = "awaiting_requirements", "Waiting for requirements"
    ACTIVE = "active", "Active"
    DISPUTED = "disputed", "In dispute"
    COMPLETED = "completed", "Completed"
    CANCELLED = "cancelled", "Cancelled"


class MilestoneStatus(TextChoices):
    """Where a milestone stands."""

    PLANNED = "planned", "Planned"
    AWAITING_PAYMENT = "awaiting_payment", "Waiting for payment"
    IN_PROGRESS = "in_progress", "In progress"
    DELIVERED = "delivered", "Delivered"
    IN_REVISION = "in_revision", "In revision"
    ACCEPTED = "accepted", "Accepted"
    CANCELLED = "cancelled", "Cancelled"
    DROPPED = "dropped", "Never started"


class Reason(TextChoices):
    """Why an order ended."""

    FINISHED = "finished", "all work accepted"
    STOPPED = "stopped", "stopped by the buyer"
    UNANSWERED = "unanswered", "the last delivery was not answered in time"
    NOT_FUNDED = "not_funded", "the next milestone was not paid in time"
    REMAINDER_CANCELLED = "remainder_cancelled", "the remaining work was cancelled"
    DECIDED = "decided", "decided by Milepost"
    NOT_PAID = "not_paid", "the first payment was not made in time"
    NO_REQUIREMENTS = "no_requirements", "the requirements were not answered in time"
    VERY_LATE = "very_late", "the delivery was very late"
    ABANDONED = "abandoned", "nothing was delivered"


class Role(TextChoices):
    """In which part somebody acts on an order."""

    BUYER = "buyer", "Buyer"
    SELLER = "seller", "Seller"
    STAFF = "staff", "Staff"
    SYSTEM = "system", "Milepost"


class Act(TextChoices):
    """Everything that can be done to an order."""

    PAY = "pay", "Pay"
    FUND = "fund", "Payment received"
    ANSWER_REQUIREMENTS = "answer_requirements", "Requirements answered"
    SKIP_REQUIREMENTS = "skip_requirements", "Requirements skipped"
    BEGIN = "begin", "Work began"
    DELIVER = "deliver", "Milestone delivered"
    DELIVER_FINAL = "deliver_final", "Final work delivered"
    POST_UPDATE = "post_update", "Update"
    REQUEST_REVISION = "request_revision", "Revision requested"
    ACCEPT_AND_CONTINUE = "accept_and_continue", "Milestone accepted"
    ACCEPT_AND_STOP = "accept_and_stop", "Milestone accepted, order stopped"
    ACCEPT_DECIDE_LATER = "accept_decide_later", "Milestone accepted, next one not decided"
    ACCEPT_FINAL = "accept_final", "Final delivery accepted"
    START_NEXT = "start_next", "Next milestone chosen"
    STOP = "stop", "Order stopped"
    EXTEND = "extend", "Acceptance window extended"
    CANCEL_VERY_LATE = "cancel_very_late", "Cancelled for lateness"
    OPEN_DISPUTE = "open_dispute", "Dispute opened"
    WITHDRAW_DISPUTE = "withdraw_dispute", "Dispute withdrawn"
    DECIDE_CONTINUE = "decide_continue", "Decided: work goes on"
    DECIDE_SPLIT = "decide_split", "Decided: money split"
    DECIDE_RELEASE = "decide_release", "Decided: accepted"
    CLOSE_NOT_PAID = "close_not_paid", "Closed: not paid"
    CLOSE_NO_REQUIREMENTS = "close_no_requirements", "Closed: requirements not answered"
    CLOSE_UNANSWERED = "close_unanswered", "Closed: delivery not answered"
    CLOSE_NOT_FUNDED = "close_not_funded", "Closed: next milestone not paid"
    CLOSE_ABANDONED = "close_abandoned", "Closed: nothing delivered"


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table.

    ``order`` None: the order ends, completed when the seller ever got money from it, else cancelled.
    ``reason_after_money`` replaces ``reason`` when the seller already had money; ``reason_if_last`` when
    nothing is left to do. ``last``: only on the last milestone (True), only before it (False), on any (None).
    """

    roles: frozenset[Role]
    milestone: MilestoneStatus
    order: OrderStatus | None
    label: str = ""
    reason: Reason | None = None
    reason_after_money: Reason | None = None
    reason_if_last: Reason | None = None
    last: bool | None = None
    on_deadline: bool = False


State = tuple[OrderStatus, MilestoneStatus]
O, M, R = OrderStatus, MilestoneStatus, Role  # noqa: E741 - the table reads better

_BUYER, _SELLER = frozenset({R.BUYER}), frozenset({R.SELLER})
_BOTH, _STAFF, _SYSTEM = _BUYER | _SELLER, frozenset({R.STAFF}), frozenset({R.SYSTEM})
_HELD = (M.IN_PROGRESS, M.IN_REVISION, M.DELIVERED)

TABLE: dict[tuple[State, Act], Move] = {
    # The first payment, then the requirements.
    ((O.AWAITING_PAYMENT, M.AWAITING_PAYMENT), Act.PAY): Move(
        _BUYER, M.AWAITING_PAYMENT, O.AWAITING_PAYMENT, "Pay now"
    ),
    ((O.AWAITING_PAYMENT, M.AWAITING_PAYMENT), Act.FUND): Move(
        _SYSTEM, M.IN_PROGRESS, O.AWAITING_REQUIREMENTS
    ),
    ((O.AWAITING_PAYMENT, M.AWAITING_PAYMENT), Act.CLOSE_NOT_PAID): Move(
        _SYSTEM, M.DROPPED, O.CANCELLED, reason=Reason.NOT_PAID, on_deadline=True
    ),
    ((O.AWAITING_REQUIREMENTS, M.IN_PROGRESS), Act.BEGIN): Move(_SYSTEM, M.IN_PROGRESS, O.ACTIVE),
    ((O.AWAITING_REQUIREMENTS, M.IN_PROGRESS), Act.ANSWER_REQUIREMENTS): Move(
        _BUYER, M.IN_PROGRESS, O.ACTIVE, "Send requirements"
    ),
    ((O.AWAITING_REQUIREMENTS, M.IN_PROGRESS), Act.SKIP_REQUIREMENTS): Move(
        _SELLER, M.IN_PROGRESS, O.ACTIVE, "Skip requirements"
    ),
    ((O.AWAITING_REQUIREMENTS, M.IN_PROGRESS), Act.CLOSE_NO_REQUIREMENTS): Move(
        _SYSTEM, M.CANCELLED, O.CANCELLED, reason=Reason.NO_REQUIREMENTS, on_deadline=True
    ),
    # Work, and the answer to a delivery.
    ((O.ACTIVE, M.DELIVERED), Act.REQUEST_REVISION): Move(
        _BUYER, M.IN_REVISION, O.ACTIVE, "Request revision"
    ),
    ((O.ACTIVE, M.DELIVERED), Act.EXTEND): Move(_BUYER, M.DELIVERED, O.ACTIVE, "Extend by 5 days"),
    ((O.ACTIVE, M.DELIVERED), Act.ACCEPT_AND_CONTINUE): Move(
        _BUYER, M.ACCEPTED, O.ACTIVE, "Accept and continue", last=False
    ),
    ((O.ACTIVE, M.DELIVERED), Act.ACCEPT_DECIDE_LATER): Move(
        _BUYER, M.ACCEPTED, O.ACTIVE, "Accept, decide later", last=False
    ),
    ((O.ACTIVE, M.DELIVERED), Act.ACCEPT_AND_STOP): Move(
        _BUYER, M.ACCEPTED, O.COMPLETED, "Accept and stop", reason=Reason.STOPPED, last=False
    ),
    ((O.ACTIVE, M.DELIVERED), Act.ACCEPT_FINAL): Move(
        _BUYER, M.ACCEPTED, O.COMPLETED, "Accept final delivery", reason=Reason.FINISHED, last=True
    ),
    ((O.ACTIVE, M.DELIVERED), Act.CLOSE_UNANSWERED): Move(
        _SYSTEM,
        M.ACCEPTED,
        O.COMPLETED,
        reason=Reason.UNANSWERED,
        reason_if_last=Reason.FINISHED,
        on_deadline=True,
    ),
    # Between an acceptance and the start of the next milestone.
    ((O.ACTIVE, M.AWAITING_PAYMENT), Act.START_NEXT): Move(
        _BUYER, M.AWAITING_PAYMENT, O.ACTIVE, "Start next milestone"
    ),
    ((O.ACTIVE, M.AWAITING_PAYMENT), Act.PAY): Move(
        _BUYER, M.AWAITING_PAYMENT, O.ACTIVE, "Pay with another card"
    ),
    ((O.ACTIVE, M.AWAITING_PAYMENT), Act.FUND): Move(_SYSTEM, M.IN_PROGRESS, O.ACTIVE),
    ((O.ACTIVE, M.AWAITING_PAYMENT), Act.STOP): Move(
        _BUYER, M.DROPPED, O.COMPLETED, "Stop order", reason=Reason.STOPPED
    ),
    ((O.ACTIVE, M.AWAITING_PAYMENT), Act.CLOSE_NOT_FUNDED): Move(
        _SYSTEM, M.DROPPED, O.COMPLETED, reason=Reason.NOT_FUNDED, on_deadline=True
    ),
}
for _working in (M.IN_PROGRESS, M.IN_REVISION):
    TABLE |= {
        ((O.ACTIVE, _working), Act.DELIVER): Move(
            _SELLER, M.DELIVERED, O.ACTIVE, "Deliver milestone", last=False
        ),
        ((O.ACTIVE, _working), Act.DELIVER_FINAL): Move(
            _SELLER, M.DELIVERED, O.ACTIVE, "Deliver final work", last=True
        ),
        ((O.ACTIVE, _working), Act.CANCEL_VERY_LATE): Move(
            _BUYER,
            M.CANCELLED,
            None,
            "Cancel for lateness",
            reason=Reason.VERY_LATE,
            reason_after_money=Reason.REMAINDER_CANCELLED,
        ),
        ((O.ACTIVE, _working), Act.CLOSE_ABANDONED): Move(
            _SYSTEM,
            M.CANCELLED,
            None,
            reason=Reason.ABANDONED,
            reason_after_money=Reason.REMAINDER_CANCELLED,
            on_deadline=True,
        ),
    }
for _held in _HELD:
    TABLE |= {
        ((O.ACTIVE, _held), Act.POST_UPDATE): Move(_SELLER, _held, O.ACTIVE, "Post an update"),
        ((O.ACTIVE, _held), Act.OPEN_DISPUTE): Move(_BOTH, _held, O.DISPUTED, "Open a dispute"),
        ((O.DISPUTED, _held), Act.WITHDRAW_DISPUTE): Move(_BOTH, _held, O.ACTIVE, "Withdraw dispute"),
        ((O.DISPUTED, _held), Act.DECIDE_CONTINUE): Move(_STAFF, _held, O.ACTIVE, "Work goes on"),
        ((O.DISPUTED, _held), Act.DECIDE_SPLIT): Move(
            _STAFF, M.CANCELLED, None, "Split the money", reason=Reason.DECIDED
        ),
        ((O.DISPUTED, _held), Act.DECIDE_RELEASE): Move(
            _STAFF, M.ACCEPTED, O.ACTIVE, "Release in full", reason_if_last=Reason.DECIDED
        ),
    }

OPEN = frozenset({O.AWAITING_PAYMENT, O.AWAITING_REQUIREMENTS, O.ACTIVE, O.DISPUTED})
ENDED = frozenset({O.COMPLETED, O.CANCELLED})
RUNNING = frozenset({M.AWAITING_PAYMENT, M.IN_PROGRESS, M.DELIVERED, M.IN_REVISION})
WORKING = frozenset({M.IN_PROGRESS, M.IN_REVISION})
HELD = frozenset(_HELD)


def move_for(state: State, act: Act) -> Move | None:
    """The row of the table, None when the act does not exist in this state."""
    return TABLE.get((state, act))


def acts_of(state: State, role: Role, *, last: bool) -> tuple[Act, ...]:
    """What the table lets this role do in this state.

    Facts such as deadlines and revisions left are checked elsewhere.
    """
    return tuple(
        act
        for (at_state, act), move in TABLE.items()
        if at_state == state and role in move.roles and move.last in {None, last}
    )


def act_on_deadline(state: State) -> Act | None:
    """What the clock does when this state's deadline passes."""
    for (at_state, act), move in TABLE.items():
        if at_state == state and move.on_deadline:
            return act
    return None
