"""Beat jobs: read the clock, take a bounded batch of what is due, one operation each (product.md 5.5)."""

from celery import shared_task

from config.shared import clock
from orders.operations.clearing import clear_earnings as clear_due_earnings
from orders.operations.closing import close_due as close_due_orders
from orders.operations.funding import recover_payments as recover_due_payments


@shared_task(name="orders.tasks.close_due")
def close_due() -> int:
    """Close orders whose deadline has passed: the 8-day acceptance window and every other clock."""
    return close_due_orders(at=clock.now())


@shared_task(name="orders.tasks.recover_payments")
def recover_payments() -> int:
    """Look again at charges and refunds whose outcome is not recorded."""
    return recover_due_payments(at=clock.now())


@shared_task(name="orders.tasks.clear_earnings")
def clear_earnings() -> int:
    """Make earnings available whose clearing time is over."""
    return clear_due_earnings(at=clock.now())
