"""What the migrations left in the database: catalogue, groups, permissions. Every test begins with exactly that."""

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

Row = tuple[Any, ...]

_SOWN: dict[str, tuple[list[str], list[Row]]] = {}
"""By table: its columns and rows."""


def remember() -> None:
    """Before the first test that commits. Raises RuntimeError when a kept database holds rows of a run that died."""
    if _SOWN:
        return
    filled = _filled()
    if "accounts_user" in filled:
        raise RuntimeError("Rows of an earlier run are in the database: run once with --create-db")
    _SOWN.update({table: _rows(table) for table in filled})


def put_back() -> None:
    """Take away what a test added, and give back what it changed. Wants a transaction: keys are looked at at its end.

    Deleting a few rows costs far less than TRUNCATE, which makes new files for a hundred tables and their indexes.
    """
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        for table in _filled() | set(_SOWN):
            columns, rows = _SOWN.get(table, ([], []))
            if rows and set(_rows(table)[1]) == set(rows):
                continue
            cursor.execute(f"DELETE FROM {table}")
            if rows:
                places = ", ".join(["%s"] * len(columns))
                cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", rows)


def _filled() -> set[str]:
    connection = connections[DEFAULT_DB_ALIAS]
    tables = sorted(connection.introspection.django_table_names(include_views=False))
    asked = (f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table})" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        return {table for (table,) in cursor.fetchall()}


def _rows(table: str) -> tuple[list[str], list[Row]]:
    connection = connections[DEFAULT_DB_ALIAS]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        columns = [connection.ops.quote_name(column[0]) for column in cursor.description]
        return columns, cursor.fetchall()
