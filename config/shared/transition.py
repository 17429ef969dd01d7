"""The conditional UPDATE under every change of a status."""

from typing import Any

from django.db.models import Model

from config.shared.rows import change_rows


def guarded_update(row: Model, *, expect: dict[str, Any], **changes: Any) -> None:
    """Change one row only if the fields in ``expect`` still hold; copy the changes onto ``row``.

    Raises Stale when they do not: somebody else was first; inside ``rows.together`` at the latest where that ends.
    This guard holds on both engines, with or without row locks.
    """
    change_rows(type(row), {row._meta.pk.name: row.pk, **expect}, changes, must=1)
    for name, value in changes.items():
        setattr(row, name, value)
