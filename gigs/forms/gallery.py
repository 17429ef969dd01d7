"""The Gallery tab."""

from django import forms

from config.shared.text import LineField
from gigs.forms.fields import EditorForm


class ImageForm(EditorForm):
    """A picture to add."""

    file = forms.FileField(
        label="Picture",
        help_text="JPEG, PNG or WebP, up to 40 megapixels. It is stored anew, without its hidden data.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"required": "Choose a file."},
    )
    alt = LineField(
        required=False,
        max_length=120,
        label="What the picture shows",
        help_text="Read to customers who cannot see it.",
    )
