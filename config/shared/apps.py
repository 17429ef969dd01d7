"""The small kernel as an app: commands, outbox, guarded updates, money, clock, rendering."""

from django.apps import AppConfig


class SharedConfig(AppConfig):
    """Owns the rows that every app needs."""

    name = "config.shared"
    label = "shared"
