"""What a seller types about the work: how it goes, and what is handed in."""

from typing import Any

from django import forms
from django.core.validators import URLValidator

from config.shared.commands import CommandForm
from config.shared.text_fields import TextField
from offers.forms import FilesField
from orders.forms.acts import TEXT_MAX, lines
from orders.forms.link_field import LinkField


class UpdateForm(CommandForm):
    """Progress, in words."""

    text = TextField(
        label="Update",
        max_length=TEXT_MAX,
        widget=lines(),
        help_text="What is done, what comes next, what you need.",
    )


class DeliverForm(CommandForm):
    """What is handed in: a message, and files or a link."""

    message = TextField(
        label="Message",
        max_length=TEXT_MAX,
        widget=lines(),
        help_text="What is in it, and how to look at it.",
    )
    files = FilesField(  # type: ignore[assignment]  # Django takes declared fields off the class
        label="Files", required=False, help_text="At least one file or a link. Up to 20 files, 50 MiB each."
    )
    link = LinkField(
        label="Link to the work",
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
        help_text="It begins with https:// or http://.",
    )
    whole = forms.BooleanField(label="This is the full project", required=False)

    def __init__(self, *args: Any, is_last: bool = False, **kwargs: Any) -> None:
        """``is_last``: the tick is asked for on the last milestone only."""
        super().__init__(*args, **kwargs)
        if not is_last:
            del self.fields["whole"]
