"""No network inside a transaction: a rolled-back transaction must never have moved money."""

from django.db import connection


def require_no_transaction() -> None:
    """Raise RuntimeError inside ``atomic()``. The transaction that a test case wraps around itself does not count."""
    blocks = connection.atomic_blocks
    if blocks and not getattr(blocks[-1], "_from_testcase", False):
        message = "the payment provider is called after commit, never inside a transaction"
        raise RuntimeError(message)
