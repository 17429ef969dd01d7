"""The conditional UPDATE under every change of a status."""

from typing import Any

from django.db.models import Model

from config.shared.errors import Stale


def guarded_update(row: Model, *, expect: dict[str, Any], **changes: Any) -> None:
    """Change one row only if the fields in ``expect`` still hold; copy the changes onto ``row``.

    Raises Stale when they do not: somebody else was first. This guard holds on both engines, with or without
    row locks.
    """
    changed = type(row)._base_manager.filter(pk=row.pk, **expect).update(**changes)
    if changed != 1:
        raise Stale
    for name, value in changes.items():
        setattr(row, name, value)
