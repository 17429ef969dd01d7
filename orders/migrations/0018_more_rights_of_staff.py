"""Finance gives back out of goodwill; Support and Finance cancel subscriptions (docs/staff.md)."""

from typing import Any

from django.contrib.auth.management import create_permissions
from django.db import migrations

MORE = {
    "Support": ("change_subscription",),
    "Finance": ("change_subscription", "view_goodwillrefund", "add_goodwillrefund"),
}
"""By group: the permissions on orders that it gets besides."""


def give(apps: Any, schema_editor: Any) -> None:
    """Give them; permissions of new models are made after all migrations otherwise."""
    del schema_editor
    app = apps.get_app_config("orders")
    if not hasattr(app, "models_module"):  # an app as migrations know it; without one it is passed over
        app.models_module = True
    create_permissions(app, apps=apps, verbosity=0)
    for group, known in _groups(apps):
        group.permissions.add(*known)


def take(apps: Any, schema_editor: Any) -> None:
    """Without them."""
    del schema_editor
    for group, known in _groups(apps):
        group.permissions.remove(*known)


def _groups(apps: Any) -> Any:
    permission, group = apps.get_model("auth", "Permission"), apps.get_model("auth", "Group")
    for name, codes in MORE.items():
        known = permission.objects.filter(content_type__app_label="orders", codename__in=codes)
        for one in group.objects.filter(name=name):
            yield one, list(known)


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("orders", "0017_reasons_and_preferred_cards"), ("orders", "0012_staff_groups")]

    operations = [migrations.RunPython(give, take)]
