"""Description and FAQ."""

from django import forms
from django.conf import settings

from config.shared.text_fields import LineField, TextField
from gigs.forms.fields import EditorForm


class DescriptionForm(EditorForm):
    """The gig's own words."""

    description = TextField(
        label="About this gig",
        max_length=settings.DESCRIPTION_MAX,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=(
            "What you do, how you work, what customers get. You can write **bold**, *italic*, and lists whose"
            " lines start with “- ”."
        ),
        error_messages={
            "required": "Describe what you do and what customers get.",
            "max_length": "Keep it within %(limit_value)d characters (it has %(show_value)d).",
        },
    )


class FaqForm(EditorForm):
    """One frequent question."""

    prefix = "faq"  # names of its own, so that it shares a form with the tab
    question = LineField(max_length=120, label="Question", error_messages={"required": "Write the question."})
    answer = TextField(
        max_length=600,
        label="Answer",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write the answer."},
    )
