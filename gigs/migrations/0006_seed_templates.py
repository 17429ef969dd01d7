"""The platform's workflow templates for the five subcategories that the article names. Staff edit them afterwards."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import migrations

WRITTEN = Path(__file__).with_name("0006_templates.toml")


def seed(apps: Any, schema_editor: Any) -> None:
    """Write the templates of the subcategories that are there."""
    trades = dict(apps.get_model("gigs", "Subcategory").objects.values_list("slug", "pk"))
    for order, written in enumerate(tomllib.loads(WRITTEN.read_text("utf-8"))["template"], start=1):
        if written["trade"] in trades:
            write(apps, written, trades[written["trade"]], order)


def write(apps: Any, written: dict[str, Any], subcategory_id: int, order: int) -> None:
    """One template with its milestones."""
    template = apps.get_model("gigs", "WorkflowTemplate").objects.create(
        subcategory_id=subcategory_id, name=written["name"], summary=written["summary"], order=order
    )
    milestone = apps.get_model("gigs", "TemplateMilestone")
    milestone.objects.bulk_create(
        milestone(
            template=template,
            position=position,
            name=step["name"],
            description=step["description"],
            zoom=step.get("zoom", False),
            substeps=step["substeps"],
        )
        for position, step in enumerate(written["milestone"], start=1)
    )


class Migration(migrations.Migration):
    """Seed, kept when undone: the tables go with the migration before."""

    dependencies = [("gigs", "0005_picture_sizes")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
