"""Beat jobs: read the clock, take a bounded batch of what is due, one operation each (product.md 5.5)."""

from datetime import timedelta

from celery import shared_task

from config.shared import clock
from orders.operations.clearing import clear_earnings as clear_due_earnings
from orders.operations.closing import close_due as close_due_orders
from orders.operations.funding import recover_payments as recover_due_payments

LONGEST = timedelta(seconds=40)


@shared_task(name="orders.tasks.close_due")
def close_due() -> int:
    """Close orders whose deadline has passed: the 8-day acceptance window and every other clock.

    Batch after batch while they find something, so that days of downtime are caught up; bounded well below
    the time limit.
    """
    begun, total = clock.now(), 0
    while clock.now() - begun < LONGEST:
        closed = close_due_orders(at=clock.now())
        total += closed
        if not closed:
            break
    return total


@shared_task(name="orders.tasks.recover_payments")
def recover_payments() -> int:
    """Look again at charges and refunds whose outcome is not recorded."""
    return recover_due_payments(at=clock.now())


@shared_task(name="orders.tasks.clear_earnings")
def clear_earnings() -> int:
    """Make earnings available whose clearing time is over."""
    return clear_due_earnings(at=clock.now())
