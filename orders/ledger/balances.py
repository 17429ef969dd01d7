"""Balances, read from the entries every time: credits less debits, in minor units.

Positive means that the marketplace owes it to somebody or earned it; the provider's is negative: it owes us.
"""

import uuid
from collections.abc import Iterable

from django.db import connection
from django.db.models import Sum

from orders.ledger.accounts import Account, AccountKind
from orders.ledger.models import Entry

_BALANCE = """
SELECT COALESCE((SELECT SUM(amount_minor) FROM orders_entry WHERE credit_kind = %s AND credit_subject = %s), 0)
     - COALESCE((SELECT SUM(amount_minor) FROM orders_entry WHERE debit_kind = %s AND debit_subject = %s), 0)
"""


def balance(account: Account) -> int:
    """One account's balance, in one statement, from the two indexes alone."""
    subject = Entry._meta.get_field("credit_subject").get_db_prep_value(account.subject, connection)
    with connection.cursor() as cursor:
        cursor.execute(_BALANCE, [account.kind, subject, account.kind, subject])
        return int(cursor.fetchone()[0])


def balances(kind: str, subjects: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
    """The balances of many accounts of one kind, in two statements; an account without entries counts 0."""
    found = dict.fromkeys(subjects, 0)
    for side, sign in (("credit", 1), ("debit", -1)):
        rows = Entry.objects.filter(**{f"{side}_kind": kind, f"{side}_subject__in": list(found)})
        for subject, total in rows.values_list(f"{side}_subject").annotate(Sum("amount_minor")):
            found[subject] += sign * total
    return found


def balances_by_kind() -> dict[str, int]:
    """The balance of all accounts of each kind together. Reads the whole ledger."""
    found = dict.fromkeys(AccountKind.values, 0)
    for side, sign in (("credit", 1), ("debit", -1)):
        for kind, total in Entry.objects.values_list(f"{side}_kind").annotate(Sum("amount_minor")):
            found[kind] += sign * total
    return found


def trial() -> int:
    """The sum of all balances: zero, always."""
    return sum(balances_by_kind().values())


def held_of(milestone_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
    """What is held for each of these milestones."""
    return balances(AccountKind.HELD, milestone_ids)
