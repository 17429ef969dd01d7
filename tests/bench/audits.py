"""After every write measurement ledger, payments and orders must be right, else the figure is void."""

from dataclasses import replace

from orders import audit as orders_audit
from orders.ledger import audit as ledger_audit
from orders.payments import audit as payments_audit
from tests.bench.figures import Line

SHOWN = 3


def faults() -> list[str]:
    """One line for every rule that does not hold."""
    return [
        *orders_audit.broken_invariants(),
        *ledger_audit.broken_invariants(),
        *payments_audit.broken_invariants(),
    ]


def judged(line: Line, found: list[str]) -> Line:
    """The line as it is, or void with the first faults."""
    if not found:
        return line
    words = f"void: {len(found)} broken invariants: {'; '.join(found[:SHOWN])}"
    return replace(line, value=None, low=None, high=None, remark=words)
