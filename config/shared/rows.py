"""Writing rows in few statements, and sending statements together.

Many rows by one statement: a value that differs from row to row is an ``Each``, anything else counts for all of
them. On PostgreSQL the columns travel as arrays; on SQLite, where nothing has to travel, one prepared statement
runs over the rows.

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
from django.db.models import Field, Model

from config.shared import arrays
from config.shared.errors import Stale

UNIQUE_VIOLATION = "23505"
"""PostgreSQL's code."""


@dataclass(frozen=True, slots=True)
class Each:
    """One value for every row."""

    values: Sequence[Any]


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A statement that has not been sent yet. ``must``: so many rows, or it raises Stale."""

    statement: str
    values: Sequence[Any]
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
    shape = _inserting(model, tuple(columns), _which_differ(columns), connection.vendor)
    _write(shape, list(columns.values()), taken=taken)


def change_rows(
    model: type[Model], match: Mapping[str, Any], changes: Mapping[str, Any], *, must: int | None = None
) -> None:
    """Change the rows that still are as ``match`` says.

    ``must``: raises Stale unless it is exactly so many. Raises IntegrityError.
    """
    still = {column: value for column, value in match.items() if value is not None}
    empty = tuple(column for column, value in match.items() if value is None)
    differ = _which_differ(changes) + _which_differ(still)
    shape = _changing(model, tuple(changes), tuple(still), differ, empty=empty, vendor=connection.vendor)
    _write(shape, [*changes.values(), *still.values()], must=must)


def _which_differ(columns: Mapping[str, Any]) -> tuple[bool, ...]:
    return tuple(isinstance(value, Each) for value in columns.values())


@dataclass(frozen=True, slots=True)
class _Shape:
    """A statement without its values; ``fields`` in the order of the values that its caller gives.

    ``order``: which of them the statement names, one after the other. ``by_row``: it runs once for every row.
    """

    statement: str
    table: str
    fields: tuple[Field, ...]
    order: tuple[int, ...]
    by_row: bool


@lru_cache(maxsize=512)
def _inserting(model: type[Model], columns: tuple[str, ...], differ: tuple[bool, ...], vendor: str) -> _Shape:
    draft = _Draft(_fields(model, columns), differ, vendor)
    names = ", ".join(_quoted(one) for one in draft.fields)
    values = ", ".join(draft.terms())
    rows = f"SELECT {values} FROM {draft.source()}" if draft.as_arrays else f"VALUES ({values})"  # noqa: S608 - all names are the models'
    return draft.shape(f"INSERT INTO {_table(model)} ({names}) {rows}", model)


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
        )

    def _split(self) -> tuple[list[int], list[int]]:
        """The numbers of the columns that differ, and of the others."""
        each = [n for n, one in enumerate(self.differ) if one]
        return each, [n for n, one in enumerate(self.differ) if not one]


def _write(
    shape: _Shape, values: Sequence[Any], *, must: int | None = None, taken: type[Exception] | None = None
) -> None:
    """Run the statement, or let it wait for company."""
    ready = [_ready(shape.fields[n], values[n]) for n in shape.order]
    if shape.by_row:
        _run_by_row(_Waiting(shape.statement, _rows(ready, values), shape.table, must, taken))
        return
    one, waiting = _Waiting(shape.statement, ready, shape.table, must, taken), _waiting.get()
    if waiting is None:
        _send([one])
    else:
        waiting.append(one)


def _rows(ready: Sequence[Any], values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Column by column into row by row."""
    pairs = zip(ready, values, strict=True)
    columns = (one if isinstance(value, Each) else repeat(one) for one, value in pairs)
    return list(zip(*columns, strict=False))


def _ready(known: Field, value: Any) -> Any:
    """A value, or the values of an ``Each``, as the database takes them."""
    to = connections[DEFAULT_DB_ALIAS]
    if isinstance(value, Each):
        if to.vendor == "postgresql":
            return arrays.literal(str(known.rel_db_type(to)), value.values)
        return [known.get_db_prep_save(one, to) for one in value.values]
    return known.get_db_prep_save(value.pk if isinstance(value, Model) else value, to)


def _run_by_row(one: _Waiting) -> None:
    with connection.cursor() as cursor:
        try:
            cursor.executemany(one.statement, one.values)
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
            if len(waiting) == 1:
                cursor.execute(waiting[0].statement, waiting[0].values)
            else:
                cursor.execute("; ".join(cursor.mogrify(one.statement, one.values) for one in waiting))
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
