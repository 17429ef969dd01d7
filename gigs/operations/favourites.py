"""A member's list of gigs to come back to. Both say what shall be, so that a second press changes nothing."""

from datetime import datetime

from django.db import transaction

from config.shared.errors import Refusal
from gigs.models import Favourite, Gig


class OwnGig(Refusal):
    """Who sells a gig has it under "My gigs" and cannot keep it among the favourites as well."""

    default_message = "This is your own gig. You find it under My gigs."


@transaction.atomic
def keep_favourite(*, user_id: int, gig_id: int, at: datetime) -> None:
    """Put a gig on a member's list, once. Raises OwnGig, Gig.DoesNotExist."""
    gig = Gig.objects.only("seller_id").get(pk=gig_id)
    if gig.seller_id == user_id:
        raise OwnGig
    Favourite.objects.get_or_create(user_id=user_id, gig_id=gig_id, defaults={"created_at": at})


@transaction.atomic
def drop_favourite(*, user_id: int, gig_id: int) -> None:
    """Take a gig off a member's list, if it is there."""
    Favourite.objects.of(user_id).filter(gig_id=gig_id).delete()
