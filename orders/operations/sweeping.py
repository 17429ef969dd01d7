"""Everything that beat does, by hand.

``manage.py run_due`` and the clock of the demo market (product.md 5.5).
"""

from collections import Counter
from collections.abc import Callable
from datetime import datetime

from config.shared import clock, outbox
from offers.operations.expiring import expire_offers
from orders.operations.asking import ask_due
from orders.operations.clearing import clear_earnings
from orders.operations.closing import close_due
from orders.operations.funding import recover_payments
from orders.operations.lapsing import lapse_amendments
from orders.operations.lapsing_resumptions import resumptions_due
from orders.operations.publishing import publish_due
from orders.operations.reminding import remind_due
from orders.operations.reminding_asks import remind_of_amendments
from orders.operations.reminding_calls import remind_of_calls
from orders.operations.renewing import renew_due

ROUNDS = 200
"""A bound, so that a row that is due again at once cannot hold the caller for ever."""


def _drained(*, at: datetime) -> int:
    del at  # the outbox reads the clock itself: its handlers put further effects
    return outbox.drain(100)


JOBS: tuple[tuple[str, Callable[..., int]], ...] = (
    ("orders closed", close_due),
    ("amendments lapsed", lapse_amendments),
    ("orders reminded of", remind_due),
    ("amendments reminded of", remind_of_amendments),
    ("resumptions looked at", resumptions_due),
    ("subscriptions renewed", renew_due),
    ("reviews published", publish_due),
    ("reviews asked for", ask_due),
    ("payments looked at", recover_payments),
    ("earnings cleared", clear_earnings),
    ("offers expired", expire_offers),
    ("calls reminded of", remind_of_calls),
    ("messages carried out", _drained),
)
"""What each job's number counts, and the job.

Payments come after closing, so that refunds leave in the same round.
"""


def run_due(*, rounds: int = ROUNDS) -> Counter[str]:
    """Run every job until nothing is due, or so many times.

    How many of each. Reads ``clock.now()``, so it may run in a travelled time.
    """
    done: Counter[str] = Counter({name: 0 for name, _ in JOBS})
    for _ in range(rounds):
        found = {name: job(at=clock.now()) for name, job in JOBS}
        done.update(found)
        if not any(found.values()):
            break
    return done
