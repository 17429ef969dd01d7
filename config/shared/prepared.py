"""Statements that a connection is sent again and again: PostgreSQL reads and plans them once, then only runs them.

Several of them travel as one message. One that a connection was sent often is prepared there; from then on the message
only names it and gives its values. Prepared statements end with their connection, and no change of a table makes them
wrong: PostgreSQL plans them anew.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from django.db import connection
from psycopg.abc import Transformer
from psycopg.adapt import Transformer as WordsOf

USUAL = 5
"""A statement is prepared when it was sent so many times before: what psycopg counts to as well."""
NAMED_BY = 50
"""Letters of a statement that its name is made of, for whoever reads a log; PostgreSQL takes names up to 63."""
_NOT_A_LETTER = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class Sending:
    """A statement with a ``%s`` for each of its values. ``often``: worth being prepared when it comes again."""

    statement: str
    values: Sequence[Any]
    often: bool = True


@dataclass(frozen=True, slots=True)
class _Memory:
    """What a connection was sent so far, and under which name it knows it."""

    sent: Counter[str] = field(default_factory=Counter)
    names: dict[str, str] = field(default_factory=dict)


_memories: WeakKeyDictionary[psycopg.Connection[Any], _Memory] = WeakKeyDictionary()


def in_one_message(sendings: Sequence[Sending]) -> str:
    """The message for several statements; PostgreSQL answers with one result for each, in their order.

    Raises DatabaseError for a statement that PostgreSQL cannot prepare.
    """
    connection.ensure_connection()
    line = connection.connection
    words = WordsOf.from_context(line)
    memory = _memories.setdefault(line, _Memory())
    return "; ".join([_words(one, _literals(one.values, words), memory, line) for one in sendings])


def _literals(values: Sequence[Any], words: Transformer) -> list[str]:
    return ["NULL" if value is None else words.as_literal(value).decode() for value in values]


def _words(one: Sending, literals: list[str], memory: _Memory, line: psycopg.Connection[Any]) -> str:
    name = memory.names.get(one.statement) if one.often else None
    if name is None and one.often:
        name = _count(one.statement, memory, line)
    if name is None:
        return _filled(one.statement, literals)
    return f"EXECUTE {name} ({', '.join(literals)})"


def _count(statement: str, memory: _Memory, line: psycopg.Connection[Any]) -> str | None:
    """One more time; the name of the statement if it is prepared now. A rollback does not undo that."""
    memory.sent[statement] += 1
    if memory.sent[statement] <= USUAL:
        return None
    name = f"{_NOT_A_LETTER.sub('_', statement[:NAMED_BY]).lower()}_{len(memory.names)}"
    numbers = [f"${number}" for number in range(1, statement.count("%s") + 1)]
    with connection.wrap_database_errors:
        line.execute(f"PREPARE {name} AS {_filled(statement, numbers)}".encode())
    memory.names[statement] = name
    return name


def _filled(statement: str, terms: Sequence[str]) -> str:
    """The statement with a term for each of its values."""
    first, *rest = statement.split("%s")
    return first + "".join([term + part for term, part in zip(terms, rest, strict=True)])
