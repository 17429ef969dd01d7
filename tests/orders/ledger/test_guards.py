"""What the database itself refuses, whoever asks."""

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError

from orders.ledger import accounts, guards
from orders.ledger.audit import broken_invariants
from orders.ledger.models import Entry
from orders.ledger.postings import Posting, post
from tests.support.append_only import lifted

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
HELD = accounts.held(uuid.UUID(int=1))


@pytest.fixture
def entry(db: None) -> Entry:
    """One row in the ledger."""
    with transaction.atomic():
        post([Posting("first", accounts.provider(), HELD, 5_00, uuid.uuid4())], at=AT)
    return Entry.objects.get()


def refused(sql: str) -> None:
    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE orders_entry SET amount_minor = 1",
        "UPDATE orders_entry SET at = at",
        "DELETE FROM orders_entry",
        "DELETE FROM orders_entry WHERE key = 'first'",
    ],
)
def test_an_entry_is_never_changed_or_deleted(entry: Entry, sql: str) -> None:
    refused(sql)
    assert Entry.objects.get().amount_minor == 5_00


def test_the_orm_is_refused_as_well(entry: Entry) -> None:
    entry.amount_minor = 1
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        entry.save(update_fields=["amount_minor"])
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        entry.delete()
    assert Entry.objects.get().amount_minor == 5_00


@pytest.mark.skipif(connection.vendor != "sqlite", reason="REPLACE is SQLite's")
@pytest.mark.parametrize("verb", ["INSERT OR REPLACE", "REPLACE"])
def test_replace_does_not_pass(entry: Entry, verb: str) -> None:
    columns = "key, debit_kind, debit_subject, credit_kind, credit_subject, currency, event, at"
    refused(
        f"{verb} INTO orders_entry (id, amount_minor, {columns}) SELECT id, 1, {columns} FROM orders_entry"
    )
    assert Entry.objects.get().amount_minor == 5_00


@pytest.mark.skipif(connection.vendor != "postgresql", reason="TRUNCATE is PostgreSQL's")
def test_truncate_does_not_pass(entry: Entry) -> None:
    refused("TRUNCATE orders_entry CASCADE")


@pytest.mark.parametrize(
    "changes",
    [
        {"amount_minor": 0},
        {"amount_minor": -1},
        {"debit_kind": HELD.kind, "debit_subject": HELD.subject},
        {"debit_kind": "pocket"},
        {"credit_kind": "pocket"},
        {"key": "first"},
    ],
)
def test_an_impossible_entry_cannot_be_written(entry: Entry, changes: dict[str, Any]) -> None:
    fields = {field.attname: getattr(entry, field.attname) for field in Entry._meta.concrete_fields}
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(**{**fields, "id": None, "key": "second", **changes})
    assert Entry.objects.count() == 1


def test_lifted_and_put_back(entry: Entry) -> None:
    with lifted():
        assert len(guards.missing("orders_entry")) >= 2
        assert any("is missing" in line for line in broken_invariants())
        Entry.objects.all().delete()
    assert guards.missing("orders_entry") == []
    refused_again = "DELETE FROM orders_entry"
    with transaction.atomic():
        post([Posting("again", accounts.provider(), HELD, 5_00, uuid.uuid4())], at=AT)
    refused(refused_again)


@pytest.mark.django_db(transaction=True)
def test_money_never_moves_outside_a_transaction() -> None:
    posting = Posting("alone", accounts.provider(), HELD, 5_00, uuid.uuid4())
    with pytest.raises(TransactionManagementError, match="operation that moves the money"):
        post([posting], at=AT)
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("run", [1, 2])
def test_a_transactional_test_leaves_an_empty_guarded_ledger(run: int) -> None:
    assert not Entry.objects.exists()
    with transaction.atomic():
        post([Posting("kept", accounts.provider(), HELD, 5_00, uuid.uuid4())], at=AT)
    assert guards.missing("orders_entry") == []
