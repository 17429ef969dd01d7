"""What a member keeps to come back to."""

from django.conf import settings
from django.db import models

from config.shared import clock
from gigs.models.gig import Gig
from gigs.querysets import FavouriteQuerySet


class Favourite(models.Model):
    """A gig on a member's list. It stays there when the gig is paused or taken away; the list says so."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="favourites")
    gig = models.ForeignKey(Gig, on_delete=models.CASCADE, related_name="favourites")
    created_at = models.DateTimeField(default=clock.now)

    objects = FavouriteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "gig"], name="one_favourite_per_member_and_gig")
        ]
        indexes = [models.Index(fields=["user", "-id"], name="favourite_newest")]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.gig_id}"
