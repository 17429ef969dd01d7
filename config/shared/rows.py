"""Writing rows in few statements, and sending statements together.

Many rows by one statement: a value that differs from row to row is an ``Each``, anything else counts for all of
them. On PostgreSQL the columns travel as arrays, a few new rows one after the other; on SQLite, where nothing has to
travel, one prepared statement runs over the rows.

Statements together: inside ``together()`` what is written here waits, and goes to PostgreSQL in one message, in
order, as soon as anything else is asked of the database or the block ends. Nothing that is read can tell the
difference; a refusal is raised at the latest where the block ends. On SQLite every statement runs at once.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from typing import Any

from django.db import DEFAULT_DB_ALIAS, IntegrityError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, JSONField, Model

from config.shared import arrays
from config.shared.errors import Stale
from config.shared.prepared import Sending, in_one_message

FEW = 8
"""New rows that are written one after the other by a statement."""
UNIQUE_VIOLATION = "23505"
"""PostgreSQL's code."""


@dataclass(frozen=True, slots=True)
class Each:
    """One value for every row."""

    values: Sequence[Any]


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A statement that has not been sent yet. ``must``: so many rows, or it raises Stale."""

    sending: Sending
    table: str
    must: int | None = None
    taken: type[Exception] | None = None


_waiting: ContextVar[list[_Waiting] | None] = ContextVar("rows_waiting", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Let what is written inside travel together. Belongs inside the transaction; a block inside it adds nothing."""
    if connection.vendor != "postgresql" or _waiting.get() is not None:
        yield
        return
    token = _waiting.set([])
    try:
        with connection.execute_wrapper(_after_what_waits):
            yield
            _send_what_waits()
    finally:
        _waiting.reset(token)


def insert_rows(
    model: type[Model], columns: Mapping[str, Any], *, taken: type[Exception] | None = None
) -> None:
    """Write one row, or one for every value of the columns that are ``Each``. No default of the model is filled in.

    ``taken``: what to raise when a row with the same key is there already. Raises IntegrityError for everything else
    that the table refuses.
    """
    vendor, values = connection.vendor, [*columns.values()]
    rows = next((len(value.values) for value in values if isinstance(value, Each)), 0)
    if vendor == "postgresql" and 0 < rows <= FEW:
        shape = _inserting_few(model, tuple(columns), rows)
        values = [one.values[n] if isinstance(one, Each) else one for n in range(rows) for one in values]
    else:
        shape = _inserting(model, tuple(columns), _which_differ(values), vendor)
    _write(shape, values, taken=taken)


def change_rows(
    model: type[Model], match: Mapping[str, Any], changes: Mapping[str, Any], *, must: int | None = None
) -> None:
    """Change the rows that still are as ``match`` says.

    ``must``: raises Stale unless it is exactly so many. Raises IntegrityError.
    """
    still = {column: value for column, value in match.items() if value is not None}
    empty = tuple(column for column, value in match.items() if value is None)
    differ = _which_differ([*changes.values(), *still.values()])
    shape = _changing(model, tuple(changes), tuple(still), differ, empty=empty, vendor=connection.vendor)
    _write(shape, [*changes.values(), *still.values()], must=must)


def _which_differ(values: Sequence[Any]) -> tuple[bool, ...]:
    return tuple([isinstance(value, Each) for value in values])


@dataclass(frozen=True, slots=True)
class _Shape:
    """A statement without its values; ``fields`` in the order of the values that its caller gives.

    ``order``: which of them the statement names, one after the other. ``by_row``: it runs once for every row.
    ``as_arrays``: how long those are is worth a plan of its own each time.
    """

    statement: str
    table: str
    fields: tuple[Field, ...]
    order: tuple[int, ...]
    by_row: bool
    as_arrays: bool


