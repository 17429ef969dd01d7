"""Workflows to begin from: the platform's, written by staff, and those that sellers keep for themselves."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from config.shared import clock
from gigs.models.catalogue import Subcategory
from gigs.models.milestone import numbered

NAME_MAX = 80


def check_substeps(names: Any) -> None:
    """A list of at most 10 names of up to 80 characters. Raises ValidationError."""
    if not isinstance(names, list) or not all(isinstance(name, str) and name for name in names):
        raise ValidationError("Write one substep a line.")
    if len(names) > settings.SUBSTEPS_MAX:
        raise ValidationError(f"A milestone has at most {settings.SUBSTEPS_MAX} substeps.")
    if any(len(name) > NAME_MAX for name in names):
        raise ValidationError(f"Keep each substep within {NAME_MAX} characters.")


class WorkflowTemplate(models.Model):
    """A workflow without prices and packages.

    Of a subcategory (the platform's; listed while ``active``) or of an owner (a seller's own), never of both. Copied
    when chosen: a gig does not follow its template afterwards.
    """

    subcategory = models.ForeignKey(
        Subcategory, on_delete=models.CASCADE, null=True, blank=True, related_name="templates"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="templates"
    )
    name = models.CharField(max_length=NAME_MAX)
    summary = models.CharField(
        max_length=160, blank=True, help_text="For which kind of job, in one sentence."
    )
    active = models.BooleanField(default=True, help_text="Sellers can choose it.")
    order = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("order", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__isnull=True, subcategory__isnull=False)
                | Q(owner__isnull=False, subcategory__isnull=True),
                name="a_template_is_of_a_subcategory_or_of_an_owner",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="template_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class TemplateMilestone(models.Model):
    """A milestone of a template; its substeps are plain names."""

    template = models.ForeignKey(WorkflowTemplate, on_delete=models.CASCADE, related_name="milestones")
    position = models.SmallIntegerField()
    name = models.CharField(max_length=NAME_MAX)
    description = models.TextField(max_length=500, blank=True)
    zoom = models.BooleanField("includes a Zoom call", default=False)
    substeps = models.JSONField(default=list, blank=True, validators=[check_substeps])

    class Meta:
        ordering = ("position",)
        verbose_name = "milestone"
        constraints = [
            models.UniqueConstraint(
                fields=["template", "position"], name="one_template_milestone_per_position"
            ),
            models.CheckConstraint(
                condition=numbered(settings.GIG_MILESTONES_MAX), name="a_template_has_at_most_5_milestones"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="template_milestone_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.name}"
