"""What a seller types about the work: how it goes, and what is handed in."""

from collections.abc import Sequence
from typing import Any

from django import forms

from config.shared.commands import CommandForm
from config.shared.text_fields import TextField
from offers.forms import FilesField
from orders.forms.acts import TEXT_MAX, lines
from orders.forms.link_field import LINKS_MAX, LinksField


class UpdateForm(CommandForm):
    """Progress, in words."""

    text = TextField(
        label="Update",
        max_length=TEXT_MAX,
        widget=lines(),
        help_text="What is done, what comes next, what you need.",
    )


class DeliverForm(CommandForm):
    """What is handed in: a message, files or links, and which substeps are done."""

    message = TextField(
        label="Message",
        max_length=TEXT_MAX,
        widget=lines(),
        help_text="What is in it, and how to look at it.",
    )
    files = FilesField(  # type: ignore[assignment]  # Django takes declared fields off the class
        label="Files", required=False, help_text="At least one file or a link. Up to 20 files, 50 MiB each."
    )
    link = LinksField(
        label="Links to the work",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "inputmode": "url", "spellcheck": "false"}),
        help_text=f"One on each line, up to {LINKS_MAX}. Each begins with https:// or http://.",
    )
    ticked = forms.TypedMultipleChoiceField(
        label="Substeps that are done", required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    whole = forms.BooleanField(label="This is the full project", required=False)

    def __init__(
        self, *args: Any, is_last: bool = False, substeps: Sequence[dict[str, Any]] = (), **kwargs: Any
    ) -> None:
        """``is_last``: the tick is asked for on the last milestone only. ``substeps``: as they stand."""
        super().__init__(*args, **kwargs)
        ticked = self.fields["ticked"]
        ticked.choices = [(index, step["name"]) for index, step in enumerate(substeps)]  # type: ignore[attr-defined]
        ticked.initial = [index for index, step in enumerate(substeps) if step["done"]]
        if not substeps:
            del self.fields["ticked"]
        if not is_last:
            del self.fields["whole"]