@lru_cache(maxsize=512)
def _inserting(model: type[Model], columns: tuple[str, ...], differ: tuple[bool, ...], vendor: str) -> _Shape:
    draft = _Draft(_fields(model, columns), differ, vendor)
    names = ", ".join(_quoted(one) for one in draft.fields)
    values = ", ".join(draft.terms())
    rows = f"SELECT {values} FROM {draft.source()}" if draft.as_arrays else f"VALUES ({values})"  # noqa: S608 - all names are the models'
    return draft.shape(f"INSERT INTO {_table(model)} ({names}) {rows}", model)


@lru_cache(maxsize=512)
def _inserting_few(model: type[Model], columns: tuple[str, ...], rows: int) -> _Shape:
    """For PostgreSQL: it plans a few rows of values sooner than arrays that it has to take apart."""
    fields = _fields(model, columns)
    names = ", ".join(_quoted(one) for one in fields)
    row = f"({', '.join(['%s'] * len(fields))})"
    draft = _Draft(fields * rows, (False,) * (len(fields) * rows), "postgresql")
    return draft.shape(f"INSERT INTO {_table(model)} ({names}) VALUES {', '.join([row] * rows)}", model)  # noqa: S608 - the same


@lru_cache(maxsize=512)
def _changing(
    model: type[Model],
    changes: tuple[str, ...],
    match: tuple[str, ...],
    differ: tuple[bool, ...],
    *,
    empty: tuple[str, ...],
    vendor: str,
) -> _Shape:
    draft = _Draft(_fields(model, (*changes, *match)), differ, vendor)
    terms, table = draft.terms(), _table(model)
    named = [f"{_quoted(one)} = {term}" for one, term in zip(draft.fields, terms, strict=True)]
    still = [f"{table}.{one}" for one in named[len(changes) :]]
    still += [f"{table}.{_quoted(one)} IS NULL" for one in _fields(model, empty)]
    along = f" FROM {draft.source()}" if draft.as_arrays else ""
    put = ", ".join(named[: len(changes)])
    return draft.shape(f"UPDATE {table} SET {put}{along} WHERE {' AND '.join(still)}", model)  # noqa: S608 - the same


@dataclass(frozen=True, slots=True)
class _Draft:
    """The columns of a statement, and which of them differ from row to row."""

    fields: tuple[Field, ...]
    differ: tuple[bool, ...]
    vendor: str

    @property
    def as_arrays(self) -> bool:
        """The columns travel as arrays, on PostgreSQL."""
        return any(self.differ) and self.vendor == "postgresql"

    def terms(self) -> list[str]:
        """How the statement speaks of each value."""
        if not self.as_arrays:
            return ["%s"] * len(self.fields)
        return [f"{'given' if each else 'fixed'}.c{n}" for n, each in enumerate(self.differ)]

    def source(self) -> str:
        """The arrays as a table, and beside it what counts for every row."""
        types = {n: str(one.rel_db_type(connection)).partition("(")[0] for n, one in enumerate(self.fields)}
        each, fixed = self._split()
        arrays = ", ".join(f"%s::{types[n]}[]" for n in each)
        given = f"unnest({arrays}) AS given ({', '.join(f'c{n}' for n in each)})"
        one = ", ".join(f"%s::{types[n]} AS c{n}" for n in fixed)
        return f"{given}, (SELECT {one}) AS fixed" if fixed else given

    def shape(self, statement: str, model: type[Model]) -> _Shape:
        """The finished statement."""
        each, fixed = self._split()
        return _Shape(
            statement=statement,
            table=model._meta.db_table,
            fields=self.fields,
            order=(*each, *fixed) if self.as_arrays else tuple(range(len(self.fields))),
            by_row=any(self.differ) and not self.as_arrays,
            as_arrays=self.as_arrays,
        )

    def _split(self) -> tuple[list[int], list[int]]:
        """The numbers of the columns that differ, and of the others."""
        each = [n for n, one in enumerate(self.differ) if one]
        return each, [n for n, one in enumerate(self.differ) if not one]


