"""Catalogue, templates and groups come from migrations; a flush takes them, so they are sown again after it."""

import importlib

from django.apps import apps

from gigs.models import Category

_SEED = importlib.import_module("gigs.migrations.0002_seed_catalogue")
_TEMPLATES = importlib.import_module("gigs.migrations.0006_seed_templates")
_GROUPS = importlib.import_module("orders.migrations.0012_staff_groups")


def seed_catalogue() -> None:
    """Sow them into an empty database."""
    if not Category.objects.exists():
        _SEED.seed(apps, None)
        _TEMPLATES.seed(apps, None)
        _GROUPS.make(apps, None)
