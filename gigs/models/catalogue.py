"""Where gigs are found: categories and their subcategories, with the two switches that staff edit."""

from django.db import models


class Category(models.Model):
    """A family of trades."""

    name = models.CharField(max_length=60, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    icon = models.SlugField(max_length=40, default="briefcase", help_text="Name of an icon in the sprite.")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("order", "name")
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.name


class Subcategory(models.Model):
    """A trade. The article names five in which gigs may carry milestones; staff may change that here."""

    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="subcategories")
    name = models.CharField(max_length=60, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    gig_milestones = models.BooleanField(
        default=False, help_text="Gigs may show and sell a workflow in milestones."
    )
    offer_milestones = models.BooleanField(
        default=True, help_text="Custom offers may be split into milestones."
    )

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "subcategories"

    def __str__(self) -> str:
        return self.name
