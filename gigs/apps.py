"""The app of catalogue, gigs, packages, milestones, editor."""

from importlib import import_module

from django.apps import AppConfig


class GigsConfig(AppConfig):
    """Registers what this app adds to others."""

    name = "gigs"

    def ready(self) -> None:
        """Register the outbox handlers and the panels."""
        import_module("gigs.notifications")
        import_module("gigs.operations.picture_files")
        import_module("gigs.panels")
