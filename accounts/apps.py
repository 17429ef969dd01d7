"""The app of users, profiles, sign-in, notifications."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers what this app adds to others."""

    name = "accounts"
