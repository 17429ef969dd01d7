"""The audit, asked thousands of times: what it asks is put together once, and asked as it is from then on.

A rule that was answered by nothing to each of its questions asks the very same ones next time, for as long as
nothing comes back: there is nothing else that it could decide by. So their text is kept, with places for the order and
the moment. The first row that comes back sends the rule itself to work, as it stands in ``orders.audit``: what is found
and how it is worded is always its own. Most of the audit's time is Django's, putting the same SQL together.
"""

import inspect
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from types import ModuleType
from typing import Any
from unittest import mock
from uuid import UUID

from django.db import connection, models

from config.shared import clock
from orders import audit

_Asked = tuple[str, tuple[Any, ...]]
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")
_ID = re.compile(r"[0-9a-f]{32}")
TRIES = 5
"""So often a rule is looked at whether it was answered by nothing: some never are."""
ORDER, NOW = object(), object()
"""Places in a kept statement."""


class NotToKeepError(AssertionError):
    """A statement names a moment or a row that is neither of the places: it would be asked wrongly next time."""


@dataclass
class QuickAudit:
    """``broken_invariants``, by statements that are kept between its calls."""

    order_id: UUID | None = None
    rules: list["_Rule"] = field(default_factory=list)

    def broken(self, order_id: UUID | None) -> list[str]:
        """What ``orders.audit.broken_invariants`` finds."""
        self.order_id = order_id
        return audit.broken_invariants(order_id=order_id)

    def empty(self, kept: Sequence[_Asked]) -> bool:
        """Whether nothing comes back from any of these."""
        now = clock.now()
        places = {ORDER: _stored("UUIDField", self.order_id), NOW: _stored("DateTimeField", now)}
        with connection.cursor() as cursor:
            for statement, values in kept:
                cursor.execute(statement, [places[one] if one in (ORDER, NOW) else one for one in values])
                if cursor.fetchone() is not None:
                    return False
        return True

    def kept(self, asked: Sequence[_Asked], since: datetime) -> list[_Asked]:
        """The statements with their places, each of them once."""
        placed = ((sql, tuple(self._place(one, since) for one in values)) for sql, values in asked)
        return list(dict.fromkeys(placed))

    def _place(self, value: Any, since: datetime) -> Any:
        if self.order_id is not None and value == _stored("UUIDField", self.order_id):
            return ORDER
        moment = value if isinstance(value, datetime) else None
        if isinstance(value, str) and _MOMENT.match(value):
            moment = datetime.fromisoformat(value).replace(tzinfo=since.tzinfo)
        if moment is not None and since <= moment <= clock.now():
            return NOW
        if moment is not None or isinstance(value, UUID) or (isinstance(value, str) and _ID.fullmatch(value)):
            raise NotToKeepError(value)
        return value


@dataclass
class _Rule:
    """One function of the audit: it takes rows to look at, and says what is wrong with them."""

    books: QuickAudit
    ask: Callable[[Any], Iterator[str]]
    known: dict[bool, list[_Asked]] = field(default_factory=dict)
    tried: int = 0

    def __call__(self, rows: Any) -> list[str]:
        every = self.books.order_id is None
        if every in self.known and self.books.empty(self.known[every]):
            return []
        since = clock.now()
        with _listening() as asked:
            found = list(self.ask(rows))
        if asked and not found and every not in self.known and self.tried < TRIES:
            self.tried += 1
            kept = self.books.kept(asked, since)
            if self.books.empty(kept):
                self.known[every] = kept
        return found


@contextmanager
def quick_audit() -> Iterator[QuickAudit]:
    """Put the rules of ``orders.audit`` behind statements that are kept, inside the block."""
    books = QuickAudit()
    with ExitStack() as stack:
        for module, name, ask in rules():
            rule = _Rule(books, ask)
            books.rules.append(rule)
            stack.enter_context(mock.patch.object(module, name, rule))
        yield books


def rules() -> list[tuple[ModuleType, str, Callable[[Any], Iterator[str]]]]:
    """Every function of the audit's modules that looks at rows and yields what is wrong."""
    return [
        (module, name, found)
        for module in vars(audit).values()
        if inspect.ismodule(module) and module.__name__.startswith("orders.audit.")
        for name, found in vars(module).items()
        if inspect.isgeneratorfunction(found) and _looks_at_rows(found, module)
    ]


def _looks_at_rows(found: Callable[..., Any], module: ModuleType) -> bool:
    signature = inspect.signature(found)
    own = found.__module__ == module.__name__
    return own and len(signature.parameters) == 1 and signature.return_annotation == Iterator[str]


@contextmanager
def _listening() -> Iterator[list[_Asked]]:
    asked: list[_Asked] = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append((sql, tuple(params or ())))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        yield asked


def _stored(kind: str, value: Any) -> Any:
    """A value as the engine takes it."""
    return getattr(models, kind)().get_db_prep_value(value, connection)
