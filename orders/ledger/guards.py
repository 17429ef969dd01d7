"""Append-only tables: triggers refuse UPDATE and DELETE (and TRUNCATE) on both engines.

A refused statement raises IntegrityError. On SQLite ``INSERT OR REPLACE`` is refused too, because the setting
``recursive_triggers`` is on. SQLite forgets the triggers when a later migration rebuilds the table: such a migration
ends with ``append_only`` again, and the audit says so when it was forgotten.
"""

from typing import Any

from django.db import connection, migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

PREFIX = "append_only_"

_REFUSE_POSTGRESQL = """
CREATE OR REPLACE FUNCTION append_only_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only: % of % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
_TRIGGERS = {
    "sqlite": {
        operation: (
            f"CREATE TRIGGER {PREFIX}{{table}}_{operation} BEFORE {operation.upper()} ON {{table}} "
            f"BEGIN SELECT RAISE(ABORT, 'append-only: {operation.upper()} of {{table}} is refused'); END"
        )
        for operation in ("update", "delete")
    },
    "postgresql": {
        operation: (
            f"CREATE TRIGGER {PREFIX}{{table}}_{operation} BEFORE {operation.upper()} ON {{table}} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION append_only_refuse()"
        )
        for operation in ("update", "delete", "truncate")
    },
}
_PRESENT = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass(%s) AND tgenabled <> 'D'",
}


def append_only(table: str) -> migrations.RunPython:
    """The migration operation that makes a table append-only. May be applied again."""

    def forwards(_apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        _drop(schema_editor, table)
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(_REFUSE_POSTGRESQL, params=None)
        for statement in _TRIGGERS[schema_editor.connection.vendor].values():
            schema_editor.execute(statement.format(table=table), params=None)

    def backwards(_apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        _drop(schema_editor, table)

    return migrations.RunPython(forwards, backwards)


def missing(table: str) -> list[str]:
    """Names of the triggers that should guard the table and do not (for the audit)."""
    with connection.cursor() as cursor:
        cursor.execute(_PRESENT[connection.vendor], [table])
        present = {name for (name,) in cursor.fetchall()}
    wanted = {f"{PREFIX}{table}_{operation}" for operation in _TRIGGERS[connection.vendor]}
    return sorted(wanted - present)


def _drop(schema_editor: BaseDatabaseSchemaEditor, table: str) -> None:
    on_table = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
    for operation in _TRIGGERS[schema_editor.connection.vendor]:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {PREFIX}{table}_{operation}{on_table}", params=None)
