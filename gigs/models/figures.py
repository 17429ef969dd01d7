"""How often a gig was looked at and ordered, by day."""

from django.db import models

from gigs.models.gig import Gig


class GigDay(models.Model):
    """Three counts of one gig on one UTC day, and nothing of who was counted.

    ``views`` and ``checkouts`` are opened pages, ``orders`` packages ordered on the gig's page; custom offers are
    none of them.
    """

    gig = models.ForeignKey(Gig, on_delete=models.CASCADE, related_name="by_day")
    day = models.DateField()
    views = models.PositiveIntegerField(default=0)
    checkouts = models.PositiveIntegerField(default=0)
    orders = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "figures of a day"
        verbose_name_plural = "figures by day"
        constraints = [models.UniqueConstraint(fields=["gig", "day"], name="one_row_per_gig_and_day")]

    def __str__(self) -> str:
        return f"{self.gig_id} · {self.day}"
