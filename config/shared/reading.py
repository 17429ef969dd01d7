"""Reading whole rows of several tables at once: PostgreSQL answers all the questions of one message, in their order.

A write may travel behind them.

Each question sees what was committed before it began, so what follows a lock is read under that lock.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Model

from config.shared.prepared import Sending, in_one_message

Converter = Callable[[Any, Any, Any], Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """The rows of a model whose ``column`` has a value, in the order of another column.

    ``lock``: what PostgreSQL locks them with (``FOR UPDATE``); SQLite, whose transactions exclude each other, does not.
    """

    model: type[Model]
    column: str
    value: Any
    order_by: str
    lock: str = ""


def read_together(*asked: Asked) -> list[list[Any]]:
    """The rows of each question."""
    return _ask(asked, None)[0]


def read_and_write(*asked: Asked, writing: Sending) -> tuple[list[list[Any]], int]:
    """The rows of each question, and how many rows were written after they were found."""
    return _ask(asked, writing)


def _ask(asked: Sequence[Asked], writing: Sending | None) -> tuple[list[list[Any]], int]:
    found = [_question(one.model, one.column, one.order_by, one.lock, connection.vendor) for one in asked]
    statements = [one.statement for one in found]
    values = [
        one.model._meta.get_field(one.column).get_db_prep_value(one.value, connection)  # type: ignore[union-attr]
        for one in asked
    ]
    send = _in_one_message if connection.vendor == "postgresql" else _one_by_one
    answers, written = send(statements, values, writing)
    rows = [
        [question.row(values) for values in answer] for question, answer in zip(found, answers, strict=True)
    ]
    return rows, written


@dataclass(frozen=True, slots=True)
class _Question:
    """A statement, and how a row of its answer becomes one of the model's."""

    statement: str
    model: type[Model]
    names: tuple[str, ...]
    converters: tuple[tuple[int, Any, tuple[Converter, ...]], ...]

    def row(self, values: Sequence[Any]) -> Model:
        """A whole row."""
        ready, by = list(values), connections[DEFAULT_DB_ALIAS]
        for n, column, converters in self.converters:
            for convert in converters:
                ready[n] = convert(ready[n], column, by)
        return self.model.from_db(DEFAULT_DB_ALIAS, self.names, ready)


@lru_cache(maxsize=64)
def _question(model: type[Model], column: str, order_by: str, lock: str, vendor: str) -> _Question:
    meta, quoted = model._meta, connection.ops.quote_name
    columns = [one.get_col(meta.db_table) for one in meta.concrete_fields]
    converters = [
        (n, one, (*connection.ops.get_db_converters(one), *one.get_db_converters(connection)))
        for n, one in enumerate(columns)
    ]
    names = ", ".join(quoted(one.column or "") for one in meta.concrete_fields)
    where = f"{quoted(meta.db_table)} WHERE {quoted(column)} = %s"
    statement = f"SELECT {names} FROM {where} ORDER BY {quoted(order_by)}"  # noqa: S608 - all names are the model's
    return _Question(
        statement=f"{statement} {lock}" if vendor == "postgresql" else statement,
        model=model,
        names=tuple(one.attname for one in meta.concrete_fields),
        converters=tuple(one for one in converters if one[2]),
    )


Answers = tuple[list[list[Any]], int]


def _in_one_message(statements: Sequence[str], values: Sequence[Any], writing: Sending | None) -> Answers:
    sendings = [Sending(one, [value]) for one, value in zip(statements, values, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(in_one_message([*sendings, writing] if writing else sendings))
        answers = [cursor.fetchall()]
        for _ in statements[1:]:
            cursor.nextset()
            answers.append(cursor.fetchall())
        if writing is None:
            return answers, 0
        cursor.nextset()
        return answers, cursor.rowcount


def _one_by_one(statements: Sequence[str], values: Sequence[Any], writing: Sending | None) -> Answers:
    answers = []
    with connection.cursor() as cursor:
        for statement, value in zip(statements, values, strict=True):
            cursor.execute(statement, [value])
            answers.append(cursor.fetchall())
        if writing is None:
            return answers, 0
        cursor.execute(writing.statement, writing.values)
        return answers, cursor.rowcount
