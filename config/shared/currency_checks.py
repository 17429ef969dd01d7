"""Stored amounts are of one currency: ``check`` says so when they are not, and no server starts on others."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

_currencies: list[Callable[[], Iterable[str]]] = []


def books_in(currencies: Callable[[], Iterable[str]]) -> None:
    """Register who knows the currencies of stored amounts; called from ``AppConfig.ready()``."""
    _currencies.append(currencies)


@register(Tags.database)
def one_currency(databases: Sequence[str] | None = None, **_: Any) -> Sequence[CheckMessage]:
    """E010: amounts are stored in another currency than CURRENCY says."""
    if not databases or not (foreign := foreign_currencies()):
        return []
    return [Error(_foreign_sentence(foreign), hint="Set CURRENCY back.", id="shared.E010")]


def foreign_currencies() -> frozenset[str]:
    """Currencies of stored amounts other than ours; none while the tables are not there yet."""
    try:
        return frozenset(code for known in _currencies for code in known()) - {settings.CURRENCY}
    except DatabaseError:
        return frozenset()


def refuse_foreign_currency() -> None:
    """Stop a server's start. Raises ImproperlyConfigured."""
    if foreign := foreign_currencies():
        raise ImproperlyConfigured(_foreign_sentence(foreign))


def _foreign_sentence(foreign: Iterable[str]) -> str:
    return f"CURRENCY={settings.CURRENCY}, but stored amounts are in {', '.join(sorted(foreign))}."
