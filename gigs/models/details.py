"""What surrounds a gig: frequent questions, questions to the buyer, pictures."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from config.shared.components import Picture
from gigs.models.gig import Gig
from gigs.models.milestone import numbered
from gigs.renditions import picture_of


class FaqEntry(models.Model):
    """A frequent question with its answer."""

    gig = models.ForeignKey(Gig, on_delete=models.CASCADE, related_name="faq")
    position = models.SmallIntegerField()
    question = models.CharField(max_length=120)
    answer = models.TextField(max_length=600)

    class Meta:
        ordering = ("position",)
        verbose_name_plural = "FAQ entries"
        constraints = [
            models.UniqueConstraint(fields=["gig", "position"], name="one_faq_entry_per_position"),
            models.CheckConstraint(
                condition=numbered(settings.FAQ_MAX), name="a_gig_has_at_most_10_faq_entries"
            ),
        ]

    def __str__(self) -> str:
        return self.question


class QuestionKind(models.TextChoices):
    """How the buyer answers."""

    TEXT = "text", "Text"
    CHOICE = "choice", "Choice"
    FILE = "file", "File"


class Question(models.Model):
    """What the seller needs to know before the work starts."""

    gig = models.ForeignKey(Gig, on_delete=models.CASCADE, related_name="questions")
    position = models.SmallIntegerField()
    text = models.CharField(max_length=300)
    kind = models.CharField(max_length=10, choices=QuestionKind.choices, default=QuestionKind.TEXT)
    choices = models.JSONField(default=list, blank=True)
    required = models.BooleanField(default=True)

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["gig", "position"], name="one_question_per_position"),
            models.CheckConstraint(
                condition=numbered(settings.QUESTIONS_MAX), name="a_gig_has_at_most_10_questions"
            ),
            models.CheckConstraint(condition=Q(kind__in=QuestionKind.values), name="question_kind_is_known"),
        ]

    def __str__(self) -> str:
        return self.text


class GigImage(models.Model):
    """A picture, re-encoded by us; width and height keep its place while it loads."""

    gig = models.ForeignKey(Gig, on_delete=models.CASCADE, related_name="images")
    position = models.SmallIntegerField()
    file = models.ImageField(upload_to="gigs/")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    alt = models.CharField("what it shows", max_length=120, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["gig", "position"], name="one_image_per_position"),
            models.CheckConstraint(
                condition=numbered(settings.GIG_IMAGES_MAX), name="a_gig_has_at_most_3_images"
            ),
        ]

    def __str__(self) -> str:
        return self.alt or str(self.file.name)

    @property
    def picture(self) -> Picture | None:
        """What a page needs to show it, in all its sizes."""
        return picture_of(str(self.file.name), width=self.width, height=self.height, alt=self.alt)
