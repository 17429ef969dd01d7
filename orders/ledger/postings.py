"""The only way into the ledger: post movements, all of them in one statement."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.transaction import TransactionManagementError

from config.shared.errors import Refusal
from config.shared.rows import Each, insert_rows
from orders.ledger.accounts import Account
from orders.ledger.models import Entry


@dataclass(frozen=True, slots=True)
class Posting:
    """A movement to be written: ``amount_minor`` from the debit account to the credit account."""

    key: str
    debit: Account
    credit: Account
    amount_minor: int
    event: uuid.UUID


class AlreadyPosted(Refusal):
    """One of the keys is in the ledger: this money moved before. The open transaction has to be rolled back."""

    default_message = "This money has been moved already."


def post(postings: Iterable[Posting], *, at: datetime) -> None:
    """Write the movements in one INSERT inside the caller's transaction; a zero amount writes no row.

    Raises AlreadyPosted when a key was used before (nothing is written, the transaction can only roll back),
    IntegrityError for what the database's checks refuse, and TransactionManagementError outside a transaction: money
    never moves alone.
    """
    if not connection.in_atomic_block:
        message = "post() belongs into the transaction of the operation that moves the money"
        raise TransactionManagementError(message)
    rows = [posting for posting in postings if posting.amount_minor != 0]
    if rows:
        insert_rows(Entry, _columns(rows, at), taken=AlreadyPosted)


def _columns(rows: Sequence[Posting], at: datetime) -> dict[str, Any]:
    return {
        "key": Each([row.key for row in rows]),
        "debit_kind": Each([row.debit.kind for row in rows]),
        "debit_subject": Each([row.debit.subject for row in rows]),
        "credit_kind": Each([row.credit.kind for row in rows]),
        "credit_subject": Each([row.credit.subject for row in rows]),
        "amount_minor": Each([row.amount_minor for row in rows]),
        "currency": settings.CURRENCY,
        "event": Each([row.event for row in rows]),
        "at": at,
    }
