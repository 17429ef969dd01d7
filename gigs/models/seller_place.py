"""Where the sellers of live gigs are and what they speak: what browse offers to choose from."""

from django.db import models
from django.db.models import Q


class PlaceKind(models.TextChoices):
    """What a code stands for."""

    COUNTRY = "country", "Country"
    LANGUAGE = "language", "Language"


class SellerPlace(models.Model):
    """A country (ISO 3166-1, two letters) or a language (ISO 639) that some seller of a live gig has given.

    On PostgreSQL triggers write it (migration 0007), a few hundred rows at most; elsewhere it stays empty and
    ``queries.places`` asks the members. A code stays when its last seller leaves: it then finds nothing, and the
    page says so.
    """

    kind = models.CharField(max_length=8, choices=PlaceKind.choices)
    code = models.CharField(max_length=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="one_row_per_place"),
            models.CheckConstraint(condition=Q(kind__in=PlaceKind.values), name="kind_of_place_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.code}"
