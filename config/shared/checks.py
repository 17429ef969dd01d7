"""What Django's ``check --deploy`` says beyond its own: nothing of the demo in production."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004 - Django's name for it
from django.db import DatabaseError, connection

DEMO_DOMAIN = "@demo.test"


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
