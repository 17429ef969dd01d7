"""Many orders by SQL: copies of a few that were brought to their place by the operations.

Ids are derived from the original's and the copy's number, so that every row of a copy finds the others of it. Deadlines
lie a minute apart, so that any number of them can be due.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

_MILESTONES = "SELECT id FROM orders_ordermilestone WHERE order_id = b.order_id"
_INTENTS = f"SELECT id FROM orders_intent WHERE subject_id IN ({_MILESTONES})"
_ATTEMPTS = f"SELECT {{}} FROM orders_attempt WHERE intent_id IN ({_INTENTS})"
_LATER = "s.{0} + n * interval '1 minute'"


def new_id(column: str) -> str:
    """The SQL of a copy's id."""
    return f"md5(s.{column}::text || '-' || n)::uuid"


def new_ids(*columns: str) -> dict[str, str]:
    """The same for several columns."""
    return {column: new_id(column) for column in columns}


@dataclass(frozen=True, slots=True)
class Copied:
    """A table whose rows belong to an order.

    ``link``: which rows ``s`` belong to the order ``b.order_id``. ``changes``: SQL for columns that differ in copy
    number ``n``; columns that are not named are taken over. ``in_turn``: rows are numbered by the database, in the
    originals' order.
    """

    table: str
    link: str
    changes: dict[str, str] = field(default_factory=dict)
    in_turn: bool = False


_PAYMENT = "'demo_pay_' || md5(s.{} || '-' || n)"
ORDER = Copied(
    "orders_order",
    "s.id = b.order_id",
    {**new_ids("id"), "number": "'MP-' || lpad(n::text, 8, '0')", "due_at": _LATER.format("due_at")},
)
WHOLE = (
    ORDER,
    Copied(
        "orders_ordermilestone",
        "s.order_id = b.order_id",
        {**new_ids("id", "order_id"), "deadline_at": _LATER.format("deadline_at")},
    ),
    Copied("orders_event", "s.order_id = b.order_id", new_ids("uid", "order_id"), in_turn=True),
    Copied("orders_delivery", f"s.milestone_id IN ({_MILESTONES})", new_ids("id", "milestone_id")),
    Copied("orders_intent", f"s.subject_id IN ({_MILESTONES})", new_ids("id", "subject_id")),
    Copied(
        "orders_attempt",
        f"s.intent_id IN ({_INTENTS})",
        {**new_ids("id", "intent_id", "key"), "provider_ref": _PAYMENT.format("provider_ref")},
    ),
    Copied(
        "orders_demopayment",
        f"s.id IN ({_ATTEMPTS.format('provider_ref')})",
        {"id": _PAYMENT.format("id"), "key": f"{new_id('key')}::text"},
    ),
    Copied(
        "orders_entry",
        f"s.event IN ({_ATTEMPTS.format('id')})",
        {
            "event": new_id("event"),
            "key": f"replace(s.key, s.event::text, {new_id('event')}::text)",
            "credit_subject": (
                f"CASE WHEN s.credit_kind = 'held' THEN {new_id('credit_subject')} ELSE s.credit_subject END"
            ),
        },
    ),
)
"""Everything about an order whose first milestone was paid and delivered."""


class Copier:
    """Makes copies of some orders, in turns; copy ``n`` is one of original ``n % len(originals)``."""

    def __init__(self, originals: Sequence[UUID], tables: Sequence[Copied]) -> None:
        """Keep the originals' rows aside."""
        self.tables, self.count = tables, len(originals)
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMP TABLE IF NOT EXISTS originals (slot int, order_id uuid)")
            cursor.execute("TRUNCATE originals")
            cursor.executemany("INSERT INTO originals VALUES (%s, %s)", list(enumerate(originals)))
            for one in tables:
                cursor.execute(f"DROP TABLE IF EXISTS {_aside(one)}")
                cursor.execute(
                    f"CREATE TEMP TABLE {_aside(one)} AS"
                    f" SELECT b.slot, s.* FROM originals b JOIN {one.table} s ON {one.link}"
                )

    def make(self, first: int, count: int) -> None:
        """Copies ``first`` to ``first + count - 1``; afterwards the tables are as after a quiet night."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")
            if _may_do_all(cursor):  # the copies' keys are right as the originals' are
                cursor.execute("SET LOCAL session_replication_role = replica")
            for one in self.tables:
                cursor.execute(self._insert(one), [first, first + count - 1, self.count])
        settle_down([one.table for one in self.tables])

    def _insert(self, one: Copied) -> str:
        columns = _columns(one.table)
        values = ", ".join(one.changes.get(column, f"s.{column}") for column in columns)
        return (
            f"INSERT INTO {one.table} ({', '.join(columns)}) SELECT {values}"
            f" FROM generate_series(%s, %s) n JOIN {_aside(one)} s ON s.slot = n %% %s"
            + (" ORDER BY n, s.id" if one.in_turn else "")
        )


def _aside(one: Copied) -> str:
    return f"original_{one.table}"


def settle_down(tables: Sequence[str]) -> None:
    """Fresh statistics, no dead rows, and the pages on disk: what comes next does not pay for what was before."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"VACUUM ANALYZE {table}")
        if _may_do_all(cursor):
            cursor.execute("CHECKPOINT")


def _may_do_all(cursor: CursorWrapper) -> bool:
    cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    return bool(cursor.fetchone()[0])


def _columns(table: str) -> list[str]:
    """All columns but those that the database numbers itself."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name = %s AND is_identity = 'NO' ORDER BY ordinal_position",
            [table],
        )
        return [str(name) for (name,) in cursor.fetchall()]
