"""The app of inbox and custom offers."""

from importlib import import_module

from django.apps import AppConfig

from config.shared import panels


class OffersConfig(AppConfig):
    """Registers what this app adds to others."""

    name = "offers"

    def ready(self) -> None:
        """Register the header's menu and the outbox handlers."""
        panels.register("person_detail.actions", import_module("offers.context").write_to_person)
        panels.register("header.messages", import_module("offers.context").messages_menu)
        panels.register("conversation.drafts", import_module("offers.panels").conversation_drafts)
        import_module("offers.notifications")
