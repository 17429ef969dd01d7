"""The workflow of a gig: milestones, their substeps, and each milestone's part of a package."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from gigs.models.gig import Gig
from gigs.models.package import Package


def numbered(limit: int) -> Q:
    """A position counts from 1; while rows change places they are parked at the negative of where they go."""
    return Q(position__range=(1, limit)) | Q(position__range=(-limit, -1))


class Milestone(models.Model):
    """One step that can be delivered, accepted and paid. ``version`` moves with each edit of its card."""

    gig = models.ForeignKey(Gig, on_delete=models.CASCADE, related_name="milestones")
    position = models.SmallIntegerField()
    name = models.CharField(max_length=80)
    description = models.TextField(max_length=500, blank=True)
    zoom = models.BooleanField("includes a Zoom call", default=False)
    packages = models.ManyToManyField(Package, through="Share", related_name="milestones")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["gig", "position"], name="one_milestone_per_position"),
            models.CheckConstraint(
                condition=numbered(settings.GIG_MILESTONES_MAX), name="a_gig_has_at_most_5_milestones"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="milestone_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.name}"


class Substep(models.Model):
    """A part of a milestone that can be ticked off; for some or all of the milestone's packages."""

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="substeps")
    position = models.SmallIntegerField()
    name = models.CharField(max_length=80)
    packages = models.ManyToManyField(Package, related_name="substeps")

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["milestone", "position"], name="one_substep_per_position"),
            models.CheckConstraint(
                condition=numbered(settings.SUBSTEPS_MAX), name="a_milestone_has_at_most_10_substeps"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="substep_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Share(models.Model):
    """That a milestone belongs to a package, and what it is worth there.

    Amount and days are None while the package is too small to be split over its milestones.
    """

    package = models.ForeignKey(Package, on_delete=models.CASCADE, related_name="shares")
    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="shares")
    amount_minor = models.BigIntegerField(null=True)
    days = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["package", "milestone"], name="one_share_per_package_and_milestone"
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__isnull=True, days__isnull=True)
                | Q(amount_minor__gte=settings.PRICE_MIN_MINOR, days__gte=1),
                name="a_share_is_at_least_1_and_1_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.milestone_id} in {self.package_id}"
