"""Where the next page of a list goes on: after the row with this moment and this id."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from config.shared import clock


def cursor_of(at: datetime, pk: UUID) -> str:
    """A page's last row, to be put into an address."""
    return f"{at.isoformat()}_{pk}"


def older_than(cursor: str, column: str) -> Q:
    """What follows it, newest first by that column, then by id; everything when the cursor cannot be read."""
    moment, _, identity = cursor.partition("_")
    at = clock.read_moment(moment)
    try:
        pk = UUID(identity)
    except ValueError:
        return Q()
    if at is None:
        return Q()
    # the first condition is where an index begins to be read, however deep the page
    return Q(**{f"{column}__lte": at}) & (Q(**{f"{column}__lt": at}) | Q(pk__lt=pk))
