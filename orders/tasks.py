"""Beat jobs: read the clock, take a bounded batch of what is due, one operation each (product.md 5.5)."""

from datetime import timedelta

from celery import shared_task

from config.shared import clock
from orders.operations.asking import ask_due as ask_due_reviews
from orders.operations.clearing import clear_earnings as clear_due_earnings
from orders.operations.closing import close_due as close_due_orders
from orders.operations.funding import recover_payments as recover_due_payments
from orders.operations.lapsing import lapse_amendments as lapse_due_amendments
from orders.operations.lapsing_resumptions import resumptions_due as look_at_resumptions
from orders.operations.publishing import publish_due as publish_due_reviews
from orders.operations.reminding import remind_due as remind_due_orders
from orders.operations.reminding_asks import remind_of_amendments as remind_of_due_amendments
from orders.operations.reminding_calls import remind_of_calls as remind_of_due_calls
from orders.operations.renewing import renew_due as renew_due_subscriptions

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


@shared_task(name="orders.tasks.ask_for_reviews")
def ask_for_reviews() -> int:
    """Ask for reviews once more, before the time for them is over."""
    return ask_due_reviews(at=clock.now())


@shared_task(name="orders.tasks.publish_reviews")
def publish_reviews() -> int:
    """Let everybody read the reviews whose time to wait for the other side is over."""
    return publish_due_reviews(at=clock.now())


@shared_task(name="orders.tasks.lapse_amendments")
def lapse_amendments() -> int:
    """Let proposed changes lapse that were not answered, or not paid, in time."""
    return lapse_due_amendments(at=clock.now())


@shared_task(name="orders.tasks.clear_earnings")
def clear_earnings() -> int:
    """Make earnings available whose clearing time is over."""
    return clear_due_earnings(at=clock.now())


@shared_task(name="orders.tasks.resumptions_due")
def resumptions_due() -> int:
    """Remind of requests to resume an order, and let them lapse when their time is over."""
    return look_at_resumptions(at=clock.now())


@shared_task(name="orders.tasks.remind_of_amendments")
def remind_of_amendments() -> int:
    """Remind of proposed changes that wait for an answer or their payment."""
    return remind_of_due_amendments(at=clock.now())


@shared_task(name="orders.tasks.remind_due")
def remind_due() -> int:
    """Remind whoever is waited for, before anything lapses; batch after batch, bounded below the time limit."""
    begun, total = clock.now(), 0
    while clock.now() - begun < LONGEST:
        looked = remind_due_orders(at=clock.now())
        total += looked
        if not looked:
            break
    return total


@shared_task(name="orders.tasks.renew_subscriptions")
def renew_subscriptions() -> int:
    """Remind of the next charges of subscriptions, and order and charge the months whose day has come."""
    return renew_due_subscriptions(at=clock.now())


@shared_task(name="orders.tasks.remind_of_calls")
def remind_of_calls() -> int:
    """Remind both sides of calls that begin within the hour."""
    return remind_of_due_calls(at=clock.now())
