"""The app of orders by milestone, their clocks and their money."""

from importlib import import_module

from django.apps import AppConfig

from config.shared import currency_checks, panels
from offers import ties


class OrdersConfig(AppConfig):
    """Registers what this app adds to others."""

    name = "orders"
    verbose_name = "Orders and money"

    def ready(self) -> None:
        """Register outbox handlers, what orders shows on lower pages, and in which currency its books are."""
        import_module("orders.notifications")
        currency_checks.books_in(import_module("orders.ledger.audit").other_currencies)
        panels.register("conversation.aside", import_module("orders.panels").conversation_orders)
        panels.register("gig_detail.below", import_module("orders.panels").gig_reviews)
        panels.register("person_detail.below", import_module("orders.panels").person_reviews)
        ties.register(import_module("orders.queries.running").runs_in)
