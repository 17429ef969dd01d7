"""Shape and wording of what is typed into inbox and offers."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from config.shared.commands import CommandForm
from config.shared.durations import in_words
from config.shared.money import BadAmount, parse_amount
from config.shared.text_fields import LineField, TextField
from offers.kinds import rules_of
from offers.queries.starting import UNLIMITED
from offers.terms import RowTerms, row_faults

_WHOLE = re.compile(r"[0-9]{1,4}", re.ASCII)


class FileInput(forms.FileInput):
    """Several files at once; named as the widget that the style sheet knows."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; what is allowed is the operation's business."""

    widget = FileInput

    def clean(self, data: Any, initial: Any = None) -> Sequence[UploadedFile]:
        """All files that were sent, empty ones too, so that they can be refused with words."""
        del initial
        sent = data if isinstance(data, list | tuple) else [data]
        return [upload for upload in sent if upload]


class AmountField(forms.CharField):
    """An amount of money as people write it, read into minor units."""

    default_error_messages: ClassVar = {"max_length": "This is more than any amount may be."}

    def clean(self, value: Any) -> int | None:
        """Read strictly: no exponents, signs, other digits or too many decimals."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_amount(text)
        except BadAmount as fault:
            raise forms.ValidationError(str(fault)) from fault


class WholeField(forms.CharField):
    """A whole number in ASCII digits."""

    default_error_messages: ClassVar = {
        "max_length": "Write a whole number of at most %(limit_value)d digits."
    }

    def clean(self, value: Any) -> int:
        """Read strictly."""
        text = super().clean(value).strip()
        if not _WHOLE.fullmatch(text):
            raise forms.ValidationError("Write a whole number in digits.")
        return int(text)


class MessageForm(CommandForm):
    """The composer."""

    body = TextField(
        label="Message", required=False, widget=forms.Textarea(attrs={"rows": 3, "class": "min-h-20"})
    )
    files = FilesField(label="Files", required=False)  # type: ignore[assignment] # Django lifts fields off the class


class DeclineForm(CommandForm):
    """Saying no."""

    reason = TextField(
        label="Reason",
        max_length=600,
        help_text="The seller reads this. A sentence is enough.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WithdrawForm(CommandForm):
    """Taking an offer or a request back."""


class ChangesForm(CommandForm):
    """What the buyer wants changed: of each row, and of the offer as a whole (``row_0``)."""

    def __init__(self, *args: Any, rows: Iterable[tuple[int, str]] = (), **kwargs: Any) -> None:
        """A text for each (position, name)."""
        super().__init__(*args, **kwargs)
        for position, name in [*rows, (0, "The offer as a whole")]:
            self.fields[f"row_{position}"] = TextField(
                label=name, max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 2})
            )

    def comments(self) -> dict[int, str]:
        """Position and words of everything that was said."""
        return {
            int(name.removeprefix("row_")): str(value)
            for name, value in self.cleaned_data.items()
            if name.startswith("row_") and value
        }


class AskForm(CommandForm):
    """A buyer's request for an offer."""

    text = TextField(
        label="What do you need?",
        max_length=2_000,
        help_text="What is to be done, what you have already, and what you want to have in the end.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    budget = AmountField(
        label="Budget",
        max_length=20,
        required=False,
        help_text="About how much you want to spend in all.",
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    wanted_by = forms.DateField(
        label="Wanted by", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    files = FilesField(label="Files", required=False)  # type: ignore[assignment] # Django lifts fields off the class


class SendForm(CommandForm):
    """Sending the previewed draft."""


def _revision_choices() -> list[tuple[str, str]]:
    return [*((str(n), str(n)) for n in range(settings.REVISIONS_MAX + 1)), (UNLIMITED, "Unlimited")]


class RowForm(forms.Form):
    """One payable row of an offer."""

    name = LineField(label="Milestone name", max_length=120)
    description = TextField(
        label="Description", max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    amount = AmountField(
        label="Amount", max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    days = WholeField(label="Days", max_length=4, widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    revisions = forms.ChoiceField(label="Revisions", choices=_revision_choices, initial="1")
    zoom = forms.BooleanField(label="Includes a Zoom call", required=False)
    was = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2)

    use_required_attribute = False

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        """A single payment has no name of its own."""
        super().__init__(*args, **kwargs)
        self.kind = kind
        rules = rules_of(kind)
        self.fields["days"].help_text = f"1 to {rules.days_max}"
        if rules.by_month:
            self.fields["amount"].label = "Amount per month"
            self.fields["days"].label = "Days of work"
            self.fields["revisions"].label = "Revisions per month"
        if not rules.named:
            self.fields["name"].widget = forms.HiddenInput()
            self.fields["name"].required = False
            self.fields["description"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Say limits beside the field; the operation checks them again."""
        if {"name", "amount", "days", "revisions"} <= self.cleaned_data.keys():
            for field, words in row_faults(self.terms("-"), self.kind):
                self.add_error(field, words)
        return self.cleaned_data

    def terms(self, title: str) -> RowTerms:
        """The row as typed; ``title`` names the row of a single payment."""
        data = self.cleaned_data
        revisions = data["revisions"]
        return RowTerms(
            name=data["name"] or title,
            description=data.get("description", ""),
            days=data["days"],
            amount_minor=data["amount"],
            revisions=None if revisions == UNLIMITED else int(revisions),
            zoom=data.get("zoom", False),
        )


def _expiry_choices() -> list[tuple[str, str]]:
    usual = in_words(settings.OFFER_EXPIRY)
    others = [(str(days), f"{days} day{'' if days == 1 else 's'}") for days in settings.OFFER_EXPIRY_DAYS]
    return [("", f"{usual} (usual)"), *((value, words) for value, words in others if words != usual)]


MONTHS = {
    str(months): f"{months} months"
    for months in range(settings.SUBSCRIPTION_MONTHS_MIN, settings.SUBSCRIPTION_MONTHS_MAX + 1)
}
MONTHS_AT_FIRST = "3"


class OfferForm(forms.Form):
    """What concerns the offer as a whole; ``months`` belongs to a subscription."""

    note = TextField(
        label="Describe your offer",
        max_length=2_000,
        required=False,
        help_text="What you will do, and what the buyer will have in the end.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    months = forms.ChoiceField(
        label="Number of months", choices=tuple(MONTHS.items()), initial=MONTHS_AT_FIRST, required=False
    )
    expiry_days = forms.ChoiceField(label="The offer stands for", choices=_expiry_choices, required=False)
    with_questions = forms.BooleanField(
        label="Ask the requirement questions of this gig", required=False, initial=True
    )

    use_required_attribute = False
