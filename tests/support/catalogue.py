"""Categories and subcategories come from a migration; a flush takes them, so they are sown again after it."""

import importlib

from django.apps import apps

from gigs.models import Category

_SEED = importlib.import_module("gigs.migrations.0002_seed_catalogue")


def seed_catalogue() -> None:
    """Sow the catalogue into an empty database."""
    if not Category.objects.exists():
        _SEED.seed(apps, None)
