"""The app of catalogue, gigs, packages, milestones, editor."""

from django.apps import AppConfig


class GigsConfig(AppConfig):
    """Registers what this app adds to others."""

    name = "gigs"
