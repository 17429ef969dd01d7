"""What Django's ``check`` says beyond its own: nothing of the demo in production, no foreign currency in the books."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004 - Django's name for it
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

DEMO_DOMAIN = "@demo.test"

_currencies: list[Callable[[], Iterable[str]]] = []


def books_in(currencies: Callable[[], Iterable[str]]) -> None:
    """Register who knows the currencies of stored amounts; called from ``AppConfig.ready()``."""
    _currencies.append(currencies)


@register(Tags.security, deploy=True)
def no_demo_in_production(**_: Any) -> Sequence[CheckMessage]:
    """E001 demo accounts, E002 the demo payment provider, E003 demo mode (``/mails/`` is open to all in it)."""
    return [*_demo_accounts(), *_demo_settings()]


def _demo_accounts() -> list[CheckMessage]:
    users = get_user_model()
    try:
        if users._meta.db_table not in connection.introspection.table_names():
            return []
        count = users._default_manager.filter(email__iendswith=DEMO_DOMAIN).count()
    except DatabaseError as error:
        return [Warning(f"The database could not be asked for demo accounts: {error}", id="shared.W001")]
    if not count:
        return []
    hint = "Their password is public. Start production on a database of its own."
    return [Error(f"{count} demo accounts ({DEMO_DOMAIN}) are in the database.", hint=hint, id="shared.E001")]


def _demo_settings() -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if settings.PAYMENT_PROVIDER == "demo":
        found.append(
            Error("Payments go to the demo provider.", hint="Set PAYMENT_PROVIDER.", id="shared.E002")
        )
    if settings.DEMO:
        found.append(Error("Demo mode shows every mail to everybody.", hint="Set DEMO=0.", id="shared.E003"))
    return found


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