def _write(
    shape: _Shape, values: Sequence[Any], *, must: int | None = None, taken: type[Exception] | None = None
) -> None:
    """Run the statement, or let it wait for company."""
    to = connections[DEFAULT_DB_ALIAS]
    ready = [_ready(shape.fields[n], values[n], to) for n in shape.order]
    if shape.by_row:
        _run_by_row(_Waiting(Sending(shape.statement, _rows(ready, values)), shape.table, must, taken))
        return
    sending = Sending(shape.statement, ready, often=not shape.as_arrays)
    one, waiting = _Waiting(sending, shape.table, must, taken), _waiting.get()
    if waiting is None:
        _send([one])
    else:
        waiting.append(one)


def _rows(ready: Sequence[Any], values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Column by column into row by row."""
    pairs = zip(ready, values, strict=True)
    columns = (one if isinstance(value, Each) else repeat(one) for one, value in pairs)
    return list(zip(*columns, strict=False))


def _ready(known: Field, value: Any, to: BaseDatabaseWrapper) -> Any:
    """A value, or the values of an ``Each``, as the database takes them.

    psycopg takes what Python has for the types of our columns as it is; only JSON has to be told apart from text.
    """
    each, bare = isinstance(value, Each), value.pk if isinstance(value, Model) else value
    if to.vendor != "postgresql":
        return (
            [known.get_db_prep_save(one, to) for one in bare.values]
            if each
            else known.get_db_prep_save(bare, to)
        )
    if each:
        return arrays.literal(str(known.rel_db_type(to)), bare.values)
    return known.get_db_prep_save(bare, to) if isinstance(known, JSONField) else bare


def _run_by_row(one: _Waiting) -> None:
    with connection.cursor() as cursor:
        try:
            cursor.executemany(one.sending.statement, one.sending.values)
        except IntegrityError as error:
            raise _refusal([one], error) from error
        _check(one.must, cursor.rowcount)


def _after_what_waits(execute: Callable[..., Any], *asked: Any) -> Any:
    _send_what_waits()
    return execute(*asked)


def _send_what_waits() -> None:
    waiting = _waiting.get()
    if waiting:
        _waiting.set([])
        _send(waiting)


def _send(waiting: Sequence[_Waiting]) -> None:
    """Send statements in one message. Raises Stale, what a write has ``taken``, or IntegrityError."""
    with connection.cursor() as cursor:
        try:
            if connection.vendor == "postgresql":
                cursor.execute(in_one_message([one.sending for one in waiting]))
            else:
                cursor.execute(waiting[0].sending.statement, waiting[0].sending.values)
        except IntegrityError as error:
            raise _refusal(waiting, error) from error
        for number, one in enumerate(waiting):
            if number:
                cursor.nextset()
            _check(one.must, cursor.rowcount)


def _refusal(waiting: Sequence[_Waiting], error: IntegrityError) -> Exception:
    """What the write that was refused has to say; on PostgreSQL the error tells its table."""
    if not _is_of_unique(error):
        return error
    table = getattr(getattr(error.__cause__, "diag", None), "table_name", None)
    told = [one.taken for one in waiting if one.taken and (len(waiting) == 1 or one.table == table)]
    return told[0]() if told else error


def _is_of_unique(error: IntegrityError) -> bool:
    return getattr(error.__cause__, "sqlstate", "") == UNIQUE_VIOLATION or "UNIQUE constraint" in str(error)


def _check(must: int | None, written: int) -> None:
    if must is not None and must != written:
        raise Stale


def _fields(model: type[Model], columns: Sequence[str]) -> tuple[Field, ...]:
    """The columns as the model names them, with ``_id`` for a key."""
    found: tuple[Field, ...] = tuple(model._meta.get_field(column) for column in columns)  # type: ignore[misc]
    return found


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _quoted(known: Field) -> str:
    return connection.ops.quote_name(known.column or "")
