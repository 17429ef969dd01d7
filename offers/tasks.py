"""What the clock does for offers; beat runs it every minute, ``run_due`` by hand."""

from celery import shared_task

from config.shared import clock
from offers.operations import expiring


@shared_task
def expire_offers() -> int:
    """Expire the offers that are due now; returns how many."""
    return expiring.expire_offers(at=clock.now())
