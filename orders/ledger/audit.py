"""The ledger, recomputed: one line per broken invariant."""

from django.conf import settings
from django.db import connection

from config.shared.money import format_plain
from orders.ledger import guards
from orders.ledger.accounts import NEVER_ABOVE_ZERO
from orders.ledger.balances import trial
from orders.ledger.models import Entry

_WRONG_SIDE = """
SELECT kind, subject, SUM(amount) FROM (
    SELECT credit_kind AS kind, credit_subject AS subject, amount_minor AS amount FROM orders_entry
    UNION ALL
    SELECT debit_kind, debit_subject, -amount_minor FROM orders_entry
) AS side
GROUP BY kind, subject
HAVING (kind NOT IN (%s, %s) AND SUM(amount) < 0) OR (kind IN (%s, %s) AND SUM(amount) > 0) ORDER BY kind, subject
"""


def broken_invariants() -> list[str]:
    """Sums are zero, nothing owed is below zero, one currency, guards in place. Empty when all is well.

    What the provider holds for us and what was given away are never above it.
    """
    return [*_sum(), *_wrong_sides(), *_foreign_currencies(), *_missing_guards()]


def _sum() -> list[str]:
    total = trial()
    return [f"ledger: all balances together are {format_plain(total)}, not 0"] if total else []


def _wrong_sides() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_WRONG_SIDE, [*NEVER_ABOVE_ZERO, *NEVER_ABOVE_ZERO])
        rows = cursor.fetchall()
    return [
        f"ledger: {kind} of {subject} is {format_plain(int(total))}, {'below' if total < 0 else 'above'} zero"
        for kind, subject, total in rows
    ]


def other_currencies() -> list[str]:
    """Currencies of entries other than the marketplace's: with any, the server must not start (product.md 2)."""
    return list(
        Entry.objects.exclude(currency=settings.CURRENCY).values_list("currency", flat=True).distinct()
    )


def _foreign_currencies() -> list[str]:
    counted = settings.CURRENCY
    return [f"ledger: entries in {name}, the marketplace counts in {counted}" for name in other_currencies()]


def _missing_guards() -> list[str]:
    return [f"ledger: trigger {name} is missing" for name in guards.missing(Entry._meta.db_table)]
