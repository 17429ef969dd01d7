"""What every edit of a gig begins and ends with: the locked row, and the version that moves."""

from typing import Any

from config.shared.errors import Refusal, Stale
from config.shared.transition import guarded_update
from gigs.models import Gig

GigKey = int | str
"""A gig's id, or its slug as an address names it: saves the statement that would look the id up first."""


class LimitReached(Refusal):
    """The list is full."""


def locked_gig(
    *, gig_id: GigKey, owner_id: int, version: int | None = None, content_version: int | None = None
) -> Gig:
    """The owner's gig with its subcategory, locked until the end of the transaction.

    Raises Gig.DoesNotExist for a foreign id, Stale when a version that the form showed has moved on.
    """
    rows = Gig.objects.select_for_update(of=("self",)).select_related("subcategory")
    key = {"slug": gig_id} if isinstance(gig_id, str) else {"pk": gig_id}
    gig = rows.get(**key, seller_id=owner_id)
    if version is not None and gig.version != version:
        raise Stale
    if content_version is not None and gig.content_version != content_version:
        raise Stale
    return gig


def terms_moved(gig: Gig, **changes: Any) -> None:
    """Store a change of what buyers pay for."""
    guarded_update(gig, expect={"version": gig.version}, version=gig.version + 1, **changes)


def words_moved(gig: Gig, **changes: Any) -> None:
    """Store a change of the words around it."""
    expect = {"content_version": gig.content_version}
    guarded_update(gig, expect=expect, content_version=gig.content_version + 1, **changes)
