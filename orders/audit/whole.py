"""Ledger, payments and orders together: what the command and the admin's page ask."""

from orders import audit
from orders.ledger import audit as ledger
from orders.payments import audit as payments


def everything() -> list[str]:
    """One line for each broken invariant; empty when nothing is."""
    return [*ledger.broken_invariants(), *payments.broken_invariants(), *audit.broken_invariants()]
