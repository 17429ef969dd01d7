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
    SUBSCRIPTION = "subscription", "Subscription"


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
    AGREED = "agreed", "both sides agreed"
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
    REQUEST_CANCELLATION = "request_cancellation", "Cancellation requested"
    ACCEPT_CANCELLATION = "accept_cancellation", "Cancelled by agreement"
    REFUSE_CANCELLATION = "refuse_cancellation", "Cancellation refused"
    WITHDRAW_CANCELLATION = "withdraw_cancellation", "Cancellation request withdrawn"
    GRANT_CANCELLATION = "grant_cancellation", "Cancelled: the request was not answered"
    LAPSE_CANCELLATION = "lapse_cancellation", "Cancellation request not answered"
    END_UNPAID = "end_unpaid", "Ended by the seller before the next payment"
    PROPOSE_AMENDMENT = "propose_amendment", "Changes proposed"
    ACCEPT_AMENDMENT = "accept_amendment", "Changes accepted"
    REFUSE_AMENDMENT = "refuse_amendment", "Changes refused"
    WITHDRAW_AMENDMENT = "withdraw_amendment", "Changes withdrawn"
    PAY_AMENDMENT = "pay_amendment", "Difference paid"
    LAPSE_AMENDMENT = "lapse_amendment", "Changes lapsed"
    AMEND = "amend", "Terms changed"
    AMEND_REOPEN = "amend_reopen", "Terms changed, final delivery to come"
    OPEN_DISPUTE = "open_dispute", "Dispute opened"
    ADD_STATEMENT = "add_statement", "Statement in the dispute"
    WITHDRAW_DISPUTE = "withdraw_dispute", "Dispute withdrawn"
    DECIDE_CONTINUE = "decide_continue", "Decided: work goes on"
    DECIDE_SPLIT = "decide_split", "Decided: money split"
    DECIDE_RELEASE = "decide_release", "Decided: accepted"
    PROPOSE_CALL = "propose_call", "Call proposed"
    ACCEPT_CALL = "accept_call", "Call agreed"
    DECLINE_CALL = "decline_call", "Call declined"
    MOVE_CALL = "move_call", "Another time proposed"
    WITHDRAW_CALL = "withdraw_call", "Call withdrawn"
    CANCEL_CALL = "cancel_call", "Call cancelled"
    CLOSE_NOT_PAID = "close_not_paid", "Closed: not paid"
    CLOSE_NO_REQUIREMENTS = "close_no_requirements", "Closed: requirements not answered"
    CLOSE_UNANSWERED = "close_unanswered", "Closed: delivery not answered"
    CLOSE_NOT_FUNDED = "close_not_funded", "Closed: next milestone not paid"
    CLOSE_ABANDONED = "close_abandoned", "Closed: nothing delivered"
    WRITE_REVIEW = "write_review", "Review written"
    PUBLISH_REVIEWS = "publish_reviews", "Reviews published"
    REPLY_REVIEW = "reply_review", "Review answered"
    HIDE_REVIEW = "hide_review", "Review hidden"
    SHOW_REVIEW = "show_review", "Review shown again"
    RESUME = "resume", "Resumption asked for"
    AGREE_RESUME = "agree_resume", "Resumption agreed"
    DECLINE_RESUME = "decline_resume", "Resumption declined"
    WITHDRAW_RESUME = "withdraw_resume", "Resumption no longer asked for"
    ORDER_AGAIN = "order_again", "Ordered again"


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table.

    ``order`` None: the order ends, completed when the seller ever got money from it, else cancelled.
    ``reason_after_money`` replaces ``reason`` when the seller had money, by this act too; ``reason_if_last`` when
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
    ((O.ACTIVE, M.AWAITING_PAYMENT), Act.END_UNPAID): Move(
        _SELLER, M.DROPPED, O.COMPLETED, "End order", reason=Reason.REMAINDER_CANCELLED
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
# Cancellation by agreement of what is paid and not accepted, so before the requirements are answered too. Who asked and
# who answers is the request's to know, not the table's.
for _order, _held in ((O.AWAITING_REQUIREMENTS, M.IN_PROGRESS), *((O.ACTIVE, _held) for _held in _HELD)):
    TABLE |= {
        ((_order, _held), Act.REQUEST_CANCELLATION): Move(_BOTH, _held, _order, "Request cancellation"),
        ((_order, _held), Act.ACCEPT_CANCELLATION): Move(
            _BOTH,
            M.CANCELLED,
            None,
            "Accept cancellation",
            reason=Reason.AGREED,
            reason_after_money=Reason.REMAINDER_CANCELLED,
        ),
        ((_order, _held), Act.REFUSE_CANCELLATION): Move(_BOTH, _held, _order, "Refuse cancellation"),
        ((_order, _held), Act.WITHDRAW_CANCELLATION): Move(_BOTH, _held, _order, "Withdraw request"),
        ((_order, _held), Act.GRANT_CANCELLATION): Move(
            _SYSTEM,
            M.CANCELLED,
            None,
            reason=Reason.AGREED,
            reason_after_money=Reason.REMAINDER_CANCELLED,
        ),
        ((_order, _held), Act.LAPSE_CANCELLATION): Move(_SYSTEM, _held, _order),
    }
for _held in _HELD:
    TABLE |= {
        ((O.ACTIVE, _held), Act.POST_UPDATE): Move(_SELLER, _held, O.ACTIVE, "Post an update"),
        ((O.ACTIVE, _held), Act.OPEN_DISPUTE): Move(_BOTH, _held, O.DISPUTED, "Open a dispute"),
        ((O.DISPUTED, _held), Act.ADD_STATEMENT): Move(_BOTH, _held, O.DISPUTED, "Add a statement"),
        ((O.DISPUTED, _held), Act.WITHDRAW_DISPUTE): Move(_BOTH, _held, O.ACTIVE, "Withdraw dispute"),
        ((O.DISPUTED, _held), Act.DECIDE_CONTINUE): Move(_STAFF, _held, O.ACTIVE, "Work goes on"),
        ((O.DISPUTED, _held), Act.DECIDE_SPLIT): Move(
            _STAFF, M.CANCELLED, None, "Split the money", reason=Reason.DECIDED
        ),
        ((O.DISPUTED, _held), Act.DECIDE_RELEASE): Move(
            _STAFF, M.ACCEPTED, O.ACTIVE, "Release in full", reason_if_last=Reason.DECIDED
        ),
    }

# Amendments, from the first payment on: what is proposed and answered moves nothing before it is in force.
for _order, _begun in (
    (O.AWAITING_REQUIREMENTS, M.IN_PROGRESS),
    *((O.ACTIVE, _held) for _held in _HELD),
    (O.ACTIVE, M.AWAITING_PAYMENT),
):
    TABLE |= {
        ((_order, _begun), Act.PROPOSE_AMENDMENT): Move(_BOTH, _begun, _order, "Propose changes"),
        ((_order, _begun), Act.ACCEPT_AMENDMENT): Move(_BOTH, _begun, _order, "Accept the changes"),
        ((_order, _begun), Act.REFUSE_AMENDMENT): Move(_BOTH, _begun, _order, "Refuse the changes"),
        ((_order, _begun), Act.WITHDRAW_AMENDMENT): Move(_BOTH, _begun, _order, "Withdraw the changes"),
        ((_order, _begun), Act.LAPSE_AMENDMENT): Move(_SYSTEM, _begun, _order),
        ((_order, _begun), Act.AMEND): Move(_SYSTEM, _begun, _order),
    }
    if _begun != M.AWAITING_PAYMENT:
        TABLE[(_order, _begun), Act.PAY_AMENDMENT] = Move(_BUYER, _begun, _order, "Pay the difference")
TABLE[(O.ACTIVE, M.DELIVERED), Act.AMEND_REOPEN] = Move(_SYSTEM, M.IN_PROGRESS, O.ACTIVE)
AMENDING = frozenset(
    {
        Act.PROPOSE_AMENDMENT,
        Act.ACCEPT_AMENDMENT,
        Act.REFUSE_AMENDMENT,
        Act.WITHDRAW_AMENDMENT,
        Act.PAY_AMENDMENT,
        Act.LAPSE_AMENDMENT,
    }
)
"""They move no status, no money and no term: only what they lead to does, and that is ``AMEND``."""

# Calls: from the first payment to the end, in a dispute too. Each call has a small table of its own (call_states).
_TALKING = {state for state, _ in TABLE if state[0] in {O.AWAITING_REQUIREMENTS, O.ACTIVE, O.DISPUTED}}
for _state in sorted(_TALKING):
    TABLE |= {
        (_state, Act.PROPOSE_CALL): Move(_BOTH, _state[1], _state[0], "Propose a call"),
        (_state, Act.ACCEPT_CALL): Move(_BOTH, _state[1], _state[0], "Accept the call"),
        (_state, Act.DECLINE_CALL): Move(_BOTH, _state[1], _state[0], "Decline the call"),
        (_state, Act.MOVE_CALL): Move(_BOTH, _state[1], _state[0], "Suggest another time"),
        (_state, Act.WITHDRAW_CALL): Move(_BOTH, _state[1], _state[0], "Withdraw the call"),
        (_state, Act.CANCEL_CALL): Move(_BOTH, _state[1], _state[0], "Cancel the call"),
    }
CALL_ACTS = frozenset({act for act in Act if act.value.endswith("_call")})
"""They move no status of the order, no money and no clock."""
for _over in (M.ACCEPTED, M.CANCELLED, M.DROPPED):
    # What follows an order that paid its seller: reviews. Nothing of the order moves any more.
    TABLE |= {
        ((O.COMPLETED, _over), Act.WRITE_REVIEW): Move(_BOTH, _over, O.COMPLETED, "Write a review"),
        ((O.COMPLETED, _over), Act.PUBLISH_REVIEWS): Move(_BOTH | _SYSTEM, _over, O.COMPLETED, "Publish"),
        ((O.COMPLETED, _over), Act.REPLY_REVIEW): Move(_BOTH, _over, O.COMPLETED, "Reply to the review"),
        ((O.COMPLETED, _over), Act.HIDE_REVIEW): Move(_STAFF, _over, O.COMPLETED, "Hide the review"),
        ((O.COMPLETED, _over), Act.SHOW_REVIEW): Move(_STAFF, _over, O.COMPLETED, "Show the review again"),
    }
    TABLE[(O.COMPLETED, _over), Act.ORDER_AGAIN] = Move(_BUYER, _over, O.COMPLETED, "Order again")
for _over in (M.ACCEPTED, M.DROPPED):
    # An order that ended before its last milestone goes on in a linked one, if both sides agree.
    TABLE |= {
        ((O.COMPLETED, _over), Act.RESUME): Move(_BOTH, _over, O.COMPLETED, "Resume order"),
        ((O.COMPLETED, _over), Act.AGREE_RESUME): Move(_BOTH, _over, O.COMPLETED, "Agree to resume"),
        ((O.COMPLETED, _over), Act.DECLINE_RESUME): Move(_BOTH, _over, O.COMPLETED, "Decline"),
        ((O.COMPLETED, _over), Act.WITHDRAW_RESUME): Move(_BOTH, _over, O.COMPLETED, "Withdraw request"),
    }
RESUMABLE = frozenset({Reason.STOPPED, Reason.UNANSWERED, Reason.NOT_FUNDED})
"""The ends after which an order may be resumed (product.md 5.2, row 17)."""
RESUME_ACTS = frozenset(
    {Act.RESUME, Act.AGREE_RESUME, Act.DECLINE_RESUME, Act.WITHDRAW_RESUME, Act.ORDER_AGAIN}
)
"""They move nothing of the order that they are pressed on: what comes of them is another one."""
REVIEW_ACTS = frozenset(act for (state, act) in TABLE if state[0] == O.COMPLETED and "review" in act)

OPEN = frozenset({O.AWAITING_PAYMENT, O.AWAITING_REQUIREMENTS, O.ACTIVE, O.DISPUTED})
ENDED = frozenset({O.COMPLETED, O.CANCELLED})
RUNNING = frozenset({M.AWAITING_PAYMENT, M.IN_PROGRESS, M.DELIVERED, M.IN_REVISION})
WORKING = frozenset({M.IN_PROGRESS, M.IN_REVISION})
HELD = frozenset(_HELD)
CANCELLABLE = frozenset(state for state, act in TABLE if act == Act.REQUEST_CANCELLATION)
"""Where a cancellation can be asked for, and so where a request can be open."""


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
