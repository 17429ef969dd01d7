"""A draft that is thrown away, with the files of its pictures."""

from django.db import transaction
from django.db.models import ProtectedError

from config.shared.commands import Click
from config.shared.errors import Refusal
from gigs.operations.editing import locked_gig
from gigs.operations.picture_files import drop_later
from gigs.states import GigState


class InUse(Refusal):
    """Only a draft that never was on the market can be deleted."""

    default_message = "This gig has been on the market, or an offer names it. Pause it instead."


@transaction.atomic
def delete_draft(*, gig_id: int, click: Click) -> None:
    """Throw a draft away with everything in it; its pictures' files go with it. Raises InUse, Stale."""
    gig = locked_gig(gig_id=gig_id, owner_id=click.actor_id, version=click.version)
    if gig.state != GigState.DRAFT or gig.published_at is not None:
        raise InUse
    names = list(gig.images.values_list("file", flat=True))
    try:
        gig.delete()
    except ProtectedError as fault:
        raise InUse from fault
    for name in names:
        drop_later(name)
