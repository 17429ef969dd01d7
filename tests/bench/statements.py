"""Counts what a page or an operation asks of the database."""

import re
from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext

_NEXT = re.compile(r"; (?=(?:INSERT INTO|UPDATE|SELECT|EXECUTE) )")
"""Where the next statement of one message begins."""
_CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


def counted(run: Callable[[], object]) -> str:
    """``10 statements in 3 messages and 1 transaction``: some travel together."""
    found = statements(run)
    begun = sum(sql.startswith("BEGIN") for sql in found)
    sent = [sql for sql in found if not sql.startswith(_CONTROL)]
    plain = sum(len(_NEXT.findall(sql)) + 1 for sql in sent)
    return f"{plain} statements in {len(sent)} messages and {begun} transaction{'s' if begun != 1 else ''}"


def statements(run: Callable[[], object]) -> list[str]:
    """Every statement, in order, those that begin and end a transaction too."""
    with CaptureQueriesContext(connection) as captured:
        run()
    return [query["sql"] for query in captured.captured_queries]
