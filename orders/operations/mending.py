"""What staff do when a job has given something up for a while: let it look again now (product.md 8)."""

from datetime import datetime
from uuid import UUID

from config.shared.errors import Refusal
from orders.models import Order
from orders.operations.closing import close_order
from orders.operations.funding import finalize, settle_outcome
from orders.payments import facts
from orders.payments.pursuing import pursue


class AtRest(Refusal):
    """Nothing is left to do about it."""

    default_message = "There is nothing left to find out about this payment."


class NotDue(Refusal):
    """The clock has nothing to do there, or its payment is not known yet."""

    default_message = "The clock has nothing to do on this order now, or waits for a payment to be known."


def look_again(*, attempt_id: UUID, at: datetime) -> None:
    """Ask the provider about a payment now, and let what is known take effect. Raises AtRest."""
    if not facts.is_open(attempt_id):
        raise AtRest
    facts.look_now(attempt_id=attempt_id, at=at)
    settle_outcome(pursue(attempt_id))
    finalize(attempt_id, at=at)


def close_now(*, order_id: UUID, at: datetime) -> None:
    """Let the clock try an order again that it had pushed forward after a failure. Raises NotDue."""
    if not Order.objects.filter(pk=order_id, sweep_after__isnull=False).update(sweep_after=None):
        raise NotDue
    if not close_order(order_id, at=at):
        raise NotDue
