"""The app of orders by milestone, their clocks and their money."""

from importlib import import_module

from django.apps import AppConfig

from config.shared import panels


class OrdersConfig(AppConfig):
    """Registers what this app adds to others."""

    name = "orders"

    def ready(self) -> None:
        """Register the outbox handlers, and what orders shows on lower pages."""
        import_module("orders.notifications")
        panels.register("conversation.aside", import_module("orders.panels").conversation_orders)
