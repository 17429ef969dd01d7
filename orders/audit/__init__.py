"""Orders and their money, recomputed: one line per broken invariant (architecture.md 3, "Ledger").

Everything is read in a fixed number of statements, so that 100,000 orders take seconds. With an order's id only that
one is looked at, for property tests after every step.
"""

from uuid import UUID

from orders.audit import (
    amendments,
    calls,
    cancellations,
    goodwill,
    history,
    money,
    resumptions,
    reviews,
    sellers,
    states,
    subscriptions,
)
from orders.models import Order


def broken_invariants(*, order_id: UUID | None = None) -> list[str]:
    """Every rule that does not hold, in words; empty when all is well. Balances of sellers only over all orders."""
    orders = Order.objects.all() if order_id is None else Order.objects.filter(pk=order_id)
    found = [*states.broken(orders), *money.broken(orders), *history.broken(orders)]
    found += cancellations.broken(orders)
    found += amendments.broken(orders)
    found += goodwill.broken(orders)
    found += reviews.broken(orders)
    found += calls.broken(orders)
    found += resumptions.broken(orders)
    found += subscriptions.broken(orders)
    return found if order_id is not None else [*found, *sellers.broken(), *reviews.broken_sums()]
