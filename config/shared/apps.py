"""The small kernel as an app: commands, outbox, guarded updates, money, clock, rendering."""

from importlib import import_module

from django.apps import AppConfig


class SharedConfig(AppConfig):
    """Owns the rows that every app needs."""

    name = "config.shared"
    label = "shared"

    def ready(self) -> None:
        """Register checks and the way a worker is woken (by name: models may be imported only now)."""
        import_module("config.shared.wiring")
