"""The only way into the ledger: post movements, all of them in one statement."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, connection
from django.db.transaction import TransactionManagementError

from config.shared.errors import Refusal
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
    rows = [_entry(posting, at) for posting in postings if posting.amount_minor != 0]
    try:
        Entry.objects.bulk_create(rows)
    except IntegrityError as error:
        if "orders_entry" in str(error) and "key" in str(error) and "nique" in str(error).lower():
            raise AlreadyPosted from error
        raise


def _entry(posting: Posting, at: datetime) -> Entry:
    return Entry(
        key=posting.key,
        debit_kind=posting.debit.kind,
        debit_subject=posting.debit.subject,
        credit_kind=posting.credit.kind,
        credit_subject=posting.credit.subject,
        amount_minor=posting.amount_minor,
        currency=settings.CURRENCY,
        event=posting.event,
        at=at,
    )
