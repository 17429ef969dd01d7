"""What people type when they act on an order."""

from django import forms

from config.shared.commands import CommandForm
from config.shared.text_fields import TextField

TEXT_MAX = 5_000
FILES_HELP = "Up to 20 files, 50 MiB each. The other side and our staff can open them."


def lines(rows: int = 6) -> forms.Textarea:
    """A field of several lines."""
    return forms.Textarea(attrs={"rows": rows})


class SureForm(CommandForm):
    """A click that needs nothing typed."""


class AnswerForm(CommandForm):
    """A click that answers a delivery: names the one that the buyer saw."""

    round = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class RevisionForm(AnswerForm):
    """What is to change."""

    text = TextField(
        label="What should change?",
        max_length=TEXT_MAX,
        widget=lines(),
        help_text="Be as exact as you can: what you see, what you want instead.",
    )


class BankAnswerForm(CommandForm):
    """The buyer's answer to the bank's question."""

    answer = forms.ChoiceField(choices=[("yes", "Yes"), ("no", "No")])


class TickForm(CommandForm):
    """A substep done, or the tick taken back."""

    done = forms.BooleanField(required=False)
