"""What a buyer wants changed in an offer."""

from django.db import models
from django.db.models import Q

from offers.models.offer import Offer


class OfferComment(models.Model):
    """What the buyer wants changed: of one row (its ``position``), or of the offer as a whole (0).

    Asking again says it anew; the seller reads it beside the rows when writing the new version.
    """

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="comments")
    position = models.PositiveSmallIntegerField()
    body = models.TextField(max_length=600)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "position"], name="one_comment_per_row_of_an_offer"),
            models.CheckConstraint(condition=Q(position__lte=6), name="a_comment_is_about_one_of_6_rows"),
            models.CheckConstraint(condition=~Q(body=""), name="a_comment_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.body[:40]}"
