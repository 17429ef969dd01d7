"""The app of users, profiles, sign-in, notifications."""

from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers what this app adds to others."""

    name = "accounts"
    verbose_name = "Members and mails"

    def ready(self) -> None:
        """Register the outbox handlers."""
        import_module("accounts.handlers")
