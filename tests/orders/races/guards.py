"""The three guards behind each other, and how a control takes each away: row lock, conditional update, unique rows."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from unittest import mock

from django.db import connection, models

from config.shared import transition
from orders.operations import locking


@contextmanager
def no_row_lock() -> Iterator[None]:
    """The order is read without its lock, wherever somebody locks it."""
    with mock.patch.object(locking, "ROW_LOCK", ""):
        yield


@contextmanager
def no_conditional_update() -> Iterator[None]:
    """Rows are written whatever they hold by now, and an old version is not noticed."""

    def update(row: models.Model, *, expect: dict[str, object], **changes: object) -> None:
        del expect
        type(row)._base_manager.filter(pk=row.pk).update(**changes)
        for name, value in changes.items():
            setattr(row, name, value)

    with _everywhere(transition.guarded_update, update):
        yield


@contextmanager
def _everywhere(real: Callable[..., object], other: Callable[..., object]) -> Iterator[None]:
    """Put another function where modules of ours have imported the real one."""
    with ExitStack() as stack:
        for name, module in list(sys.modules.items()):
            if name.startswith("orders.") and getattr(module, real.__name__, None) is real:
                stack.enter_context(mock.patch.object(module, real.__name__, other))
        yield


@contextmanager
def no_unique_rows() -> Iterator[None]:
    """A milestone may have several settlements and running neighbours, an order several open disputes, and so on."""
    dropped = _drop_unique()
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for statement in (
                "ALTER TABLE orders_entry DISABLE TRIGGER USER",
                "ALTER TABLE orders_event DISABLE TRIGGER USER",
                "TRUNCATE orders_entry, orders_order CASCADE",
                "ALTER TABLE orders_entry ENABLE TRIGGER USER",
                "ALTER TABLE orders_event ENABLE TRIGGER USER",
                *dropped,
            ):
                cursor.execute(statement)


def _drop_unique() -> list[str]:
    """Drop what makes rows of orders unique, but for primary keys; the statements that bring it back."""
    again = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass, conname, pg_get_constraintdef(oid) FROM pg_constraint c"
            " WHERE contype = 'u' AND conrelid::regclass::text LIKE 'orders\\_%'"
            " AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.contype = 'f' AND k.conindid = c.conindid)"
        )
        for table, name, definition in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
            again.append(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
        cursor.execute(
            "SELECT indexrelid::regclass, pg_get_indexdef(indexrelid) FROM pg_index"
            " WHERE indisunique AND NOT indisprimary AND indpred IS NOT NULL"
            " AND indrelid::regclass::text LIKE 'orders\\_%'"
        )
        for name, definition in cursor.fetchall():
            cursor.execute(f"DROP INDEX {name}")
            again.append(definition)
    return again
