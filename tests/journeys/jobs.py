"""What beat and the worker do, by hand: they do not run beside a live server of the tests."""

from datetime import datetime, timedelta

from config.shared import clock, outbox
from orders.operations.closing import close_due


def tell_everybody() -> None:
    """Carry out every effect that waits: bells ring, mails are written and sent."""
    for _ in range(50):
        if not outbox.drain():
            return
    raise AssertionError("the outbox never ran empty")


def let_pass(**length: float) -> datetime:
    """The clock's look at the orders after so much time, and what follows from it."""
    later = clock.now() + timedelta(**length)
    with clock.travelled_to(later):
        close_due(at=later)
        tell_everybody()
    return later
