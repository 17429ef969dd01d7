"""The app of inbox and custom offers."""

from django.apps import AppConfig


class OffersConfig(AppConfig):
    """Registers what this app adds to others."""

    name = "offers"
