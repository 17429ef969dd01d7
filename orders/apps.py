"""The app of orders by milestone, their clocks and their money."""

from importlib import import_module

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Registers what this app adds to others."""

    name = "orders"

    def ready(self) -> None:
        """Register the outbox handlers."""
        import_module("orders.notifications")
