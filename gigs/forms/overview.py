"""The Overview tab."""

from typing import Any

from django import forms
from django.conf import settings

from config.shared.text import clean_line
from config.shared.text_fields import LineField
from gigs.forms.fields import EditorForm
from gigs.models import Category

OPENING = "I will "
TAG_MAX = 30


class OverviewForm(EditorForm):
    """Title, subcategory, tags."""

    title = LineField(
        max_length=settings.TITLE_MAX,
        help_text="Starts with “I will”; we put that in front if you leave it out.",
        widget=forms.TextInput(attrs={"data-counted": True}),
        error_messages={
            "required": "Say what you will do.",
            "max_length": "Keep it within %(limit_value)d characters.",
        },
    )
    subcategory = forms.TypedChoiceField(
        coerce=int,
        help_text="Customers find your gig here. It also decides whether you can add milestones.",
        error_messages={
            "required": "Choose a subcategory.",
            "invalid_choice": "Choose a subcategory from the list.",
        },
    )
    tags = LineField(
        max_length=200,
        required=False,
        help_text=f"Up to {settings.TAGS_MAX} words that customers search for, separated by commas.",
        widget=forms.TextInput(attrs={"data-chips": settings.TAGS_MAX, "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, catalogue: tuple[Category, ...], **kwargs: Any) -> None:
        """Offer the subcategories of ``catalogue``, grouped."""
        super().__init__(*args, **kwargs)
        groups: list[Any] = [("", "Choose one")]
        groups += [(c.name, [(s.pk, s.name) for s in c.subcategories.all()]) for c in catalogue]
        self.fields["subcategory"].choices = groups  # type: ignore[attr-defined]

    def clean_title(self) -> str:
        """The opening words in their one spelling; added when they were left out."""
        title: str = self.cleaned_data["title"]
        if title.lower().startswith(OPENING.lower()):
            title = title[len(OPENING) :].lstrip()
        elif title.lower() == OPENING.strip().lower():
            title = ""
        if not title:
            raise forms.ValidationError("Say what you will do.")
        if len(OPENING + title) > settings.TITLE_MAX:
            raise forms.ValidationError(f"Keep it within {settings.TITLE_MAX} characters, “I will” included.")
        return OPENING + title

    def clean_tags(self) -> tuple[str, ...]:
        """The words, each once."""
        words = dict.fromkeys(clean_line(word).lower() for word in self.cleaned_data["tags"].split(","))
        tags = tuple(word for word in words if word)
        if len(tags) > settings.TAGS_MAX:
            raise forms.ValidationError(f"Use at most {settings.TAGS_MAX} tags.")
        if any(len(tag) > TAG_MAX for tag in tags):
            raise forms.ValidationError(f"Keep each tag within {TAG_MAX} characters.")
        return tags
