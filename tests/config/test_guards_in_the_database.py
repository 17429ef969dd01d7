"""What the models promise stands in the database: a migration can take an index or a constraint along unnoticed."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model

_NAMES = {
    "postgresql": """
SELECT conname FROM pg_constraint WHERE conrelid = to_regclass(%s)
UNION SELECT i.relname FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid WHERE x.indrelid = to_regclass(%s)
""",
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name IN (%s, %s)",
}
_TABLE = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s"


@pytest.mark.django_db
def test_every_constraint_and_index_of_the_models_is_there() -> None:
    models = [one for one in apps.get_models(include_auto_created=True) if one._meta.managed]
    promised = {one._meta.label: _promised(one) for one in models if not one._meta.proxy}
    missing = {label: names - _found(apps.get_model(label)) for label, names in promised.items()}
    assert sum(map(len, promised.values())) > 100
    assert not {label: sorted(names) for label, names in missing.items() if names}


def _promised(model: type[Model]) -> set[str]:
    return {one.name for one in (*model._meta.constraints, *model._meta.indexes)}


def _found(model: type[Model]) -> set[str]:
    """The names as the database has them; SQLite keeps most constraints only in the words that made the table."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(_NAMES[connection.vendor], [table, table])
        names = {str(name) for (name,) in cursor.fetchall()}
        if connection.vendor == "sqlite":
            cursor.execute(_TABLE, [table])
            words = str(cursor.fetchone()[0])
            names |= {name for name in _promised(model) if f'CONSTRAINT "{name}"' in words}
    return names
