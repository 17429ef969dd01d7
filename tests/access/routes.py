"""Every route of the site, read from the URL resolver."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from config.shared.access import Policy

BY_LIBRARIES = {
    "account_login": Policy.PUBLIC,
    "account_signup": Policy.PUBLIC,
    "account_logout": Policy.PUBLIC,
    "account_inactive": Policy.PUBLIC,
    "account_email_verification_sent": Policy.PUBLIC,
    "account_reset_password": Policy.PUBLIC,
    "account_confirm_login_code": Policy.PUBLIC,
    "account_confirm_password_reset_code": Policy.PUBLIC,
    "account_complete_password_reset": Policy.PUBLIC,
    "account_password_reset_completed": Policy.PUBLIC,
    "mfa_authenticate": Policy.PUBLIC,
    "account_reauthenticate": Policy.MEMBER,
    "account_email": Policy.MEMBER,
    "account_change_password": Policy.MEMBER,
    "account_set_password": Policy.MEMBER,
    "mfa_index": Policy.MEMBER,
    "mfa_reauthenticate": Policy.MEMBER,
    "mfa_activate_totp": Policy.MEMBER,
    "mfa_deactivate_totp": Policy.MEMBER,
    "mfa_view_recovery_codes": Policy.MEMBER,
    "mfa_generate_recovery_codes": Policy.MEMBER,
    "mfa_download_recovery_codes": Policy.MEMBER,
}
"""Routes of django-allauth declare nothing themselves; a new one of theirs fails the suite until it stands here."""


@dataclass(frozen=True)
class Route:
    """One route: its full name, what its address takes, what its view declares."""

    name: str
    parameters: frozenset[str]
    policy: Policy | None


def site_routes() -> list[Route]:
    """Everything but the admin, which has a door of its own."""
    return [route for route in _walk(get_resolver().url_patterns, "") if not route.name.startswith("admin:")]


def admin_routes() -> list[Route]:
    """The admin's routes that take no object."""
    return [route for route in _walk(get_resolver().url_patterns, "") if route.name.startswith("admin:")]


def _walk(patterns: list[Any], namespace: str, above: frozenset[str] = frozenset()) -> Iterator[Route]:
    for entry in patterns:
        if isinstance(entry, URLResolver):
            inner = ":".join(filter(None, (namespace, entry.namespace)))
            yield from _walk(entry.url_patterns, inner, above | _parameters(entry.pattern))
        elif isinstance(entry, URLPattern):
            name = f"{namespace}:{entry.name}" if namespace else str(entry.name)
            policy = getattr(entry.callback, "policy", None) or BY_LIBRARIES.get(name)
            yield Route(name, above | _parameters(entry.pattern), policy)


def _parameters(pattern: Any) -> frozenset[str]:
    return frozenset(pattern.converters) | frozenset(pattern.regex.groupindex)
