"""Tests may empty append-only tables in teardown, and nowhere else: the guards would refuse it.

Nothing in the product can lift them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TransactionTestCase

from orders.ledger.guards import PREFIX
from tests.support.catalogue import seed_catalogue

KEPT = frozenset({"django_content_type", "auth_permission"})
"""No test writes into them; they follow from the models."""


@contextmanager
def lifted() -> Iterator[None]:
    """Take the guards away and put them back, in one transaction: a test run that dies in between leaves them on."""
    connection = connections[DEFAULT_DB_ALIAS]
    off, on = _STATEMENTS[connection.vendor]()
    with transaction.atomic():
        _run(off)
        yield
        _run(on)


@pytest.fixture(scope="session", autouse=True)
def _lift_guards_for_flush() -> Iterator[None]:
    """End every transactional and live-server test with less than Django's flush does."""
    with pytest.MonkeyPatch.context() as patch:

        def teardown(_case: TransactionTestCase) -> None:
            with lifted():
                _empty(connections[DEFAULT_DB_ALIAS])
            seed_catalogue()

        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield


def _empty(connection: BaseDatabaseWrapper) -> None:
    """Delete the few rows of a test, where there are any.

    TRUNCATE makes new files for a hundred tables and their indexes; the foreign keys are looked at when all is deleted.
    """
    tables = set(connection.introspection.django_table_names(include_views=False)) - KEPT
    asked = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table})" for table in sorted(tables)
    )
    _run([f"DELETE FROM {table}" for (table,) in _read(asked)])


def _run(statements: list[str]) -> None:
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _read(sql: str) -> list[tuple[Any, ...]]:
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def _sqlite() -> tuple[list[str], list[str]]:
    rows = _read(f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '{PREFIX}%'")
    return [f"DROP TRIGGER {name}" for name, _ in rows], [sql for _, sql in rows]


def _postgresql() -> tuple[list[str], list[str]]:
    rows = _read(
        f"SELECT tgrelid::regclass, tgname FROM pg_trigger WHERE tgname LIKE '{PREFIX}%' ORDER BY 1, 2"
    )
    each = [
        (f"ALTER TABLE {table} DISABLE TRIGGER {name}", f"ALTER TABLE {table} ENABLE TRIGGER {name}")
        for table, name in rows
    ]
    return [off for off, _ in each], [on for _, on in each]


_STATEMENTS = {"sqlite": _sqlite, "postgresql": _postgresql}
