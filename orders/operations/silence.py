"""What the clock does with a cancellation request that nobody answered (product.md 5.2, row 11)."""

from datetime import datetime

from config.shared.transition import guarded_update
from orders.models import CancellationRequest
from orders.operations.asks import open_request
from orders.operations.pausing import run_on
from orders.operations.settling import settle_milestone
from orders.operations.telling import tell
from orders.standing import SYSTEM, Standing
from orders.states import CANCELLABLE, Act
from orders.transitions import apply


def answer_for_silence(standing: Standing, at: datetime) -> bool:
    """Grant or lapse the open request of a locked order whose deadline has come; False when none is open.

    Whether the work is undelivered is asked of the milestone as it stands. A lapse counts from the moment when the time
    to answer was over, however late the clock comes, so that downtime gives nobody more time or less.
    """
    milestone = standing.milestone
    if standing.state not in CANCELLABLE:
        return False
    request = open_request(standing)
    if request is None:
        return False
    if request.is_granted_by_silence(milestone.status) and request.amount_minor == milestone.amount_minor:
        _grant(standing, request, at)
    else:
        _lapse(standing, request, at)
    return True


def close_request(request: CancellationRequest, outcome: Act, at: datetime, text: str = "") -> None:
    """Write how it ended. Raises Stale when it is closed."""
    guarded_update(request, expect={"closed_at": None}, closed_at=at, outcome=outcome, answer_text=text)


def facts_of(request: CancellationRequest) -> dict[str, str]:
    """What the history keeps of a request with the act that ends it."""
    return {"asked_by": request.requester_role}


def _grant(standing: Standing, request: CancellationRequest, at: datetime) -> None:
    act, released = Act.GRANT_CANCELLATION, request.released_minor
    close_request(request, act, at)
    tell(settle_milestone(standing, act, SYSTEM, at, released_minor=released, data=facts_of(request)))


def _lapse(standing: Standing, request: CancellationRequest, at: datetime) -> None:
    act, clock = Act.LAPSE_CANCELLATION, run_on(request, request.answer_by)
    close_request(request, act, at)
    changes = clock.columns(standing.milestone.status)
    tell(apply(standing, act, SYSTEM, at, changes=changes, data=facts_of(request), due_at=clock.due_at))
