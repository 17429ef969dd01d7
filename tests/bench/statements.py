"""Counts what a page or an operation asks of the database."""

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext

_CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


def counted(run: Callable[[], object]) -> str:
    """``19 statements in 1 transaction``."""
    found = statements(run)
    begun = sum(sql.startswith("BEGIN") for sql in found)
    plain = sum(not sql.startswith(_CONTROL) for sql in found)
    return f"{plain} statements in {begun} transaction{'s' if begun != 1 else ''}"


def statements(run: Callable[[], object]) -> list[str]:
    """Every statement, in order, those that begin and end a transaction too."""
    with CaptureQueriesContext(connection) as captured:
        run()
    return [query["sql"] for query in captured.captured_queries]
