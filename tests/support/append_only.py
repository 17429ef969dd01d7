"""Tests may empty append-only tables in teardown, and nowhere else: the guards would refuse it.

Nothing in the product can lift them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.test import TransactionTestCase

from orders.ledger.guards import PREFIX
from tests.support import sown


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
    """Instead of Django's flush: a transactional or live-server test leaves the database as the first one found it."""
    with pytest.MonkeyPatch.context() as patch:
        begin = TransactionTestCase._fixture_setup  # type: ignore[attr-defined] # private: not in the stubs

        def setup(case: type[TransactionTestCase]) -> None:
            sown.remember()
            begin.__func__(case)

        def teardown(_case: TransactionTestCase) -> None:
            with lifted():
                sown.put_back()

        patch.setattr(TransactionTestCase, "_fixture_setup", classmethod(setup))
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield


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
