"""The app of orders by milestone, their clocks and their money."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Registers what this app adds to others."""

    name = "orders"
