"""The ledger, recomputed: one line per broken invariant."""

from django.conf import settings
from django.db import connection

from config.shared.money import format_plain
from orders.ledger import guards
from orders.ledger.accounts import AccountKind
from orders.ledger.balances import trial
from orders.ledger.models import Entry

_NEGATIVE = """
SELECT kind, subject, SUM(amount) FROM (
    SELECT credit_kind AS kind, credit_subject AS subject, amount_minor AS amount FROM orders_entry
    UNION ALL
    SELECT debit_kind, debit_subject, -amount_minor FROM orders_entry
) AS side
WHERE kind <> %s GROUP BY kind, subject HAVING SUM(amount) < 0 ORDER BY kind, subject
"""


def broken_invariants() -> list[str]:
    """Sums are zero, nothing owed is below zero, one currency, guards in place. Empty when all is well."""
    return [*_sum(), *_negative_accounts(), *_foreign_currencies(), *_missing_guards()]


def _sum() -> list[str]:
    total = trial()
    return [f"ledger: all balances together are {format_plain(total)}, not 0"] if total else []


def _negative_accounts() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_NEGATIVE, [AccountKind.PROVIDER])
        rows = cursor.fetchall()
    return [
        f"ledger: {kind} of {subject} is {format_plain(int(total))}, below zero"
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
